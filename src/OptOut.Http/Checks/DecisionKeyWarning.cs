using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OptOut.Http;

/// <summary>
/// Says at the start that decisions are signed by keys made of the auth tokens, because none of their own is configured (rule 33;
/// docs/proof.md).
/// </summary>
internal sealed partial class DecisionKeyWarning(Policy policy, ILogger<DecisionKeyWarning> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (policy.DecisionKeys.Count == 0)
        {
            Missing(log);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        EventId = 3003,
        Level = LogLevel.Warning,
        Message = "OptOut:DecisionKeys:0 is not set: decisions are signed by keys made of the auth tokens, so whoever knows a token can write proofs."
    )]
    private static partial void Missing(ILogger log);
}
