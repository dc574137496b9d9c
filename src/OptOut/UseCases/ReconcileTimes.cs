namespace OptOut;

/// <summary>How far reconciliation looks. Tests shorten these times.</summary>
public sealed record ReconcileTimes
{
    /// <summary>Between two runs.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What is younger may still be on its way to the webhook, and is left to the next run.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far before the watermark Twilio's log is read again: it may show a message late.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How many messages past the watermark one run looks at, per account; the next run goes on there.</summary>
    public int MaxMessages { get; init; } = 10_000;
}
