using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OptOut.Testing;

/// <summary>Takes what a host exports by OTLP over HTTP. Strings stand in protobuf as they are, so the bytes are read as text.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> received = new(StringComparer.Ordinal);

    private Collector(WebApplication app) => this.app = app;

    /// <summary>What a host needs to export here, soon after it happens.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = app.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        };

    public string Traces => Received("traces");

    public string Metrics => Received("metrics");

    public string Logs => Received("logs");

    /// <summary>Each export of a kind (<c>traces</c>, <c>metrics</c>, <c>logs</c>) as it came.</summary>
    public IReadOnlyList<byte[]> Exports(string kind) => received.TryGetValue(kind, out var exports) ? [.. exports] : [];

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = new Collector(builder.Build());
        collector.app.MapPost("/v1/{kind}", collector.TakeAsync);
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(string kind, HttpRequest request)
    {
        var zipped = request.Headers.ContentEncoding.Contains("gzip", StringComparer.Ordinal);
        using var bytes = new MemoryStream();
        await using var body = zipped ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        await body.CopyToAsync(bytes);
        received.GetOrAdd(kind, _ => new ConcurrentQueue<byte[]>()).Enqueue(bytes.ToArray());
        return Results.Bytes([], "application/x-protobuf");
    }

    private string Received(string kind) => string.Join('\n', Exports(kind).Select(Encoding.Latin1.GetString));
}
