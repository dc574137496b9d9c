namespace OptOut;

/// <summary>A place held for a message that a worker is about to send (rule 28).</summary>
/// <param name="Until">When the place is given up if no send was recorded: five minutes after it was asked for.</param>
public sealed record Reservation(string Brand, string? Campaign, CheckKind Kind, DateTimeOffset Until)
{
    /// <summary>
    /// How many places are held for one recipient at a time, whatever brands and campaigns ask: more messages within five minutes than
    /// anybody sends to one person, and few enough for the row that they lie in.
    /// </summary>
    public const int MaxPerRecipient = 100;

    /// <summary>How long a place is held.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);
}
