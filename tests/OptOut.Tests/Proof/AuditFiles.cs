using System.Text;
using OptOut.Audit;

namespace OptOut.Tests;

/// <summary>Makes auditors' files as the endpoint does, and verifies them.</summary>
internal static class AuditFiles
{
    /// <summary>Sealed lines of several histories.</summary>
    public static List<string> Of(params IEnumerable<(string Recipient, IReadOnlyList<LedgerEvent> Events)> histories)
    {
        var seal = new AuditSeal(null, null, null);
        var lines = new List<string>();
        foreach (var (recipient, events) in histories.OrderBy(h => FileOrder.Of(h.Recipient), StringComparer.Ordinal))
        {
            foreach (var e in events)
            {
                var line = HashChain.Line(recipient, e);
                seal.Add(line, recipient, e);
                lines.Add(Encoding.UTF8.GetString(line));
            }
        }

        lines.Add(Encoding.UTF8.GetString(seal.Line()));
        return lines;
    }

    public static List<string> Of(params Recipient[] recipients) => Of(recipients.Select(r => (r.State.Recipient, r.Ledger)));

    /// <summary>The lines, sealed anew over what they are: what a forger can do without any key.</summary>
    public static List<string> Resealed(IEnumerable<string> lines)
    {
        var events = lines.Where(l => !l.StartsWith("{\"seal\"", StringComparison.Ordinal)).ToList();
        var tree = new MerkleTree();
        events.ForEach(l => tree.Add(Encoding.UTF8.GetBytes(l)));
        return [.. events, $$$"""{"seal":{"count":{{{tree.Count}}},"recipients":1,"root":"{{{tree.Root()}}}"}}"""];
    }

    public static Task<Verdict> VerifyAsync(IEnumerable<string> lines) =>
        Verification.OfAsync(Stream(lines), TestContext.Current.CancellationToken);

    public static MemoryStream Stream(IEnumerable<string> lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
}
