namespace OptOut.IntegrationTests;

/// <summary>What an operation does to a person's standing.</summary>
internal enum Effect
{
    /// <summary>It asks or repeats.</summary>
    None,

    /// <summary>Afterwards an opt-out stands.</summary>
    Closes,

    /// <summary>Afterwards something may be allowed again.</summary>
    Opens,
}

/// <summary>One operation, with the times between which it took effect.</summary>
/// <param name="Kind">What was asked: <c>STOP</c>, <c>check</c>, <c>consent</c> …</param>
/// <param name="Began">Before the request was sent.</param>
/// <param name="Ended">After its answer was there.</param>
/// <param name="Acknowledged">The host answered that it took it.</param>
/// <param name="Answer">Of a check <c>yes</c> or <c>no</c>; of a message its TwiML; of a consent its id.</param>
/// <param name="MessageSid">Of a message, and of a send.</param>
internal sealed record Operation(
    string Person,
    string Kind,
    Effect Effect,
    long Began,
    long Ended,
    bool Acknowledged,
    string Answer = "",
    string? MessageSid = null
)
{
    /// <summary>No answer came, or one that does not say: it may have been done, or be done later.</summary>
    public bool IsUnknown { get; init; }
}

/// <summary>An entry of a ledger as history and audit show it.</summary>
internal sealed record Entry(string Id, long Sequence, string Type, string? MessageSid);

/// <summary>What is kept of a person when all has come to rest, as each way of asking tells it.</summary>
/// <param name="Listed">Suppressed, by the list in pages.</param>
/// <param name="Exported">Suppressed, by the list as one file.</param>
/// <param name="Phone">The texts that reached the phone.</param>
internal sealed record Standing(
    IReadOnlyList<Entry> History,
    IReadOnlyList<Entry> Audit,
    bool Suppressed,
    bool Listed,
    bool Exported,
    IReadOnlyList<string> Phone
);

/// <summary>All that was done and seen in a run.</summary>
/// <param name="Operations">In no order.</param>
/// <param name="Standings">By person.</param>
/// <param name="Followed">By follower, the people that it was ever shown as suppressed or lifted.</param>
internal sealed record Recording(
    IReadOnlyList<Operation> Operations,
    IReadOnlyDictionary<string, Standing> Standings,
    IReadOnlyDictionary<string, IReadOnlySet<string>> Followed
)
{
    /// <summary>
    /// Hosts were killed, or storage was out of reach: what was acknowledged may be done by a follow-up, and a confirmation may be
    /// overtaken.
    /// </summary>
    public bool HadFaults { get; init; }
}
