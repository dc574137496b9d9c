using System.Collections.Immutable;

namespace OptOut.LocalHost;

/// <summary>How the webhook calls for each inbound message ended, for the page to show; the latest messages only, in memory.</summary>
internal sealed class DeliveryJournal
{
    private const int MaxMessages = 2000;
    private readonly Lock _lock = new();
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, ImmutableArray<int>> _statuses = new(StringComparer.Ordinal);

    /// <summary>Called after each webhook call.</summary>
    public event EventHandler? Changed;

    /// <summary>Notes one call: the HTTP status that Twilio saw, 0 for none.</summary>
    public void Note(string messageSid, int status)
    {
        lock (_lock)
        {
            if (!_statuses.TryGetValue(messageSid, out var known))
            {
                _order.Enqueue(messageSid);
                known = [];
            }
            _statuses[messageSid] = known.Add(status);
            if (_order.Count > MaxMessages)
            {
                _statuses.Remove(_order.Dequeue());
            }
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public ImmutableArray<int> Of(string messageSid)
    {
        lock (_lock)
        {
            return _statuses.GetValueOrDefault(messageSid, []);
        }
    }
}
