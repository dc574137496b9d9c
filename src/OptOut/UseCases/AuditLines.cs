using System.Runtime.CompilerServices;

namespace OptOut;

/// <summary>The lines of an auditor's file: an event each, and its seal at the end (rule 34; docs/proof.md).</summary>
public static class AuditLines
{
    /// <param name="events">In the file's order: recipients by their positions, then by sequence.</param>
    /// <param name="concerns">Which of them belong into the file; null: all.</param>
    /// <param name="seal">What the file was asked for.</param>
    /// <param name="ledger">Is told of an event that is not what was written.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<byte[]> OfAsync(
        IAsyncEnumerable<RecordedEvent> events,
        Func<LedgerEvent, bool>? concerns,
        AuditSeal seal,
        VerifiedLedger ledger,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var (recipient, e) in events.WithCancellation(cancellation))
        {
            if (concerns?.Invoke(e) != false)
            {
                if (!HashChain.IsWhole(recipient, e))
                {
                    // The file shows it as it is: the auditor has to see what was changed.
                    ledger.Report();
                }

                var line = HashChain.Line(recipient, e);
                seal.Add(line, recipient, e);
                yield return line;
            }
        }

        yield return seal.Line();
    }
}
