namespace OptOut;

/// <summary>A message that was sent, as the sender or Twilio's status callback reports it.</summary>
public sealed record ReportedSend
{
    public required Brand Brand { get; init; }
    public Campaign? Campaign { get; init; }
    public required CheckKind Kind { get; init; }
    public required string MessageSid { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public IReadOnlyList<Obligation> Fulfilled { get; init; } = [];
    public string? Sender { get; init; }
    public required string Source { get; init; }

    /// <summary>The messaging service that the sender sent for.</summary>
    public string? MessagingService { get; init; }

    /// <summary>What suspended the brand or the campaign at run time when it was sent (rule 29).</summary>
    public Mark? Suspension { get; init; }

    /// <summary>The decision as the sender brought it back (rule 33).</summary>
    public string? Decision { get; init; }

    /// <summary>
    /// Of a message that waited at Twilio, what its report said, as the ledger has it; null: it was not reported before it went out.
    /// </summary>
    public LedgerEvent? Planned { get; init; }
}
