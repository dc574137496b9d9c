using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>
/// Imports, whole lists and audits give way: while others are being served on this instance, an import has few lines on their way and a
/// list rests between its parts. Without that their answers wait for the processor that the bulk work keeps busy
/// (docs/adr/0500-bulk-work-gives-way.md).
/// </summary>
internal sealed class BulkPace(TimeProvider time)
{
    /// <summary>How many lines of an import are on their way while others are served.</summary>
    public const int LinesWhileServing = 4;

    /// <summary>After how many lines a list rests.</summary>
    public const int LinesBetweenRests = 100;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    /// <summary>For so long after a request others are taken to be served still.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    private long servedUntil = long.MinValue;

    /// <summary>Whether anything but bulk work was asked for just now.</summary>
    public bool IsServing => time.GetTimestamp() < Interlocked.Read(ref servedUntil);

    /// <summary>Something but bulk work is asked for.</summary>
    public void Serve() =>
        Interlocked.Exchange(ref servedUntil, time.GetTimestamp() + (long)(Quiet.TotalSeconds * time.TimestampFrequency));

    /// <summary>What a list does between its parts.</summary>
    public Task RestAsync(CancellationToken cancellation) => IsServing ? Task.Delay(Rest, time, cancellation) : Task.CompletedTask;

    /// <summary>Notes each request that is no bulk work.</summary>
    public static ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<BulkWork>()?.Is(http.Request) != true)
        {
            http.RequestServices.GetRequiredService<BulkPace>().Serve();
        }

        return next(context);
    }
}
