namespace OptOut;

/// <summary>
/// How far each account is reconciled (rule 9). Every method throws <see cref="DependencyUnavailableException"/> when the store cannot be
/// asked.
/// </summary>
public interface IReconciliationStore
{
    /// <summary>How far the account is reconciled; null before the first run.</summary>
    Task<ReconciliationMark?> ReadAsync(string accountSid, CancellationToken cancellation);

    /// <summary>Keeps how far the account is reconciled.</summary>
    Task KeepAsync(string accountSid, ReconciliationMark mark, CancellationToken cancellation);
}
