namespace OptOut;

/// <summary>
/// Keeps receivers of webhooks from using up the few places in which follow-ups are handled, confirmations among them: a receiver gets two
/// posts at once, all receivers together half of the places, and one that hangs gets no post for a while and is then tried by a single one
/// (rule 43). One process knows of its own posts only; each has as many places.
/// </summary>
internal sealed class WebhookLimiter(TimeProvider time)
{
    /// <summary>How many posts may be in flight at once, to one receiver and to all.</summary>
    private const int MaxPerReceiver = 2,
        MaxInFlight = 4;

    /// <summary>A post that fails sooner than this does not count as hanging: it occupied its place for a moment only.</summary>
    private static readonly TimeSpan HangsAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinBackoff = TimeSpan.FromSeconds(15),
        MaxBackoff = TimeSpan.FromMinutes(5);

    /// <summary>How long a follow-up waits when no place is free.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, Receiver> receivers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int inFlight;

    /// <summary>Takes a place for posts to the receiver; it is given back by <see cref="Leave"/>.</summary>
    /// <param name="url">The receiver.</param>
    /// <returns>Null when there is one; else how long to wait before asking again.</returns>
    public TimeSpan? Enter(string url)
    {
        lock (gate)
        {
            if (!receivers.TryGetValue(url, out var receiver))
            {
                receivers[url] = receiver = new Receiver();
            }

            var left = receiver.Hanging == 0 ? TimeSpan.Zero : BackoffOf(receiver) - time.GetElapsedTime(receiver.LastHungAt);
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            if (inFlight >= MaxInFlight || receiver.InFlight >= (receiver.Hanging > 0 ? 1 : MaxPerReceiver))
            {
                return RetryAfter;
            }

            receiver.InFlight++;
            inFlight++;
            return null;
        }
    }

    /// <summary>Tells how a post to the receiver ended.</summary>
    public void Ended(string url, long began, bool failed)
    {
        lock (gate)
        {
            var receiver = receivers[url];
            if (!failed)
            {
                receiver.Hanging = 0;
            }
            else if (time.GetElapsedTime(began) >= HangsAfter)
            {
                receiver.Hanging++;
                receiver.LastHungAt = time.GetTimestamp();
            }
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(string url)
    {
        lock (gate)
        {
            receivers[url].InFlight--;
            inFlight--;
        }
    }

    private static TimeSpan BackoffOf(Receiver receiver) => Times.Doubled(MinBackoff, receiver.Hanging - 1, MaxBackoff);

    private sealed class Receiver
    {
        public int InFlight { get; set; }

        /// <summary>How many posts hung since the last that was accepted.</summary>
        public int Hanging { get; set; }

        public long LastHungAt { get; set; }
    }
}
