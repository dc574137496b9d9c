using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// The evidence file of one person: what the ledger holds of them for a brand, as lines of an audit with its seal (rule 34), so that an
/// auditor or a lawyer verifies it as they verify the whole.
/// </summary>
internal static class EvidenceEndpoint
{
    private const int Page = 500;

    /// <summary><c>GET /api/recipients/{recipient}/evidence</c>.</summary>
    public static async Task<IResult> Get(
        Valid<OneRecipient> request,
        IRecipientStore store,
        VerifiedLedger ledger,
        CancellationToken cancellation
    )
    {
        var (key, brand) = request.Value;
        return await FileAsync(key, brand, store, ledger, cancellation);
    }

    /// <summary>The file, streamed.</summary>
    public static Task<IResult> FileAsync(
        RecipientKey key,
        Brand brand,
        IRecipientStore store,
        VerifiedLedger ledger,
        CancellationToken cancellation
    ) =>
        StreamedLines<byte[]>.StartAsync(
            AuditEndpoint.Lines(EventsAsync(key, store, cancellation), brand, new AuditSeal(null, null, brand.Id), ledger, cancellation),
            MediaTypes.Ndjson,
            AuditEndpoint.WriteAsync,
            cancellation
        );

    private static async IAsyncEnumerable<RecordedEvent> EventsAsync(
        RecipientKey key,
        IRecipientStore store,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var state = (await store.ReadAsync(key, cancellation)).State;
        for (var first = (state.Watermark?.Through ?? 0) + 1; first <= state.LastSequence; first += Page)
        {
            foreach (var e in await store.ReadLedgerAsync(key, first, Math.Min(first + Page - 1, state.LastSequence), cancellation))
            {
                yield return new RecordedEvent(key.Recipient.Value, e);
            }
        }
    }
}
