namespace OptOut;

/// <summary>
/// Where each night's audit file is kept, out of reach of whoever can change the ledger (ADR 0452). Every method throws
/// <see cref="DependencyUnavailableException"/> when the files cannot be reached.
/// </summary>
public interface IAuditFiles
{
    /// <summary>Whether the account's file of a day exists.</summary>
    Task<bool> HasAsync(string accountSid, DateOnly day, CancellationToken cancellation);

    /// <summary>
    /// Adds the account's file of a day: the whole of it or nothing, and never in the place of one that is there. In constant memory.
    /// </summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="day">The UTC day that the file is about.</param>
    /// <param name="lines">Its lines, without line feeds. What they throw comes through, and nothing is added.</param>
    /// <param name="cancellation">Ends the writing; nothing is added.</param>
    /// <returns>False: there is a file already, and it stays as it is.</returns>
    Task<bool> AddAsync(string accountSid, DateOnly day, IAsyncEnumerable<byte[]> lines, CancellationToken cancellation);
}
