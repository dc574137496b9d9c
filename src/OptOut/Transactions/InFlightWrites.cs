namespace OptOut;

/// <summary>
/// The changes in flight: they may have their time already but are not written yet. A list that says "as of" must not name a later time
/// than the oldest of them, or a reader who continues from there would miss it.
/// </summary>
internal sealed class InFlightWrites(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly LinkedList<DateTimeOffset> times = [];

    /// <summary>The time of the oldest change in flight; now, when there is none.</summary>
    public DateTimeOffset Oldest
    {
        get
        {
            lock (gate)
            {
                return times.Count == 0 ? time.GetUtcNow() : times.Min();
            }
        }
    }

    public Mark Begin()
    {
        lock (gate)
        {
            // Time and entry together, or a list between the two would overlook this one.
            return new Mark(this, times.AddLast(time.GetUtcNow()));
        }
    }

    /// <summary>One change, in flight until it is disposed.</summary>
    public readonly struct Mark(InFlightWrites owner, LinkedListNode<DateTimeOffset> node) : IDisposable
    {
        public void Dispose()
        {
            lock (owner.gate)
            {
                owner.times.Remove(node);
            }
        }
    }
}
