namespace OptOut;

/// <summary>
/// Which messages of an account wait for a person (rule 39), the oldest first: rows of their own, so that listing them walks over nobody
/// else. A row is written before the change that makes its message wait, so that no waiting message is missing; a row without one is
/// removed by whoever reads the state.
/// </summary>
/// <remarks>Every method throws <see cref="DependencyUnavailableException"/> when the store cannot be asked.</remarks>
public interface IReviewIndex
{
    /// <summary>The rows in the order of their messages, from a position on, which is excluded; null: from the first.</summary>
    IAsyncEnumerable<IndexedReview> ListReviewsAsync(string accountSid, string? after, CancellationToken cancellation);

    /// <summary>The row of an event; null where there is none.</summary>
    Task<IndexedReview?> FindReviewAsync(string accountSid, string eventId, CancellationToken cancellation);

    /// <summary>Removes a row whose message waits no more. One that is gone already is no error.</summary>
    Task RemoveReviewAsync(string accountSid, IndexedReview review, CancellationToken cancellation);
}
