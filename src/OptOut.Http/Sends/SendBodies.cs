using System.ComponentModel.DataAnnotations;

namespace OptOut.Http;

[RequestJson]
public sealed record SendRequest
{
    [Required]
    public string? Recipient { get; init; }
    public string? Brand { get; init; }
    public string? Campaign { get; init; }

    [Required, Word<CheckKind>]
    public string? Kind { get; init; }
    public string? Sender { get; init; }

    [Required, MaxLength(64)]
    public string? MessageSid { get; init; }

    [RequiredUnless("status is scheduled")]
    public DateTimeOffset? SentAt { get; init; }
    public IReadOnlyList<string?>? Fulfilled { get; init; }

    [MaxLength(4000)]
    public string? Decision { get; init; }

    /// <summary>
    /// <c>scheduled</c> for a message that Twilio keeps until <see cref="SendAt"/>; <c>sent</c>, or left out, for one that went out.
    /// </summary>
    [Word<SendStatus>]
    public string? Status { get; init; }
    public DateTimeOffset? SendAt { get; init; }
}

/// <summary>What became of a send that is reported.</summary>
public enum SendStatus
{
    Sent,
    Scheduled,
}
