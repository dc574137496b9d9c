using System.Collections.Concurrent;

namespace OptOut;

/// <summary>
/// Work that nobody waits for: it makes things sooner, and a follow-up makes them sure. Waited for, for a moment, when the host ends.
/// </summary>
public sealed class Background(TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<Task, byte> running = new();

    /// <summary>Starts it. What it throws is counted, not thrown: its follow-up stands.</summary>
    public void Run(Func<Task> work)
    {
        var task = Guarded(work);
        running.TryAdd(task, 0);
        _ = task.ContinueWith(
            ended => running.TryRemove(ended, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(running.Keys).WaitAsync(Timeout, time);
        }
        catch (TimeoutException)
        {
            // What is not done in time is done by the follow-ups.
        }
    }

    private static async Task Guarded(Func<Task> work)
    {
        try
        {
            // The caller does not wait for it.
            await Task.Yield();
            await work();
        }
        catch (Exception)
        {
            Signals.LeftToFollowUp();
        }
    }
}
