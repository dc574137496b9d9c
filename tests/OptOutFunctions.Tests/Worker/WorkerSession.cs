using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Grpc.Core;
using OptOutFunctions.Tests.Protocol;

namespace OptOutFunctions.Tests;

/// <summary>One worker's stream: it is greeted, asked for its functions, given them to load, and then invoked.</summary>
internal sealed class WorkerSession
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Result>> running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Uri> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string> log;
    private readonly string folder;
    private readonly Action<StreamingMessage.ContentOneofCase> seen;
    private Uri? http;
    private int toLoad;

    /// <param name="log">What the worker logs to its host.</param>
    /// <param name="folder">The worker's; the head's as these tests' configuration built it where it is null.</param>
    /// <param name="seen">Told of each message of the worker's before it is taken.</param>
    public WorkerSession(Action<string> log, string? folder = null, Action<StreamingMessage.ContentOneofCase>? seen = null) =>
        (this.log, this.folder, this.seen) = (log, folder ?? WorkerProcess.Directory, seen ?? (_ => { }));

    /// <summary>Where the worker listens for HTTP, once every function is loaded.</summary>
    public Task<Uri> Ready => ready.Task;

    /// <summary>The functions' names and raw bindings, as the worker tells them.</summary>
    public IReadOnlyList<(string Name, JsonElement Binding)> Functions { get; private set; } = [];

    /// <summary>Runs until the worker ends the stream or dies.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> fromWorker,
        IServerStreamWriter<StreamingMessage> toWorker,
        CancellationToken cancellation
    )
    {
        var sending = SendAsync(toWorker, cancellation);
        try
        {
            await foreach (var message in fromWorker.ReadAllAsync(cancellation))
            {
                Take(message);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or RpcException)
        {
            // The worker is gone.
        }
        catch (Exception e)
        {
            ready.TrySetException(new IOException($"The worker says what this host does not understand: {e}"));
        }
        finally
        {
            outgoing.Writer.TryComplete();
            ready.TrySetException(new IOException("The worker ended before its functions were loaded."));
            foreach (var waiting in running.Values)
            {
                waiting.TrySetException(new IOException("The worker ended while it ran this."));
            }

            await sending;
        }
    }

    /// <summary>Invokes a function with one input and says whether it succeeded.</summary>
    public async Task<Result> InvokeAsync(
        string function,
        string parameter,
        Data input,
        string? invocationId = null,
        string? traceParent = null
    )
    {
        var id = invocationId ?? Guid.NewGuid().ToString();
        var end = running[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new InvocationRequest
        {
            InvocationId = id,
            FunctionId = ids[function],
            TraceContext = new() { TraceParent = traceParent ?? "" },
        };
        request.Input.Add(new Parameter { Name = parameter, Data = input });
        outgoing.Writer.TryWrite(new StreamingMessage { InvocationRequest = request });
        try
        {
            return await end.Task;
        }
        finally
        {
            running.TryRemove(id, out _);
        }
    }

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(cancellation))
            {
                await toWorker.WriteAsync(message, cancellation);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or RpcException or InvalidOperationException)
        {
            // The worker is gone.
        }
    }

    private void Take(StreamingMessage message)
    {
        seen(message.ContentCase);
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                var init = new InitRequest { HostVersion = "4.0.0.0", FunctionAppDirectory = folder };
                init.Capabilities["HandlesWorkerTerminateMessage"] = "true";
                outgoing.Writer.TryWrite(new StreamingMessage { InitRequest = init });
                break;
            case StreamingMessage.ContentOneofCase.InitResponse:
                http = new Uri(message.InitResponse.Capabilities["HttpUri"]);
                outgoing.Writer.TryWrite(new StreamingMessage { MetadataRequest = new() { FunctionAppDirectory = folder } });
                break;
            case StreamingMessage.ContentOneofCase.MetadataResponse:
                Load(message.MetadataResponse);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                if (message.FunctionLoadResponse.Result.Status != Result.Types.Status.Success)
                {
                    ready.TrySetException(new InvalidOperationException(message.FunctionLoadResponse.Result.Exception?.Message));
                }
                else if (Interlocked.Decrement(ref toLoad) == 0)
                {
                    ready.TrySetResult(http!);
                }

                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (running.TryGetValue(message.InvocationResponse.InvocationId, out var waiting))
                {
                    waiting.TrySetResult(message.InvocationResponse.Result);
                }

                break;
            case StreamingMessage.ContentOneofCase.Log:
                log($"{message.Log.Category}: {message.Log.Message} {message.Log.Exception?.Message}");
                break;
        }
    }

    private static JsonElement Parse(string binding) => JsonDocument.Parse(binding).RootElement;

    private static bool IsTrigger(JsonElement binding) =>
        binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    private void Load(MetadataResponse metadata)
    {
        Functions = [.. metadata.Functions.Select(function => (function.Name, function.RawBindings.Select(Parse).Single(IsTrigger)))];
        toLoad = metadata.Functions.Count;
        foreach (var function in metadata.Functions)
        {
            var id = ids[function.Name] = string.IsNullOrEmpty(function.FunctionId) ? Guid.NewGuid().ToString() : function.FunctionId;
            foreach (var raw in function.RawBindings)
            {
                var binding = Parse(raw);
                function.Bindings[binding.GetProperty("name").GetString()!] = new Binding
                {
                    Type = binding.GetProperty("type").GetString(),
                    Direction = Enum.Parse<Binding.Types.Direction>(binding.GetProperty("direction").GetString()!, ignoreCase: true),
                };
            }

            function.FunctionId = id;
            outgoing.Writer.TryWrite(
                new StreamingMessage
                {
                    FunctionLoadRequest = new() { FunctionId = id, Metadata = function },
                }
            );
        }
    }
}
