using System.Runtime.CompilerServices;
using Azure;

namespace OptOut.Azure;

/// <summary>What the SDK throws when storage cannot be asked, as the ports' exception.</summary>
internal static class StorageFaults
{
    public static async Task<T> Guarded<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            throw Unavailable(e);
        }
    }

    /// <summary>The same for what comes page by page.</summary>
    public static async IAsyncEnumerable<T> Guarded<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation)
        where T : notnull
    {
        await using var enumerator = items.GetAsyncEnumerator(cancellation);
        while (await Guarded(async () => await enumerator.MoveNextAsync()))
        {
            yield return enumerator.Current;
        }
    }

    /// <summary>
    /// Any exception that a call of the SDK ends with: an unreadable answer, as a proxy on the way may send one, makes it throw all kinds.
    /// Only a wrong request is our own fault.
    /// </summary>
    public static bool IsUnavailable(Exception e) => e is not ArgumentException;

    /// <summary>
    /// Whether what was not found is the table itself: https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes
    /// </summary>
    public static bool IsOfTheTable(Response notFound) => notFound.Content.ToString().Contains("TableNotFound", StringComparison.Ordinal);

    public static DependencyUnavailableException Unavailable(Exception e) => new("Azure Storage cannot be reached.", e);
}
