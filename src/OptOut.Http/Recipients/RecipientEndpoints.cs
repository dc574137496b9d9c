using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>A recipient's history.</summary>
internal static class RecipientEndpoints
{
    private const int MaxPageSize = 1000;
    private const int UsualPage = 100;

    public static async Task<IResult> History(string recipient, HttpContext context, IRecipientStore store, VerifiedLedger ledger, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        if (caller.FindBrand(context.Request.Query["brand"], out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", recipient);
        var cursor = context.Request.Query["cursor"].ToString();
        long after = 0;
        if (cursor.Length > 0 && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            errors.Add("cursor", "is not one that a page gave.");
        }

        var limit = errors.Number("limit", context.Query("limit"), 1, MaxPageSize) ?? UsualPage;
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var key = new RecipientKey(caller.Account.Sid, address!);
        var state = (await store.ReadAsync(key, cancellation)).State;
        var last = state.LastSequence;
        if (after > last)
        {
            // Another recipient's: an empty page would say that there is nothing more.
            return Problems.Invalid("cursor", "is not one that a page gave.");
        }

        var events = new List<LedgerEvent>();
        while (events.Count == 0 && after < last)
        {
            // A small page is cut from a larger read: most events may be another brand's.
            var until = Math.Min(after + Math.Max(limit, UsualPage), last);
            LedgerEvent[] found = [.. (await ledger.ReadAsync(key, state, after + 1, until, cancellation)).Where(e => Concerns(e, brand))];
            events.AddRange(found.Take(limit));
            after = found.Length > limit ? events[^1].Sequence : until;
        }

        return TypedResults.Json(
            new HistoryPage(events, after < last ? after.ToString(CultureInfo.InvariantCulture) : null), ApiJson.Written.HistoryPage);
    }

    /// <summary>An account-wide opt-out concerns every brand.</summary>
    internal static bool Concerns(LedgerEvent e, Brand brand) => e.Brand == brand.Id || e.Brand is null || e.Scope == Scope.Account;
}
