using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.Benchmarks;

/// <summary>
/// The ledgers of imported recipients, to be chained anew for the copies of their owners: a copied hash would be a broken chain.
/// </summary>
internal sealed class SeedLedgers
{
    private readonly Dictionary<int, List<LedgerEvent>> ledgers = [];

    /// <summary>Those in the emulator's rows.</summary>
    public static SeedLedgers Read(JsonArray rows, Func<string, int?> person)
    {
        var read = new SeedLedgers();
        foreach (var row in rows)
        {
            if (((string)row!["RowKey"]!).StartsWith("l|", StringComparison.Ordinal) && person((string)row["PartitionKey"]!) is { } owner)
            {
                var e = JsonSerializer.Deserialize(
                    Convert.FromBase64String((string)row["properties"]!["Data"]!),
                    OptOutJson.Default.LedgerEvent
                )!;
                (read.ledgers.TryGetValue(owner, out var events) ? events : read.ledgers[owner] = []).Add(e);
            }
        }

        foreach (var events in read.ledgers.Values)
        {
            events.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        }

        return read;
    }

    /// <summary>A record, an event or a state, of one person as another's.</summary>
    public string Of(int from, int to, string record)
    {
        var whose = Webhooks.Number(to);
        string? head = null;
        var text = new StringBuilder(record);
        foreach (var e in ledgers[from])
        {
            var id = Ledger.EventId(Webhooks.AccountSid, whose, e.Sequence);
            var linked = HashChain.Link(
                e with
                {
                    Id = id,
                    ConsentId = e.ConsentId?.Replace(e.Id, id, StringComparison.Ordinal),
                },
                whose,
                head,
                _ => Convert.FromHexString(e.Salt!)
            );
            text.Replace(e.Id, id).Replace(e.Hash!, linked.Hash);
            if (e.Digest is { } digest)
            {
                text.Replace(digest, linked.Digest);
            }

            head = linked.Hash;
        }

        return text.ToString();
    }
}
