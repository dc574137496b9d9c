using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOutFunctions.Tests;
using OptOutFunctions.Tests.Protocol;

namespace OptOut.Benchmarks;

/// <summary>
/// Starts a worker as the Functions host does, hands it one HTTP request as soon as its functions are loaded, and ends it. The clock runs
/// from the start of the process. Speaking the host's protocol is the tests' code.
/// </summary>
internal sealed class ColdHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false });
    private TaskCompletionSource<WorkerSession> session = new();
    private ConcurrentDictionary<StreamingMessage.ContentOneofCase, double> marks = [];
    private string folder = "";
    private long started;

    private ColdHost(WebApplication app) => this.app = app;

    public static async Task<ColdHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, at => at.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        ColdHost? host = null;
        builder.Services.AddSingleton(_ => host!);
        host = new ColdHost(builder.Build());
        host.app.MapGrpcService<Rpc>();
        await host.app.StartAsync();
        return host;
    }

    /// <summary>One start.</summary>
    /// <param name="worker">The worker's program, published.</param>
    /// <param name="settings">Its environment.</param>
    /// <param name="function">The function that the request is for.</param>
    /// <param name="request">Makes the request; its address is a path.</param>
    /// <exception cref="InvalidOperationException">The worker did not start, or did not answer 200.</exception>
    public async Task<ColdStartTimes> RunAsync(
        string worker,
        IEnumerable<KeyValuePair<string, string?>> settings,
        string function,
        Func<HttpRequestMessage> request
    )
    {
        (session, marks, folder) = (new(TaskCreationOptions.RunContinuationsAsynchronously), [], Path.GetDirectoryName(worker)!);
        started = Stopwatch.GetTimestamp();
        await using var process = WorkerProcess.Start(new Uri(app.Urls.Single()), settings, worker);
        try
        {
            var current = await session.Task.WaitAsync(TimeSpan.FromSeconds(60));
            var http = await current.Ready.WaitAsync(TimeSpan.FromSeconds(60));
            var loaded = Elapsed;
            var id = Guid.NewGuid().ToString();
            var invoked = current.InvokeAsync(function, "request", new Data { Http = new() { Method = "POST" } }, id);
            using var answer = await SendAsync(request, http, id);
            var body = await answer.Content.ReadAsStringAsync();
            var answered = Elapsed;
            if (answer.StatusCode != HttpStatusCode.OK || body.Length == 0)
            {
                throw new InvalidOperationException($"The worker answered {(int)answer.StatusCode}: {body}");
            }

            await invoked;
            return new(
                marks[StreamingMessage.ContentOneofCase.StartStream],
                marks[StreamingMessage.ContentOneofCase.MetadataResponse],
                loaded,
                answered,
                process.ProcessorTime.TotalMilliseconds
            );
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            throw new InvalidOperationException($"The worker did not start: {process.Output}", e);
        }
    }

    /// <summary>As the host does it: a worker tells where it takes HTTP before it does, and is tried again until then.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, Uri http, string id)
    {
        for (var tries = 0; ; tries++)
        {
            using var request = make();
            request.RequestUri = new Uri(http, request.RequestUri!);
            request.Headers.TryAddWithoutValidation("x-ms-invocation-id", id);
            try
            {
                return await client.SendAsync(request, CancellationToken.None);
            }
            catch (HttpRequestException) when (tries < 2_000)
            {
                await Task.Delay(5);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    private double Elapsed => Stopwatch.GetElapsedTime(started).TotalMilliseconds;

    private sealed class Rpc(ColdHost host) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context
        )
        {
            var marks = host.marks;
            var worker = new WorkerSession(_ => { }, host.folder, message => marks.TryAdd(message, host.Elapsed));
            host.session.TrySetResult(worker);
            await worker.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}

/// <summary>Milliseconds from the start of a worker's process.</summary>
/// <param name="Stream">Its runtime is up, its configuration read, its services built, its HTTP server listening: it called the host.</param>
/// <param name="Functions">It told its functions.</param>
/// <param name="Loaded">They are loaded: it can be invoked.</param>
/// <param name="Answered">The first request was answered.</param>
/// <param name="Cpu">Not a moment: the processor time that it took until then.</param>
internal sealed record ColdStartTimes(double Stream, double Functions, double Loaded, double Answered, double Cpu);
