using Microsoft.Extensions.Hosting;

namespace OptOut.Http;

/// <summary>Keeps this instance's copy of what is suspended fresh (rule 29).</summary>
internal sealed class SuspensionRefresh(Suspensions suspensions, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await suspensions.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is DependencyUnavailableException or OperationCanceledException)
            {
                // When the copy is too old, a check reads the table itself.
            }

            await Task.Delay(Suspensions.Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
