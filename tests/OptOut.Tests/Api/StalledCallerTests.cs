using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>
/// Uploads that send nothing and readers that read nothing are timed out, so that a few of them do not occupy an account's bulk places for
/// ever.
/// </summary>
public sealed class StalledCallerTests
{
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromMilliseconds(50),
        TestTimeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_upload_that_never_goes_on_is_ended_and_its_answer_says_so()
    {
        await using var results = new Spool();
        var run = new ImportRun<object>(null!, Never(), (_, _) => null, dryRun: false, results) { UploadTimeout = ShortTimeout };
        await run.RunAsync(CancellationToken.None).WaitAsync(TestTimeout, TestContext.Current.CancellationToken);
        results.Complete();
        var told = new MemoryStream();
        await results.CopyToAsync(PipeWriter.Create(told), CancellationToken.None);
        var end = JsonNode.Parse(Encoding.UTF8.GetString(told.ToArray()))!;
        Assert.False(end["complete"]!.GetValue<bool>());
        Assert.Contains("too slowly", end["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_never_goes_on_loses_its_connection()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512, useSynchronizationContext: false));
        var (context, lifetime) = (new DefaultHttpContext(), new Lifetime());
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        var answer =
            (StreamedLines<JsonObject>)
                await StreamedLines<JsonObject>.StartNdjsonAsync(Endless(), ApiJson.Default.JsonObject, CancellationToken.None);
        answer.Timeout = ShortTimeout;
        await answer.ExecuteAsync(context).WaitAsync(TestTimeout, TestContext.Current.CancellationToken);
        Assert.True(lifetime.Aborted);
    }

    private static async IAsyncEnumerable<ImportLine<object>> Never([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        yield break;
    }

    private static async IAsyncEnumerable<JsonObject> Endless()
    {
        while (true)
        {
            await Task.Yield();
            yield return new JsonObject { ["recipient"] = new string('x', 1000) };
        }
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool Aborted { get; private set; }

        public void Abort() => Aborted = true;
    }
}
