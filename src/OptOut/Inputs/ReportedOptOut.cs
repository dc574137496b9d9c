namespace OptOut;

/// <summary>
/// An opt-out that reached the sender by another way than a text: by phone, e-mail, web, an agent, a provider's list, or an import.
/// </summary>
public sealed record ReportedOptOut
{
    public required Brand Brand { get; init; }
    public required Scope Scope { get; init; }

    /// <summary>Given exactly when <see cref="Scope"/> is the campaign.</summary>
    public string? Campaign { get; init; }

    /// <summary>The sender that a provider blocks.</summary>
    public string? Sender { get; init; }

    public required string Reason { get; init; }
    public required string Source { get; init; }

    /// <summary>Where an imported opt-out was kept before, in the importer's words.</summary>
    public string? Origin { get; init; }

    /// <summary>When the recipient said it; null: now.</summary>
    public DateTimeOffset? At { get; init; }
}
