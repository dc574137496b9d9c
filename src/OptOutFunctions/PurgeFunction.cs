using Microsoft.Azure.Functions.Worker;

namespace OptOutFunctions;

/// <summary>Lets go once a day, at a quiet hour, of what was kept long enough (rule 32).</summary>
internal sealed class PurgeFunction(PurgeRecipients purge, RebuildIndexes indexes)
{
    [Function("Purge")]
    public async Task Purge([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(timer);
        await purge.RunAsync(cancellation);
        await indexes.RemoveAgedAsync(cancellation);
    }
}
