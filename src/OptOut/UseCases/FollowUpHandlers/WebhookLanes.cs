namespace OptOut;

/// <summary>
/// Keeps receivers of webhooks from using up the few places in which follow-ups are handled, confirmations among them: a receiver gets two
/// posts at once, all receivers together half of the places, and one that hangs is left in peace for a while and then tried by one post
/// (rule 43). One process knows of its own posts only; each has as many places.
/// </summary>
internal sealed class WebhookLanes(TimeProvider time)
{
    /// <summary>As many as posts at once, of one receiver and of all.</summary>
    private const int OfOne = 2,
        OfAll = 4;

    /// <summary>What fails sooner holds up nobody.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(15),
        LongestRest = TimeSpan.FromMinutes(5);

    /// <summary>A place is looked for again after this.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int taken;

    /// <summary>Takes a place for posts to the receiver; it is given back by <see cref="Leave"/>.</summary>
    /// <param name="url">The receiver.</param>
    /// <returns>Null when there is one; else how long to wait before asking again.</returns>
    public TimeSpan? Enter(string url)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue(url, out var lane))
            {
                lanes[url] = lane = new Lane();
            }

            var left = lane.Hanging == 0 ? TimeSpan.Zero : RestOf(lane) - time.GetElapsedTime(lane.HungAt);
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            if (taken >= OfAll || lane.Taken >= (lane.Hanging > 0 ? 1 : OfOne))
            {
                return Soon;
            }

            lane.Taken++;
            taken++;
            return null;
        }
    }

    /// <summary>Tells how a post to the receiver ended.</summary>
    public void Ended(string url, long began, bool failed)
    {
        lock (gate)
        {
            var lane = lanes[url];
            if (!failed)
            {
                lane.Hanging = 0;
            }
            else if (time.GetElapsedTime(began) >= Slow)
            {
                lane.Hanging++;
                lane.HungAt = time.GetTimestamp();
            }
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(string url)
    {
        lock (gate)
        {
            lanes[url].Taken--;
            taken--;
        }
    }

    private static TimeSpan RestOf(Lane lane)
    {
        var rest = FirstRest * Math.Pow(2, Math.Min(lane.Hanging - 1, 10));
        return rest < LongestRest ? rest : LongestRest;
    }

    private sealed class Lane
    {
        public int Taken { get; set; }

        /// <summary>How many posts hung since the last that was taken.</summary>
        public int Hanging { get; set; }

        public long HungAt { get; set; }
    }
}
