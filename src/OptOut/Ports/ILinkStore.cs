namespace OptOut;

/// <summary>
/// Where links of recipients are kept, each under the hash of its secret. Throws <see cref="DependencyUnavailableException"/> when it
/// cannot be asked.
/// </summary>
public interface ILinkStore
{
    /// <summary>Keeps a link; false where that hash is taken.</summary>
    Task<bool> AddAsync(string hash, KeptLink link, CancellationToken cancellation);

    /// <summary>The link of that hash, of whatever account; null where there is none.</summary>
    Task<KeptLink?> FindAsync(string hash, CancellationToken cancellation);
}
