using System.Runtime.InteropServices;

namespace OptOut.LocalHost;

/// <summary>Puts Azurite under a host that is being built.</summary>
public static class AzuriteHosting
{
    /// <summary>
    /// Starts Azurite on the data directory and sets <c>OptOut:Storage</c> to its connection string; null, and nothing is started,
    /// where <c>OptOut:Storage</c> is configured. Dispose it after the host has ended: that ends Azurite when no other host uses it.
    /// </summary>
    /// <exception cref="LocalHostException">Azurite cannot be installed or started.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C or SIGTERM came meanwhile; nothing is left running.</exception>
    public static async Task<AzuriteServer?> AddAzuriteAsync(this WebApplicationBuilder builder, string dataDirectory)
    {
        if (!string.IsNullOrEmpty(builder.Configuration["OptOut:Storage"]))
        {
            return null;
        }
        var signals = new StartSignals();
        var azurite = await AzuriteServer.StartAsync(dataDirectory, Console.Out, TimeProvider.System, signals.Token);
        builder.Configuration["OptOut:Storage"] = azurite.ConnectionString;
        builder
            .Services.AddSingleton(signals)
            .AddHostedService(services => ActivatorUtilities.CreateInstance<AzuriteWatch>(services, azurite, TimeProvider.System));
        builder.Services.AddHostedService<StartSignalsHandover>();
        DiskGuard.AddTo(builder.Services, dataDirectory);
        return azurite;
    }

    /// <summary>
    /// Ctrl+C and SIGTERM from before the host listens for them: without this, one in that time would leave Azurite behind.
    /// </summary>
    private sealed class StartSignals : IDisposable
    {
        private readonly CancellationTokenSource cancel = new();
        private readonly PosixSignalRegistration[] registrations;

        public StartSignals() => registrations = [On(PosixSignal.SIGTERM), On(PosixSignal.SIGINT), On(PosixSignal.SIGQUIT)];

        public CancellationToken Token => cancel.Token;

        public void Dispose()
        {
            foreach (var registration in registrations)
            {
                registration.Dispose();
            }
            cancel.Dispose();
        }

        private PosixSignalRegistration On(PosixSignal signal) =>
            PosixSignalRegistration.Create(
                signal,
                context =>
                {
                    context.Cancel = true;
                    cancel.Cancel();
                }
            );
    }

    /// <summary>Once the host listens for signals itself, it hears of the one that came before.</summary>
    private sealed class StartSignalsHandover(StartSignals signals, IHostApplicationLifetime lifetime) : IHostedService
    {
        private CancellationTokenRegistration registration;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            registration = signals.Token.Register(lifetime.StopApplication);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => registration.DisposeAsync().AsTask();
    }
}
