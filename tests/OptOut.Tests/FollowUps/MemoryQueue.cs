using System.Collections.Concurrent;
using System.Globalization;

namespace OptOut.Tests;

/// <summary>Follow-ups in memory by ticket, and the events that were published; or out of reach.</summary>
internal sealed class MemoryQueue : IFollowUpQueue, IEventPublisher
{
    private int tickets;

    public bool IsDown { get; set; }

    public ConcurrentDictionary<string, (FollowUp FollowUp, TimeSpan Due)> Waiting { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<LedgerEvent> Published { get; } = new();

    public bool HasSubscribers { get; init; } = true;

    public Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation)
    {
        if (IsDown)
        {
            throw new DependencyUnavailableException();
        }

        var ticket = Interlocked.Increment(ref tickets).ToString(CultureInfo.InvariantCulture);
        Waiting[ticket] = (followUp, due);
        return Task.FromResult(ticket);
    }

    public Task CancelAsync(string ticket, CancellationToken cancellation)
    {
        Waiting.TryRemove(ticket, out _);
        return Task.CompletedTask;
    }

    public ConcurrentQueue<byte[]> DeadLetters { get; } = new();

    public Task DeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (IsDown)
        {
            throw new DependencyUnavailableException();
        }

        DeadLetters.Enqueue(body.ToArray());
        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> OldestDueAsync(CancellationToken cancellation) => Task.FromResult(OldestDue);

    public DateTimeOffset? OldestDue { get; init; }

    public Task<bool> HasDeadLettersAsync(CancellationToken cancellation) => Task.FromResult(!DeadLetters.IsEmpty);

    public Task<int> ReviveDeadLettersAsync(CancellationToken cancellation) => Task.FromResult(0);

    public Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation)
    {
        foreach (var happened in events)
        {
            Published.Enqueue(happened);
        }

        return Task.CompletedTask;
    }
}
