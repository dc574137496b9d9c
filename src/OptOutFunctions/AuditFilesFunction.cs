using Microsoft.Azure.Functions.Worker;

namespace OptOutFunctions;

/// <summary>
/// Adds last night's audit file, and what is missing of the week before; once an hour, so that a night that failed is made up for (rule 34;
/// ADR 0452).
/// </summary>
internal sealed class AuditFilesFunction(NightlyAudit audit)
{
    [Function("AuditFiles")]
    public Task RunAsync([TimerTrigger("0 40 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return audit.RunAsync(cancellation);
    }
}
