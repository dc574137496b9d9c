using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>The period, and the brand where one is named, whose ledger is asked for.</summary>
internal sealed record GetAudit(Account Account, Brand? Brand, DateTimeOffset? From, DateTimeOffset? To) : IApiRequest<GetAudit>
{
    public static ValueTask<GetAudit?> ReadAsync(RequestReader request)
    {
        var brand = request.BrandIfNamed(request.Query("brand"));
        var from = request.Errors.Time("from", request.Query("from"));
        var to = request.Errors.Time("to", request.Query("to"));
        request.Errors.Check(from is null || to is null || from <= to, "to", "lies before from.");
        return new(new GetAudit(request.Account, brand, from, to));
    }
}

/// <summary>
/// The auditor's file: what the account's ledger recorded in a period, as NDJSON, an event a line with its recipient, and a last line that
/// seals it (rule 34; docs/proof.md). Ordered as lists are, by a hash of the recipient and the recipient, then by sequence: each
/// recipient's history stands together, and a period that is over gives the same file each time.
/// </summary>
internal static class AuditEndpoint
{
    public static async Task<IResult> Get(
        Valid<GetAudit> request,
        IRecipientList recipients,
        VerifiedLedger ledger,
        CancellationToken cancellation
    )
    {
        var (account, brand, from, to) = request.Value;
        var seal = new AuditSeal(from, to, brand?.Id);
        var events = recipients.WalkLedgerAsync(account.Sid, from, to, cancellation);
        return await StreamedLines<byte[]>.StartAsync(
            Lines(events, brand, seal, ledger, cancellation),
            MediaTypes.Ndjson,
            WriteAsync,
            cancellation
        );
    }

    /// <summary>Events as the lines of a file, and its seal at the end.</summary>
    internal static IAsyncEnumerable<byte[]> Lines(
        IAsyncEnumerable<RecordedEvent> events,
        Brand? brand,
        AuditSeal seal,
        VerifiedLedger ledger,
        CancellationToken cancellation
    ) => AuditLines.OfAsync(events, brand is null ? null : e => RecipientEndpoints.Concerns(e, brand), seal, ledger, cancellation);

    internal static async Task WriteAsync(HttpResponse response, IAsyncEnumerable<byte[]> lines, CancellationToken cancellation)
    {
        var pending = 0L;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            response.BodyWriter.Write(line);
            response.BodyWriter.Write("\n"u8);
            pending += line.Length;
            if (pending >= StreamedLines<byte[]>.FlushAt)
            {
                await response.BodyWriter.FlushAsync(cancellation);
                pending = 0;
            }
        }
    }
}
