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
/// <param name="Answer">Of a check <c>yes</c> or <c>no</c>; of a message its TwiML.</param>
/// <param name="MessageSid">Of a message.</param>
internal sealed record Operation(
    string Person, string Kind, Effect Effect, long Began, long Ended, bool Acknowledged, string Answer = "", string? MessageSid = null);

/// <summary>An entry of a ledger as history and audit show it.</summary>
internal sealed record Entry(string Id, long Sequence, string Type, string? MessageSid);

/// <summary>What is kept of a person when all has come to rest, as each way of asking tells it.</summary>
internal sealed record Standing(IReadOnlyList<Entry> History, IReadOnlyList<Entry> Audit, bool Suppressed, bool Listed, bool Exported);

/// <summary>All that was done and seen in a run.</summary>
/// <param name="Operations">In no order.</param>
/// <param name="Standings">By person.</param>
/// <param name="Followed">By follower, the people that it was ever shown as suppressed or lifted.</param>
internal sealed record Recording(
    IReadOnlyList<Operation> Operations, IReadOnlyDictionary<string, Standing> Standings, IReadOnlyDictionary<string, IReadOnlySet<string>> Followed);
