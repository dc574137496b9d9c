namespace OptOut.Http;

/// <summary>
/// The states after the lines of a dry run, so that a second line of the same recipient gets the answer of a real run. Only the latest
/// states are remembered, to keep memory constant: a recipient whose lines are further apart is judged by the stored state.
/// </summary>
internal sealed class DryRun
{
    private const int MaxStates = 10_000;
    private readonly Dictionary<RecipientKey, RecipientState> states = [];
    private readonly Queue<RecipientKey> order = [];
    private readonly Lock gate = new();

    public RecipientState? Find(RecipientKey key)
    {
        lock (gate)
        {
            return states.GetValueOrDefault(key);
        }
    }

    public void Set(RecipientKey key, RecipientState state)
    {
        lock (gate)
        {
            if (states.TryAdd(key, state))
            {
                order.Enqueue(key);
            }

            states[key] = state;
            if (order.Count > MaxStates)
            {
                states.Remove(order.Dequeue());
            }
        }
    }
}
