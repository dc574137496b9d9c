using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>
/// An answer that is written item by item as they come, however many there are. The first item is fetched before anything is answered, so a
/// store that cannot be asked is still a 503; when it fails later the connection is broken off, so that nobody takes a part for the whole.
/// </summary>
internal sealed class StreamedLines<T> : IResult
{
    /// <summary>How much is collected before it goes out; a slow reader stops the reading of the store behind it.</summary>
    public const int FlushAt = 32 * 1024;

    /// <summary>
    /// How long a reader may take for the whole: one that reads a byte a second must not hold one of the account's few lists for good.
    /// </summary>
    internal TimeSpan Longest { get; set; } = TimeSpan.FromHours(1);

    private readonly IAsyncEnumerator<T> items;
    private readonly bool any;
    private readonly string contentType;
    private readonly Func<HttpResponse, IAsyncEnumerable<T>, CancellationToken, Task> write;

    private StreamedLines(
        IAsyncEnumerator<T> items,
        bool any,
        string contentType,
        Func<HttpResponse, IAsyncEnumerable<T>, CancellationToken, Task> write
    )
    {
        this.items = items;
        this.any = any;
        this.contentType = contentType;
        this.write = write;
    }

    public static async Task<IResult> StartAsync(
        IAsyncEnumerable<T> items,
        string contentType,
        Func<HttpResponse, IAsyncEnumerable<T>, CancellationToken, Task> write,
        CancellationToken cancellation
    )
    {
        var enumerator = items.GetAsyncEnumerator(cancellation);
        try
        {
            return new StreamedLines<T>(enumerator, await enumerator.MoveNextAsync(), contentType, write);
        }
        catch
        {
            await enumerator.DisposeAsync();
            throw;
        }
    }

    public static Task<IResult> StartNdjsonAsync(IAsyncEnumerable<T> items, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        StartAsync(
            items,
            MediaTypes.Ndjson,
            async (response, all, ct) =>
            {
                var pending = 0L;
                await foreach (var item in all)
                {
                    var line = JsonSerializer.SerializeToUtf8Bytes(item, type);
                    response.BodyWriter.Write(line);
                    response.BodyWriter.Write("\n"u8);
                    pending += line.Length;
                    if (pending >= FlushAt)
                    {
                        await response.BodyWriter.FlushAsync(ct);
                        pending = 0;
                    }
                }
            },
            cancellation
        );

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        limit.CancelAfter(Longest);
        var cancellation = limit.Token;
        httpContext.Response.ContentType = contentType;
        await using (items)
        {
            try
            {
                await write(
                    httpContext.Response,
                    AllAsync(httpContext.RequestServices?.GetService<BulkPace>(), cancellation),
                    cancellation
                );
                await httpContext.Response.BodyWriter.FlushAsync(cancellation);
            }
            catch (Exception e) when (e is DependencyUnavailableException or OperationCanceledException)
            {
                httpContext.Abort();
            }
        }
    }

    private async IAsyncEnumerable<T> AllAsync(BulkPace? pace, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lines = 0;
        for (var more = any; more; more = await items.MoveNextAsync())
        {
            yield return items.Current;
            if (++lines % BulkPace.LinesBetweenRests == 0 && pace is not null)
            {
                await pace.RestAsync(cancellation);
            }
        }
    }
}
