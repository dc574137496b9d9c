using Microsoft.Azure.Functions.Worker;

namespace OptOutFunctions;

/// <summary>Takes Twilio's daily list of deactivated numbers, at an hour when it is complete (rule 36).</summary>
internal sealed class DeactivationsFunction(TakeDeactivations deactivations)
{
    [Function("Deactivations")]
    public Task RunAsync([TimerTrigger("0 20 9 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return deactivations.RunAsync(cancellation);
    }
}
