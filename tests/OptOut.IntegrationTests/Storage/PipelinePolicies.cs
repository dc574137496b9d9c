using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OptOut.IntegrationTests;

/// <summary>Records the requests that go to storage: their number is what a check or a STOP costs.</summary>
/// <param name="of">What they go to, for <see cref="Named"/>.</param>
internal sealed class RecordedRequests(string of = "table") : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentQueue<string> methods = new();

    /// <summary>The methods in the order of sending; a transaction is one <c>POST</c>.</summary>
    public IReadOnlyList<string> Methods => [.. methods];

    /// <summary>The methods, each with what it goes to.</summary>
    public IEnumerable<string> Named => Methods.Select(method => $"{method} {of}");

    public void Clear() => methods.Clear();

    public override void OnSendingRequest(HttpMessage message) => methods.Enqueue(message.Request.Method.Method);
}

/// <summary>Loses answers: the request reached storage and took effect, and the caller never hears of it.</summary>
/// <param name="lose">Which answers.</param>
internal sealed class LostAnswers(Func<global::Azure.Core.Request, bool> lose) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Our store only asks asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (lose(message.Request))
        {
            throw new IOException("The answer was lost.");
        }
    }
}

/// <summary>Cuts the way to storage after some more writes, as a crash does.</summary>
internal sealed class CutOff : HttpPipelineSynchronousPolicy
{
    private int left = int.MaxValue;

    public void After(int writes) => left = writes;

    public void Never() => left = int.MaxValue;

    public override void OnSendingRequest(HttpMessage message)
    {
        if (left != int.MaxValue && message.Request.Method != RequestMethod.Get && Interlocked.Decrement(ref left) < 0)
        {
            throw new IOException("The way to storage is cut.");
        }
    }
}
