using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.Benchmarks;

/// <summary>
/// Multiplies imported recipients in the emulator's own file while it does not run. Importing 200,000 would take it an hour, most of which
/// it spends on writing that whole file anew every five seconds. The copies have a state, which is what checks and lists read, and no
/// ledger: the emulator holds all rows in memory and reads its file as one string, which has a limit.
/// </summary>
internal static class SeedFile
{
    private const string Rows = "<rows>";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes each of the first <paramref name="few"/> people's rows <paramref name="times"/> people's.</summary>
    /// <param name="file">The emulator's.</param>
    /// <param name="few">How many people are in it.</param>
    /// <param name="times">How many each becomes.</param>
    /// <param name="withLedger">The copies have their ledgers too, each chained anew for its owner.</param>
    public static void Multiply(string file, int few, int times, bool withLedger = false)
    {
        var database = JsonNode.Parse(File.ReadAllText(file))!;
        var table = database["collections"]!
            .AsArray()
            .Single(c => ((string)c!["name"]!).EndsWith("$OptOut", StringComparison.Ordinal))!
            .AsObject();
        List<(string Partition, string Row, string Text)> rows = [];
        var ledgers = withLedger ? SeedLedgers.Read(table["data"]!.AsArray(), Person) : null;
        foreach (var row in table["data"]!.AsArray())
        {
            var person = Person((string)row!["PartitionKey"]!);
            var key = (string)row["RowKey"]!;
            var many =
                person < few
                && (key.StartsWith("s|", StringComparison.Ordinal) || (withLedger && key.StartsWith("l|", StringComparison.Ordinal)));
            for (var copy = 0; copy < (many ? times : 1); copy++)
            {
                rows.Add(Copy(row, person, person + (copy * few), rows.Count + 1, ledgers));
            }
        }

        table["data"] = Rows;
        table["maxId"] = rows.Count;
        Index(table, "PartitionKey", rows.ConvertAll(r => r.Partition));
        Index(table, "RowKey", rows.ConvertAll(r => r.Row));
        var around = database.ToJsonString(Plain).Split($"\"{Rows}\"");
        using var written = new StreamWriter(file);
        written.Write(around[0] + "[");
        for (var i = 0; i < rows.Count; i++)
        {
            written.Write(i == 0 ? "" : ",");
            written.Write(rows[i].Text);
        }

        written.Write("]" + around[1]);
    }

    /// <summary>A row as another person's: the number stands in the key, in a column and in the record, which is base64.</summary>
    private static (string Partition, string Row, string Text) Copy(JsonNode row, int? from, int? to, int id, SeedLedgers? ledgers)
    {
        var (partition, key, text) = ((string)row["PartitionKey"]!, (string)row["RowKey"]!, row.ToJsonString(Plain));
        if (from is { } of && to is { } other)
        {
            var (number, another) = (Webhooks.Number(of)[1..], Webhooks.Number(other)[1..]);
            var copy =
                $"{Webhooks.AccountSid}|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("+" + another)).AsSpan(0, 1))}|+{another}";
            var data = (string)row["properties"]!["Data"]!;
            var record = Encoding.UTF8.GetString(Convert.FromBase64String(data)).Replace(number, another, StringComparison.Ordinal);
            record = ledgers is null || of == other ? record : ledgers.Of(of, other, record);
            // Both keys hold what of the partition's comes behind the account.
            var (own, others) = (partition[Webhooks.AccountSid.Length..], copy[Webhooks.AccountSid.Length..]);
            key = key.Replace(own, others, StringComparison.Ordinal);
            text = text.Replace(own, others, StringComparison.Ordinal)
                .Replace(data, Convert.ToBase64String(Encoding.UTF8.GetBytes(record)), StringComparison.Ordinal)
                .Replace(number, another, StringComparison.Ordinal);
            partition = copy;
        }

        text = text.Replace(
            $"\"$loki\":{(int)row["$loki"]!}}}",
            string.Create(CultureInfo.InvariantCulture, $"\"$loki\":{id}}}"),
            StringComparison.Ordinal
        );
        return (partition, key, text);
    }

    /// <summary>The emulator trusts the order that its file states.</summary>
    private static void Index(JsonObject table, string column, List<string> keys)
    {
        var order = Enumerable.Range(0, keys.Count).ToArray();
        Array.Sort([.. keys], order, StringComparer.Ordinal);
        table["binaryIndices"]![column]!["values"] = new JsonArray([.. order.Select(i => (JsonNode)i)]);
    }

    /// <summary>Whose row it is, as the index of <see cref="Webhooks.Number"/>; null for what is nobody's.</summary>
    private static int? Person(string partition) =>
        partition.IndexOf("|+1415", StringComparison.Ordinal) is > 0 and var at
            ? int.Parse(partition[(at + 6)..], CultureInfo.InvariantCulture) - 2_000_000
            : null;
}
