using System.Collections.Frozen;

namespace OptOut;

/// <summary>One specific use that a recipient consents to.</summary>
public sealed record Campaign
{
    public required string Id { get; init; }

    /// <summary>What its messages are for.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>What a person is told the program is, in the texts that name it.</summary>
    public string? Description { get; init; }

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

    /// <summary>Off: the sender answers for the hours itself (rule 35).</summary>
    public QuietHours QuietHours { get; init; }

    /// <summary>The only senders that it goes out from; empty: any of the brand's (rule 38).</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>The only countries that it may send to, ISO 3166-1 alpha-2; empty: any (rule 27).</summary>
    public FrozenSet<string> Countries { get; init; } = [];

    /// <summary>
    /// How many messages the call to action promised at most (<c>Max</c>, <c>Per</c>); null: it promised nothing (rule 28).
    /// </summary>
    public Frequency? Promised { get; init; }

    public bool Suspended { get; init; }
}
