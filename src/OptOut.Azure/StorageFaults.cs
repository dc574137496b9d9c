using Azure;

namespace OptOut.Azure;

/// <summary>What the SDK throws when storage cannot be asked, as the ports' exception.</summary>
internal static class TableFaults
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

    public static bool IsUnavailable(Exception e) => e is RequestFailedException or AggregateException or IOException or OperationCanceledException;

    public static StoreUnavailableException Unavailable(Exception e) => new("The recipient store cannot be reached.", e);
}
