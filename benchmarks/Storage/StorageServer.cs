using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace OptOut.Benchmarks;

/// <summary>
/// Storage that answers as Azure does in one respect: each request after some milliseconds, however many are asked side by side. The
/// emulator answers one after another, and then it is what everybody waits for. It keeps its rows in memory and checks no signature, so
/// it takes little of the processor that it shares with what is measured. A process of its own (<c>serve-storage</c>).
/// </summary>
internal static class StorageServer
{
    /// <summary>What a request to Table or Queue Storage takes from the same region, about.</summary>
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    private const string TableAccount = "/tables/",
        QueueAccount = "/queues/";

    /// <summary>Starts it.</summary>
    public static Task<ServerProcess> StartAsync() =>
        ServerProcess.StartAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "OptOut.Benchmarks.dll"), "serve-storage"],
            // Threads that wait for work sleep at once: spinning would take the processor from what is measured.
            new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" }
        );

    /// <summary>The connection string of one that runs.</summary>
    public static string ConnectionString(ServerProcess storage) =>
        "DefaultEndpointsProtocol=http;AccountName=tables;AccountKey=MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=;"
        + $"TableEndpoint=http://127.0.0.1:{storage.Address.Port}{TableAccount.TrimEnd('/')};"
        + $"QueueEndpoint=http://127.0.0.1:{storage.Address.Port}{QueueAccount.TrimEnd('/')};";

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var tables = new TableRequests();
        var queues = new ConcurrentDictionary<string, MemoryQueue>(StringComparer.Ordinal);
        app.Run(context => AnswerAsync(context, tables, queues));
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext context, TableRequests tables, ConcurrentDictionary<string, MemoryQueue> queues)
    {
        var waited = Task.Delay(Latency);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        await waited;
        // To the letter: the keys of a row stand in its path.
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var (method, query) = (context.Request.Method, context.Request.Query);
        if (path.StartsWith(TableAccount, StringComparison.Ordinal))
        {
            var ifMatch = context.Request.Headers.IfMatch.ToString();
            await tables.AnswerAsync(
                context.Response,
                method,
                path[TableAccount.Length..],
                query,
                ifMatch.Length == 0 ? null : ifMatch,
                body.ToArray()
            );
        }
        else
        {
            var parts = path[QueueAccount.Length..].Split('/', 2);
            await queues
                .GetOrAdd(parts[0], _ => new MemoryQueue())
                .AnswerAsync(context.Response, method, parts.Length > 1 ? parts[1] : "", query, body.ToArray());
        }
    }
}
