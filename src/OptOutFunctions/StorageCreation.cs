using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OptOut.Azure;

namespace OptOutFunctions;

/// <summary>
/// Creates in storage what is missing, beside the serving: while storage cannot be reached or the identity's roles have not arrived yet,
/// the head is up all the same and says 503. A head that ended instead would take the Functions host with it, which gives up after three
/// starts.
/// </summary>
internal sealed partial class StorageCreation(IServiceProvider services, TimeProvider time, ILogger<StorageCreation> log)
    : BackgroundService
{
    /// <summary>Between two tries.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryAsync(stoppingToken))
        {
            await Task.Delay(RetryDelay, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await services.CreateStorageAsync(cancellation);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The message names the account; the type is enough.
            Failed(e.GetBaseException().GetType().Name);
            return false;
        }
    }

    [LoggerMessage(
        EventId = 4002,
        Level = LogLevel.Error,
        Message = "Storage cannot be asked for its table ({Cause}); the head tries again"
    )]
    private partial void Failed(string cause);
}
