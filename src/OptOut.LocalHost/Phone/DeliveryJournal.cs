using System.Collections.Immutable;

namespace OptOut.LocalHost;

/// <summary>How the webhook calls for each inbound message ended, for the page to show; the latest messages only, in memory.</summary>
internal sealed class DeliveryJournal
{
    private const int MaxMessages = 2000;
    private readonly Lock gate = new();
    private readonly Queue<string> order = new();
    private readonly Dictionary<string, ImmutableArray<int>> statuses = new(StringComparer.Ordinal);

    /// <summary>Called after each webhook call.</summary>
    public event EventHandler? Changed;

    /// <summary>Notes one call: the HTTP status that Twilio saw, 0 for none.</summary>
    public void Note(string messageSid, int status)
    {
        lock (gate)
        {
            if (!statuses.TryGetValue(messageSid, out var known))
            {
                order.Enqueue(messageSid);
                known = [];
            }
            statuses[messageSid] = known.Add(status);
            if (order.Count > MaxMessages)
            {
                statuses.Remove(order.Dequeue());
            }
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public ImmutableArray<int> Of(string messageSid)
    {
        lock (gate)
        {
            return statuses.GetValueOrDefault(messageSid, []);
        }
    }
}
