namespace OptOut;

/// <summary>
/// Copies of ledger events in the order in which they were written, for overviews (ADR 0480). They are written after the ledger and can be
/// rebuilt from it, so nothing that decides about a message may read them. Every method throws <see cref="DependencyUnavailableException"/>
/// when the store cannot be asked.
/// </summary>
public interface IActivityIndex
{
    /// <summary>Keeps entries under their events' ids: doing it again changes nothing.</summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="entries">Of any brands and days.</param>
    /// <param name="closedBefore">Days that ended before then may have been summed up: their sums are void once the entries are
    /// kept.</param>
    /// <param name="cancellation">Ends waiting.</param>
    Task KeepAsync(
        string accountSid,
        IReadOnlyCollection<ActivityEntry> entries,
        DateTimeOffset closedBefore,
        CancellationToken cancellation
    );

    /// <summary>Notes beside an entry what became of its message; whichever of the two comes first.</summary>
    Task KeepDeliveryAsync(
        string accountSid,
        string brand,
        string eventId,
        DateTimeOffset recordedAt,
        Delivery delivery,
        CancellationToken cancellation
    );

    /// <summary>Keeps the allowed sends that one instance counted on a day, instead of what it kept before.</summary>
    Task KeepSendsAsync(string accountSid, string brand, string instance, DayFigures sends, CancellationToken cancellation);

    /// <summary>Keeps the allowed sends of a day that is over, as the ledger has them, instead of what instances counted.</summary>
    Task ReplaceSendsAsync(string accountSid, string brand, DayFigures sends, CancellationToken cancellation);

    /// <summary>The entries of a brand, the newest first.</summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="brand">The brand's id.</param>
    /// <param name="from">Written then or later.</param>
    /// <param name="before">Written before then.</param>
    /// <param name="after">A position to go on after; null: from the newest.</param>
    /// <param name="cancellation">Ends the walk.</param>
    IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListAsync(
        string accountSid,
        string brand,
        DateTimeOffset from,
        DateTimeOffset before,
        string? after,
        CancellationToken cancellation
    );

    /// <summary>Of those, the sends that were not allowed (rule 30), without looking at the others; positions are the same.</summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="brand">The brand's id.</param>
    /// <param name="from">Written then or later.</param>
    /// <param name="before">Written before then.</param>
    /// <param name="after">A position to go on after; null: from the newest.</param>
    /// <param name="cancellation">Ends the walk.</param>
    IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListViolationsAsync(
        string accountSid,
        string brand,
        DateTimeOffset from,
        DateTimeOffset before,
        string? after,
        CancellationToken cancellation
    );

    /// <summary>The sums of days and the counted sends, both ends included, by one query.</summary>
    Task<KeptDays> ReadDaysAsync(string accountSid, string brand, DateOnly first, DateOnly last, CancellationToken cancellation);

    /// <summary>
    /// Keeps a day's sum, unless its entries changed since <paramref name="version"/> was read; null: unless there is any sum.
    /// </summary>
    Task KeepDayAsync(string accountSid, string brand, DayFigures figures, string? version, CancellationToken cancellation);

    /// <summary>Removes the entries and sums of days before one.</summary>
    Task RemoveBeforeAsync(string accountSid, string brand, DateOnly day, CancellationToken cancellation);
}

/// <summary>What is kept of days.</summary>
/// <param name="Sums">A day without a sum is missing, one whose sum is void has no figures.</param>
/// <param name="Sends">The allowed sends that instances counted.</param>
public sealed record KeptDays(
    IReadOnlyDictionary<DateOnly, (DayFigures? Figures, string Version)> Sums,
    ILookup<DateOnly, DayFigures> Sends
);
