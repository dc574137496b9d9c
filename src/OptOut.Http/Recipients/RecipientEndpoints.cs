using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>The part of a recipient's history that is asked for: what concerns a brand, after a sequence number.</summary>
internal sealed record GetHistory(RecipientKey Key, Brand Brand, long After, int Limit) : IApiRequest<GetHistory>
{
    public static ValueTask<GetHistory?> ReadAsync(RequestReader request)
    {
        if (request.Brand(request.Query("brand")) is not { } brand)
        {
            return default;
        }

        long after = 0;
        request.Errors.Check(
            request.Query("cursor") is not { } cursor || long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after),
            "cursor",
            FieldErrors.UnknownCursor
        );
        var limit = request.Errors.PageSize(request.Query("limit"));
        return new(request.Recipient() is { } key ? new GetHistory(key, brand, after, limit) : null);
    }
}

/// <summary>A recipient's history.</summary>
internal static class RecipientEndpoints
{
    /// <summary>The fewest events that are read at once: most of them may be another brand's.</summary>
    private const int MinRead = 100;

    public static async Task<IResult> History(
        Valid<GetHistory> request,
        IRecipientStore store,
        VerifiedLedger ledger,
        CancellationToken cancellation
    )
    {
        var (key, brand, after, limit) = request.Value;
        var state = (await store.ReadAsync(key, cancellation)).State;
        var last = state.LastSequence;
        if (after > last)
        {
            // Another recipient's: an empty page would say that there is nothing more.
            return Problems.Invalid("cursor", FieldErrors.UnknownCursor);
        }

        var events = new List<LedgerEvent>();
        while (events.Count == 0 && after < last)
        {
            var until = Math.Min(after + Math.Max(limit, MinRead), last);
            LedgerEvent[] found = [.. (await ledger.ReadAsync(key, state, after + 1, until, cancellation)).Where(e => Concerns(e, brand))];
            events.AddRange(found.Take(limit));
            after = found.Length > limit ? events[^1].Sequence : until;
        }

        return TypedResults.Json(
            new HistoryPage(events, after < last ? after.ToString(CultureInfo.InvariantCulture) : null),
            ApiJson.Written.HistoryPage
        );
    }

    /// <summary>An account-wide opt-out concerns every brand.</summary>
    internal static bool Concerns(LedgerEvent e, Brand brand) => e.Brand == brand.Id || e.Brand is null || e.Scope == Scope.Account;
}
