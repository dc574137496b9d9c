namespace OptOut;

/// <summary>
/// Answers that are kept under a caller's idempotency key. Every method throws <see cref="DependencyUnavailableException"/> when the store
/// cannot be asked.
/// </summary>
public interface IAnswerStore
{
    /// <summary>
    /// Claims an idempotency key of the account for a request; what another request claimed or was answered under it before comes back.
    /// </summary>
    Task<KeptAnswer> ClaimAsync(string accountSid, string idempotencyKey, string requestHash, CancellationToken cancellation);

    /// <summary>Keeps the answer under a claimed key.</summary>
    Task KeepAsync(string accountSid, string idempotencyKey, KeptAnswer answer, CancellationToken cancellation);
}
