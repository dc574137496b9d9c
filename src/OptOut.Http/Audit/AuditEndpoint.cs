using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// The auditor's file: what the account's ledger recorded in a period, as NDJSON, an event a line with its recipient. Ordered as lists are, by a hash of the recipient
/// and the recipient, then by sequence: each recipient's history stands together, and a period that is over gives the same file each time.
/// </summary>
internal static class AuditEndpoint
{
    public static async Task<IResult> Get(HttpContext context, IRecipientStore store, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        Brand? brand = null;
        if (context.Query("brand") is { } id && (brand = caller.FindBrand(id, out var problem)) is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var from = errors.Time("from", context.Query("from"));
        var to = errors.Time("to", context.Query("to"));
        errors.Check(from is null || to is null || from <= to, "to", "lies before from.");
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var events = store.WalkLedgerAsync(caller.Account.Sid, from, to, cancellation);
        return await StreamedLines<JsonObject>.StartNdjsonAsync(Lines(events, brand, cancellation), ApiJson.Written.JsonObject, cancellation);
    }

    private static async IAsyncEnumerable<JsonObject> Lines(
        IAsyncEnumerable<RecordedEvent> events, Brand? brand, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (recipient, e) in events.WithCancellation(cancellation))
        {
            if (brand is null || RecipientEndpoints.Concerns(e, brand))
            {
                var line = JsonSerializer.SerializeToNode(e, ApiJson.Default.LedgerEvent)!.AsObject();
                line.Insert(0, "recipient", recipient);
                yield return line;
            }
        }
    }
}
