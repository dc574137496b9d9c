namespace OptOut;

/// <summary>
/// Copies of ledger events in the order in which they were written, for overviews (ADR 0480). They come after the ledger and can be made anew from it, so
/// nothing that decides about a message may read them. Every method throws <see cref="StoreUnavailableException"/> when the store cannot be asked.
/// </summary>
public interface IActivityIndex
{
    /// <summary>Keeps entries under their events' ids: doing it again changes nothing.</summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="entries">Of any brands and days.</param>
    /// <param name="closedBefore">Days that ended before then may have been summed up: their sums are void once the entries are kept.</param>
    /// <param name="cancellation">Ends waiting.</param>
    Task KeepAsync(string accountSid, IReadOnlyCollection<ActivityEntry> entries, DateTimeOffset closedBefore, CancellationToken cancellation);

    /// <summary>The entries of a brand, the newest first.</summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="brand">The brand's id.</param>
    /// <param name="from">Written then or later.</param>
    /// <param name="before">Written before then.</param>
    /// <param name="after">A position to go on after; null: from the newest.</param>
    /// <param name="cancellation">Ends the walk.</param>
    IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListAsync(
        string accountSid, string brand, DateTimeOffset from, DateTimeOffset before, string? after, CancellationToken cancellation);

    /// <summary>Of those, the sends that were not allowed (rule 30), without looking at the others; positions are the same.</summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="brand">The brand's id.</param>
    /// <param name="from">Written then or later.</param>
    /// <param name="before">Written before then.</param>
    /// <param name="after">A position to go on after; null: from the newest.</param>
    /// <param name="cancellation">Ends the walk.</param>
    IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListViolationsAsync(
        string accountSid, string brand, DateTimeOffset from, DateTimeOffset before, string? after, CancellationToken cancellation);

    /// <summary>The sums of days, both ends included; a day without one is missing, one whose sum is void has no figures.</summary>
    Task<IReadOnlyDictionary<DateOnly, (DayFigures? Figures, string Version)>> ReadDaysAsync(
        string accountSid, string brand, DateOnly first, DateOnly last, CancellationToken cancellation);

    /// <summary>Keeps a day's sum, unless its entries changed since <paramref name="version"/> was read; null: unless there is any sum.</summary>
    Task KeepDayAsync(string accountSid, string brand, DayFigures figures, string? version, CancellationToken cancellation);

    /// <summary>Removes the entries and sums of days before one.</summary>
    Task RemoveBeforeAsync(string accountSid, string brand, DateOnly day, CancellationToken cancellation);
}
