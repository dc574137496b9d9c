using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OptOut.Http;

/// <summary>Says at the start what the configuration lacks (rule 14); health repeats it.</summary>
internal sealed partial class ConfigurationWarnings(Policy policy, ILogger<ConfigurationWarnings> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in policy.Warnings)
        {
            Lacking(warning);
        }

        foreach (var note in policy.Notes)
        {
            Noted(note);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void Lacking(string warning);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Information, Message = "{Note}")]
    private partial void Noted(string note);
}
