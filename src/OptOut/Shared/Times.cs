namespace OptOut;

/// <summary>Of two times the one that counts, and how long a pause is.</summary>
internal static class Times
{
    /// <summary>The later one; the second where nothing is known yet.</summary>
    public static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset at) => known > at ? known.Value : at;

    /// <summary>
    /// The latest moment that a stated time can mean: Twilio and many senders state times in whole seconds, and mean some moment of that
    /// second.
    /// </summary>
    public static DateTimeOffset LatestOf(DateTimeOffset stated) =>
        stated.Ticks % TimeSpan.TicksPerSecond == 0 && stated < DateTimeOffset.MaxValue.AddSeconds(-1)
            ? stated.AddTicks(TimeSpan.TicksPerSecond - 1)
            : stated;

    /// <summary>A pause that doubles: the first one after 0 doublings, and never longer than the longest.</summary>
    public static TimeSpan Doubled(TimeSpan first, int doublings, TimeSpan longest)
    {
        var pause = first * Math.Pow(2, Math.Min(doublings, 16));
        return pause < longest ? pause : longest;
    }

    public static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
