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
    public static async IAsyncEnumerable<T> Guarded<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation) where T : notnull
    {
        await using var enumerator = items.GetAsyncEnumerator(cancellation);
        while (await Guarded(async () => await enumerator.MoveNextAsync()))
        {
            yield return enumerator.Current;
        }
    }

    public static bool IsUnavailable(Exception e) => e is RequestFailedException or AggregateException or IOException or OperationCanceledException;

    public static StoreUnavailableException Unavailable(Exception e) => new("Azure Storage cannot be reached.", e);
}
