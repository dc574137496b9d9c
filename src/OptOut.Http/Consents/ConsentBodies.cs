using System.ComponentModel.DataAnnotations;

namespace OptOut.Http;

[RequestJson]
public sealed record FrequencyBody([property: Required, Range(1, SendFold.MaxCounted)] int? Max, [property: Required] string? Per);

[RequestJson]
public sealed record ProofBody(
    [property: MaxLength(1000)] string? Reference,
    [property: MaxLength(2000)] string? Uri,
    [property: MaxLength(64)] string? MessageSid
);

[RequestJson]
public sealed record AgeVerifiedBody(
    [property: Required, Range(1, 120)] int? MinimumAge,
    [property: Required, AgeProof] string? Method,
    [property: Required] DateTimeOffset? VerifiedAt
);

[RequestJson]
public sealed record ConsentRequest
{
    [Required]
    public string? Recipient { get; init; }
    public string? Brand { get; init; }

    [RequiredUnless("basis is prior-relationship")]
    public IReadOnlyList<string?>? Campaigns { get; init; }

    [Required, Word<Basis>(except: OptOut.Basis.Conversation)]
    public string? Basis { get; init; }

    [Required, ConsentMethod]
    public string? Method { get; init; }

    /// <summary><c>written</c> or <c>oral</c>; left out, what the method makes it.</summary>
    [Word<ConsentLevel>]
    public string? Level { get; init; }
    public string? Language { get; init; }
    public string? TimeZone { get; init; }

    [Required]
    public DateTimeOffset? ObtainedAt { get; init; }

    [Required, MaxLength(4000)]
    public string? Statement { get; init; }

    [Required]
    public ProofBody? Proof { get; init; }

    /// <summary>A word, or an object of trigger, its reference and its time.</summary>
    public TriggerBody? Trigger { get; init; }
    public bool? NumberProvidedByRecipient { get; init; }
    public AgeVerifiedBody? AgeVerified { get; init; }
    public FrequencyBody? Frequency { get; init; }
    public bool? Reconsent { get; init; }
}

public sealed record ConsentResponse
{
    public required string Id { get; init; }
    public required string Recipient { get; init; }
    public required string Brand { get; init; }
    public required IReadOnlyList<string> Campaigns { get; init; }
    public required Basis Basis { get; init; }
    public required string Status { get; init; }
    public string? Method { get; init; }
    public ConsentLevel? Level { get; init; }
    public DateTimeOffset? ObtainedAt { get; init; }
    public DateTimeOffset? RecordedAt { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? Statement { get; init; }
    public Proof? Proof { get; init; }
    public Trigger? Trigger { get; init; }
    public AgeVerification? AgeVerified { get; init; }
    public Frequency? Frequency { get; init; }
}

public sealed record ConsentList(string Recipient, string Brand, IReadOnlyList<ConsentResponse> Consents);

/// <summary>Why, and by whom, a consent is withdrawn: what is known of it.</summary>
[RequestJson]
public sealed record WithdrawalRequest([property: MaxLength(1000)] string? Reason, [property: MaxLength(200)] string? Actor);
