using System.Diagnostics;
using System.Net;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOut.Azure;
using OptOutFunctions.Tests.Protocol;

namespace OptOutFunctions.Tests;

/// <summary>
/// Stands in for Azure's Functions host, as far as the head can tell: starts the worker and brings it back when it dies, hands it HTTP
/// requests, due queue messages and timers. It does not do what only the real one does, such as rewriting queries (docs/adr/0200).
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private const int MaxDeliveries = 10,
        MaxAtOnce = 16;
    private readonly CancellationTokenSource ending = new();
    private readonly HttpMessageInvoker client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        }
    );
    private readonly List<string> logs = [];
    private readonly Dictionary<string, string?> settings;
    private readonly string? storage;
    private WebApplication app = null!;
    private TaskCompletionSource<WorkerSession> session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task working = Task.CompletedTask;
    private int forwarded;

    private FunctionsHost(Dictionary<string, string?> settings, string? storage) => (this.settings, this.storage) = (settings, storage);

    /// <summary>Where HTTP is taken.</summary>
    public Uri Address { get; private set; } = null!;

    public WorkerProcess Worker { get; private set; } = null!;

    /// <summary>How many requests the worker answered.</summary>
    public int Forwarded => Volatile.Read(ref forwarded);

    /// <summary>Whether what is due in the queue is taken, as it is unless a test says otherwise.</summary>
    public bool TakesFromQueue { get; set; } = true;

    /// <summary>How many workers were started.</summary>
    public int Starts { get; private set; }

    /// <summary>What the workers logged to the host, and wrote to their consoles.</summary>
    public string Output
    {
        get
        {
            lock (logs)
            {
                return string.Join('\n', logs) + '\n' + Worker.Output;
            }
        }
    }

    /// <summary>Starts it; it is up once <see cref="SessionAsync"/> answers.</summary>
    /// <param name="settings">The worker's.</param>
    /// <param name="queue">How the host itself reaches the queue, where that is another way than the worker's.</param>
    public static async Task<FunctionsHost> StartAsync(Dictionary<string, string?> settings, string? queue = null)
    {
        var host = new FunctionsHost(settings, queue ?? settings[FollowUpQueues.Connection]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024;
        });
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(host);
        host.app = builder.Build();
        host.app.MapGrpcService<Rpc>();
        host.app.MapFallback("{**path}", host.ForwardAsync);
        await host.app.StartAsync();
        var addresses = host.app.Urls.ToArray();
        host.Address = new Uri(addresses[0]);
        host.working = Task.WhenAll(host.SuperviseAsync(new Uri(addresses[1])), host.ListenToQueueAsync());
        return host;
    }

    /// <summary>The worker that is up now, or the next one.</summary>
    public async Task<WorkerSession> SessionAsync()
    {
        var current = await session.Task.WaitAsync(TimeSpan.FromSeconds(60), ending.Token);
        try
        {
            await current.Ready.WaitAsync(TimeSpan.FromSeconds(60), ending.Token);
            return current;
        }
        catch (IOException e)
        {
            throw new IOException($"{e.Message}\n{Output}", e);
        }
    }

    /// <summary>A timer comes due.</summary>
    public async Task<Result> FireAsync(string function) =>
        await (await SessionAsync()).InvokeAsync(
            function,
            "timer",
            new Data { Json = """{"Schedule":{"AdjustForDST":true},"IsPastDue":false}""" }
        );

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.DisposeAsync();
        client.Dispose();
        ending.Dispose();
    }

    /// <summary>
    /// As the host does: a worker that ends is started again, three times in a row without having been up, and then no more.
    /// </summary>
    private async Task SuperviseAsync(Uri rpc)
    {
        for (var failed = 0; failed < 3 && !ending.IsCancellationRequested; )
        {
            Worker = WorkerProcess.Start(rpc, settings);
            Starts++;
            await using (Worker)
            {
                await Worker.Ended.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                failed = session.Task.IsCompletedSuccessfully && session.Task.Result.Ready.IsCompletedSuccessfully ? 0 : failed + 1;
                session = new(TaskCreationOptions.RunContinuationsAsynchronously);
                Keep(Worker.Output);
            }
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var worker = await SessionAsync();
        var (id, function) = (Guid.NewGuid().ToString(), FunctionOf(worker, context.Request.Path));
        // The host's own span, which both ways into the worker name.
        var parent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";
        var invocation = worker.InvokeAsync(
            function,
            "request",
            new Data { Http = new Http { Method = context.Request.Method } },
            id,
            parent
        );
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(
                (await worker.Ready).GetLeftPart(UriPartial.Authority)
                    + Target(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget),
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        );
        if (context.Request.ContentLength is not null || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        request.Headers.TryAddWithoutValidation("traceparent", parent);
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key != "traceparent"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        request.Headers.TryAddWithoutValidation("x-ms-invocation-id", id);
        using var answer = await client.SendAsync(request, context.RequestAborted);
        Interlocked.Increment(ref forwarded);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        await invocation;
    }

    /// <summary>As the host does it: in a path, an escaped slash is escaped once more.</summary>
    private static string Target(string raw)
    {
        var parts = raw.Split('?', 2);
        parts[0] = parts[0].Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase);
        return string.Join('?', parts);
    }

    private static string FunctionOf(WorkerSession worker, PathString path)
    {
        var http = worker.Functions.Where(function => function.Binding.GetProperty("type").GetString() == "httpTrigger").ToArray();
        var exact = http.FirstOrDefault(function =>
            path.Equals(new PathString("/" + function.Binding.GetProperty("route").GetString()), StringComparison.OrdinalIgnoreCase)
        );
        return exact.Name ?? (path.StartsWithSegments("/api", StringComparison.Ordinal) ? "SenderApi" : "RecipientPage");
    }

    /// <summary>
    /// As the queue trigger does it: hidden for 10 minutes, deleted when done, shown again when failed, laid aside after ten times.
    /// </summary>
    private async Task ListenToQueueAsync()
    {
        var service = new QueueServiceClient(storage);
        var (queue, poison) = (
            service.GetQueueClient(StorageFollowUpQueue.QueueName),
            service.GetQueueClient(StorageFollowUpQueue.DeadLetterName)
        );
        var running = new List<Task>();
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var worker = await SessionAsync();
                running.RemoveAll(delivery => delivery.IsCompleted);
                QueueMessage[] due =
                    !TakesFromQueue || running.Count > MaxAtOnce - 8
                        ? []
                        : (await queue.ReceiveMessagesAsync(8, TimeSpan.FromMinutes(10), ending.Token)).Value;
                running.AddRange(due.Select(message => DeliverAsync(worker, queue, poison, message)));
                await Task.Delay(due.Length == 0 ? 100 : 0, ending.Token);
            }
            catch (Exception) when (!ending.IsCancellationRequested)
            {
                // The queue is not there yet, or the worker is on its way.
                await Task.Delay(100, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DeliverAsync(WorkerSession worker, QueueClient queue, QueueClient poison, QueueMessage message)
    {
        var result = await worker.InvokeAsync("FollowUp", "body", new Data { Text = message.Body.ToString() });
        if (result.Status == Result.Types.Status.Success)
        {
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, ending.Token);
            return;
        }

        Keep($"{result.Exception?.Message} {result.Exception?.StackTrace}");
        if (message.DequeueCount >= MaxDeliveries)
        {
            await poison.SendMessageAsync(message.Body, cancellationToken: ending.Token);
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, ending.Token);
        }
        else
        {
            await queue.UpdateMessageAsync(
                message.MessageId,
                message.PopReceipt,
                visibilityTimeout: TimeSpan.FromSeconds(1),
                cancellationToken: ending.Token
            );
        }
    }

    private void Keep(string line)
    {
        lock (logs)
        {
            logs.Add(line);
        }
    }

    private sealed class Rpc(FunctionsHost host) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context
        )
        {
            var worker = new WorkerSession(host.Keep);
            host.session.TrySetResult(worker);
            await worker.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
