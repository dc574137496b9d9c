using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>Streamed answers against readers that are slow, or leave.</summary>
public sealed class StreamedLinesTests : IDisposable
{
    private const int Threshold = 64 * 1024;
    private readonly Pipe pipe = new(
        new PipeOptions(pauseWriterThreshold: Threshold, resumeWriterThreshold: Threshold / 2, useSynchronizationContext: false)
    );
    private readonly Lifetime lifetime = new();
    private readonly DefaultHttpContext context = new();
    private int taken;
    private bool ended;

    public StreamedLinesTests()
    {
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
    }

    [Fact]
    public async Task A_slow_reader_holds_up_the_reading_of_the_store_and_nothing_is_piled_up()
    {
        var running = await StartAsync();
        // Every item is available at once, so it ran until the slow reader stopped it.
        Assert.False(running.IsCompleted);
        var first = taken;
        Assert.InRange(first * LineLength, Threshold, 2 * (Threshold + StreamedLines<JsonObject>.FlushAt));

        // What was written already comes first; then the reading goes on.
        while (Volatile.Read(ref taken) == first)
        {
            var read = await pipe
                .Reader.ReadAsync(TestContext.Current.CancellationToken)
                .AsTask()
                .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        await lifetime.LeaveAsync();
        await running;
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_reading_of_the_store_and_the_connection_is_broken_off()
    {
        var running = await StartAsync();
        await lifetime.LeaveAsync();
        await running;
        Assert.True(ended);
        Assert.True(lifetime.Aborted);
    }

    [Fact]
    public async Task A_store_that_fails_on_the_way_breaks_the_connection_off_so_that_no_part_passes_for_the_whole()
    {
        var answer = await StreamedLines<JsonObject>.StartNdjsonAsync(Failing(), ApiJson.Default.JsonObject, CancellationToken.None);
        await answer.ExecuteAsync(context);
        Assert.True(lifetime.Aborted);
    }

    public void Dispose() => lifetime.Dispose();

    private static int LineLength => Item(0).ToJsonString().Length + 1;

    private async Task<Task> StartAsync() =>
        (
            await StreamedLines<JsonObject>.StartNdjsonAsync(
                Endless(lifetime.RequestAborted),
                ApiJson.Default.JsonObject,
                lifetime.RequestAborted
            )
        ).ExecuteAsync(context);

    private async IAsyncEnumerable<JsonObject> Endless([EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return Item(taken++);
            }
        }
        finally
        {
            await Task.CompletedTask;
            ended = true;
        }
    }

    private static async IAsyncEnumerable<JsonObject> Failing()
    {
        await Task.CompletedTask;
        yield return Item(0);
        throw new DependencyUnavailableException();
    }

    private static JsonObject Item(int number) => new() { ["recipient"] = $"+1415555{number % 10000:D4}" };

    private sealed class Lifetime : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource left = new();

        public bool Aborted { get; private set; }

        public CancellationToken RequestAborted
        {
            get => left.Token;
            set => throw new NotSupportedException();
        }

        public void Abort() => Aborted = true;

        public Task LeaveAsync() => left.CancelAsync();

        public void Dispose() => left.Dispose();
    }
}
