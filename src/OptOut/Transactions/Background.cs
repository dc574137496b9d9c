using System.Collections.Concurrent;

namespace OptOut;

/// <summary>
/// Work that no caller waits for. It only makes things happen sooner: a follow-up does them if it fails. The host waits for it briefly when
/// it ends.
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
            // The follow-ups do what is not done in time.
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
