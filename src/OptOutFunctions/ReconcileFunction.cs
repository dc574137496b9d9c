using Microsoft.Azure.Functions.Worker;

namespace OptOutFunctions;

/// <summary>
/// Looks once an hour, off the full hour, for messages that never reached the webhook, and puts dead letters back (rule 9).
/// </summary>
internal sealed class ReconcileFunction(Reconcile reconcile)
{
    [Function("Reconcile")]
    public Task RunAsync([TimerTrigger("0 7 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return reconcile.RunAsync(cancellation);
    }
}
