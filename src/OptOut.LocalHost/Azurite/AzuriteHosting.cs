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
        builder.Services.AddSingleton(signals).AddHostedService(services => ActivatorUtilities.CreateInstance<AzuriteWatch>(services, azurite, TimeProvider.System));
        builder.Services.AddHostedService<StartSignalsHandover>();
        DiskGuard.AddTo(builder.Services, dataDirectory);
        return azurite;
    }

    /// <summary>Ctrl+C and SIGTERM from before the host listens for them: without this, one in that time would leave Azurite behind.</summary>
    private sealed class StartSignals : IDisposable
    {
        private readonly CancellationTokenSource _cancel = new();
        private readonly PosixSignalRegistration[] _registrations;

        public StartSignals() => _registrations = [On(PosixSignal.SIGTERM), On(PosixSignal.SIGINT), On(PosixSignal.SIGQUIT)];

        public CancellationToken Token => _cancel.Token;

        public void Dispose()
        {
            foreach (var registration in _registrations)
            {
                registration.Dispose();
            }
            _cancel.Dispose();
        }

        private PosixSignalRegistration On(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _cancel.Cancel();
        });
    }

    /// <summary>Once the host listens for signals itself, it hears of the one that came before.</summary>
    private sealed class StartSignalsHandover(StartSignals signals, IHostApplicationLifetime lifetime) : IHostedService
    {
        private CancellationTokenRegistration _registration;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _registration = signals.Token.Register(lifetime.StopApplication);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _registration.DisposeAsync().AsTask();
    }
}
