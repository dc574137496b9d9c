namespace OptOut;

/// <summary>Of two times, the one that counts.</summary>
internal static class Moment
{
    /// <summary>The later one; the second where nothing is known yet.</summary>
    public static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset at) => known > at ? known.Value : at;

    public static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
