namespace OptOut;

/// <summary>Which of an account's recipients to walk over: those that an opt-out was ever recorded for.</summary>
/// <param name="From">The <see cref="ListedRecipient.Position"/> to start at, that recipient included; null: at the first.</param>
/// <param name="ChangedSince">Leaves out those that nothing was recorded for since then.</param>
/// <param name="Expected">How many the caller means to take; null: all of them, read side by side.</param>
public sealed record Listing(string? From = null, DateTimeOffset? ChangedSince = null, int? Expected = null);

/// <summary>One recipient of a walk over an account.</summary>
/// <param name="Position">Where it stands in the store's order, which never changes.</param>
public sealed record ListedRecipient(RecipientState State, string Position);
