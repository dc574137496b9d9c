namespace OptOut;

/// <summary>A dated opt-out. It holds until something newer than <see cref="LastOptOutAt"/> lifts it.</summary>
/// <param name="Since">The first opt-out since the last lifting.</param>
/// <param name="LastOptOutAt">The newest one (rule 3).</param>
/// <param name="Source">How the first one reached us.</param>
/// <param name="Event">The newest one's ledger event.</param>
/// <param name="LastSource">How the newest one reached us.</param>
/// <param name="OwnWord">The recipient or a provider said it at least once, so no operator may correct it.</param>
/// <param name="RecordedAt">When the newest was written.</param>
/// <param name="Before">The one that was lifted before this began: it still outranks older consents, and stands again if this is
/// corrected.</param>
public sealed record Suppression(
    DateTimeOffset Since,
    DateTimeOffset LastOptOutAt,
    string Source,
    string Event,
    string LastSource,
    bool OwnWord,
    DateTimeOffset RecordedAt,
    string? MessageSid = null,
    string? Keyword = null,
    Suppression? Before = null
);

/// <summary>The first opt-out of a suppression: since when it stands, how it reached us, and its proof.</summary>
public sealed record OptOutOrigin(DateTimeOffset Since, string Source, string? MessageSid = null, string? Keyword = null);
