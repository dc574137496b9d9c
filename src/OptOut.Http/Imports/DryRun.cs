namespace OptOut.Http;

/// <summary>
/// The states that a dry run imagines, so that a recipient who stands twice in a file is answered as the real run would. Only the latest
/// are remembered: memory stays constant, and further apart than that the second line is judged by what is kept.
/// </summary>
internal sealed class DryRun
{
    private const int Remembered = 10_000;
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

    public void Keep(RecipientKey key, RecipientState state)
    {
        lock (gate)
        {
            if (states.TryAdd(key, state))
            {
                order.Enqueue(key);
            }

            states[key] = state;
            if (order.Count > Remembered)
            {
                states.Remove(order.Dequeue());
            }
        }
    }
}
