namespace OptOut;

/// <summary>"May I send this recipient this message now?", valid: the brand and campaign exist.</summary>
public sealed record CheckQuestion
{
    public required Account Account { get; init; }
    public required Brand Brand { get; init; }
    public Campaign? Campaign { get; init; }
    public CheckKind Kind { get; init; }

    /// <summary>One of the brand's senders; null: any of them.</summary>
    public string? Sender { get; init; }

    /// <summary>What this message is about, where it says so itself; the campaign's content counts besides (rule 27).</summary>
    public Content? Content { get; init; }

    /// <summary>
    /// What the message is for: its campaign's purpose, unless it is asked for as informational; null without a campaign.
    /// </summary>
    public Purpose? Purpose =>
        Kind == CheckKind.Informational && Campaign?.Purpose != OptOut.Purpose.Transactional
            ? OptOut.Purpose.Informational
            : Campaign?.Purpose;

    /// <summary>Whether the message advertises. A reply is what the recipient asked for.</summary>
    public bool IsMarketing => Kind != CheckKind.Reply && Purpose == OptOut.Purpose.Marketing;

    /// <summary>The planned time, where it is another than now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What suspends the brand or the campaign at run time; null: nothing does (rule 29).</summary>
    public Mark? Suspension { get; init; }

    /// <summary>The text to be sent, if the sender wants it looked at.</summary>
    public string? Body { get; init; }
}
