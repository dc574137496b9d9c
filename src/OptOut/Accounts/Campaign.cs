namespace OptOut;

/// <summary>One specific use that a recipient consents to.</summary>
public sealed record Campaign
{
    public required string Id { get; init; }
    public Content Content { get; init; }
    public bool Recurring { get; init; }

    /// <summary>The words that consent to this campaign (rule 16).</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>What the person saw before texting a keyword: the statement of that consent.</summary>
    public string? CallToAction { get; init; }

    public bool DoubleOptIn { get; init; }
    public required IsoDuration DoubleOptInWindow { get; init; }
    public required IsoDuration ReconfirmAfter { get; init; }
    public IsoDuration? ReconfirmEvery { get; init; }
    public required IsoDuration RemindEvery { get; init; }
    public required IsoDuration PriorRelationshipWindow { get; init; }
    public bool Suspended { get; init; }
}
