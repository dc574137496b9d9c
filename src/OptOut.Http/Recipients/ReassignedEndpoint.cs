using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>What is known of a number's change of owner.</summary>
public sealed record ReassignedRequest(DateTimeOffset? At, string? Source);

/// <summary>Since when the number belongs to somebody else, and the ledger event that says so.</summary>
public sealed record ReassignedResponse(string Recipient, DateTimeOffset ReassignedAt, string Event);

/// <summary>One line of an import of reassigned numbers.</summary>
public sealed record ReassignedImportLine(string? Recipient, DateTimeOffset? At, string? Source);

/// <summary><c>POST /api/recipients/{recipient}/reassigned</c>, and the same for many (rule 36). Repeating it changes nothing.</summary>
internal static class ReassignedEndpoint
{
    private const int LongestSource = 200;

    public static readonly CsvColumns Columns = new(["recipient", "at", "source"], ["recipient", "at"]);

    public static async Task<IResult> Post(string recipient, HttpContext context, ReportReassigned reassigned, TimeProvider time, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.ReassignedRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", recipient);
        var at = errors.PastTime("at", body!.At, time.GetUtcNow());
        var source = errors.Text("source", body.Source, LongestSource);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var state = await reassigned.HandleAsync(new RecipientKey(caller.Account.Sid, address!), at, Sources.Api, source, onlyKnown: false, cancellation);
        return TypedResults.Json(new ReassignedResponse(address!.Value, state.Reassigned!.At, state.Reassigned.Event), ApiJson.Written.ReassignedResponse);
    }

    public static ReassignedImportLine FromCsv(Func<string, string?> cell, FieldErrors errors) => new(cell("recipient"), errors.Time("at", cell("at")), cell("source"));

    public static ImportRecord? Prepare(Account account, ReassignedImportLine line, FieldErrors errors, DateTimeOffset now)
    {
        var address = errors.Recipient("recipient", line.Recipient);
        var at = errors.PastTime("at", line.At, now);
        var origin = errors.OptionalText("source", line.Source, LongestSource);
        return errors.Any ? null : new ImportRecord(new RecipientKey(account.Sid, address!), (state, time) => NumberLifeRules.Import(state, at, origin, time));
    }
}
