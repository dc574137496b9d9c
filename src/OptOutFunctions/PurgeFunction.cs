using Microsoft.Azure.Functions.Worker;

namespace OptOutFunctions;

/// <summary>Purges once a day, at a quiet hour, what has reached the end of its retention (rule 32).</summary>
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
