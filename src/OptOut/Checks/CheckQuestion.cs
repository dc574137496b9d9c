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

    /// <summary>The text to be sent, if the sender wants it looked at.</summary>
    public string? Body { get; init; }
}
