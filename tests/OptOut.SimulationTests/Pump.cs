namespace OptOut.SimulationTests;

/// <summary>
/// Runs continuations one after another on one thread, in the order they came: with a seed for everything else, a run repeats itself to the
/// letter.
/// </summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> waiting = new();
    private readonly int thread = Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            throw new InvalidOperationException("Work left the simulation's thread, so that its order would be chance.");
        }

        waiting.Enqueue((d, state));
    }

    /// <summary>Runs until everything waits for the world.</summary>
    public void Drain()
    {
        while (waiting.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }
}
