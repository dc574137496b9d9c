namespace OptOut;

/// <summary>A consent that a sender reports, its fields already checked.</summary>
public sealed record ReportedConsent
{
    public required Brand Brand { get; init; }

    /// <summary>Empty only for a prior relationship that covers the whole brand's informational messages.</summary>
    public required IReadOnlyList<Campaign> Campaigns { get; init; }

    public required Basis Basis { get; init; }
    public required string Method { get; init; }

    /// <summary>How strong it is, where the sender says so; else the method tells (rule 37).</summary>
    public ConsentLevel? Level { get; init; }

    /// <summary>The language that the person reads, where stated.</summary>
    public string? Language { get; init; }

    /// <summary>The person's time zone, an IANA name, where stated.</summary>
    public string? TimeZone { get; init; }
    public required DateTimeOffset ObtainedAt { get; init; }
    public required string Statement { get; init; }
    public required Proof Proof { get; init; }
    public Trigger? Trigger { get; init; }
    public AgeVerification? AgeVerified { get; init; }
    public Frequency? Frequency { get; init; }

    /// <summary>The recipient consented again after an opt-out, and the sender says so.</summary>
    public bool Reconsent { get; init; }

    /// <summary><see cref="Sources.Api"/> or <see cref="Sources.Import"/>.</summary>
    public string Source { get; init; } = Sources.Api;
}
