using Microsoft.Extensions.Diagnostics.HealthChecks;
using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>
/// Refuses changes while the disk under the emulator is nearly full: the emulator acknowledges before it writes, and loses what it cannot
/// write when it ends. After a 503 Twilio and senders try again. Reads are still answered, and changes are taken again once there is room.
/// </summary>
/// <param name="directory">Where the emulator's data lies.</param>
/// <param name="free">How many bytes are free there.</param>
internal sealed partial class DiskGuard(string directory, Func<long> free, TimeProvider time, ILogger<DiskGuard> log) : IHealthCheck
{
    /// <summary>
    /// The emulator writes its files anew, so there has to be room for them once more, and for what else is written beside them.
    /// </summary>
    private const long MinFree = 4 * 1024 * 1024;

    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(250);
    private readonly Lock gate = new();
    private long checkedAt = long.MinValue;
    private bool isFull;

    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                if (checkedAt == long.MinValue || time.GetElapsedTime(checkedAt) > MaxAge)
                {
                    var was = isFull;
                    (isFull, checkedAt) = (free() < MinFree + EmulatorSize(), time.GetTimestamp());
                    if (isFull != was)
                    {
                        Changed(isFull ? "full: changes are refused until there is room" : "no longer full");
                    }
                }

                return isFull;
            }
        }
    }

    /// <summary>For a host that keeps an emulator of its own; <c>disk</c> in <c>GET /api/health</c>.</summary>
    public static void AddTo(IServiceCollection services, string data)
    {
        var drive = new DriveInfo(data);
        services.AddSingleton(provider => new DiskGuard(
            data,
            () => drive.AvailableFreeSpace,
            TimeProvider.System,
            provider.GetRequiredService<ILogger<DiskGuard>>()
        ));
        services.AddHealthChecks().AddCheck<DiskGuard>("disk", null, [HealthServices.Tag]);
    }

    /// <summary>Middleware.</summary>
    public Task HandleAsync(HttpContext context, RequestDelegate next) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || !IsFull
            ? next(context)
            : Problems.Unavailable().ExecuteAsync(context);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsFull ? HealthCheckResult.Unhealthy("full") : HealthCheckResult.Healthy());

    private long EmulatorSize()
    {
        var folder = new DirectoryInfo(Path.Combine(directory, "azurite"));
        return folder.Exists ? folder.EnumerateFiles("*.json").Sum(file => file.Length) : 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The disk under the emulator is {State}")]
    private partial void Changed(string state);
}
