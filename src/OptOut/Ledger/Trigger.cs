namespace OptOut;

/// <summary>What a prior relationship began with (rule 19).</summary>
/// <param name="Kind">One of <see cref="ConsentMethods.Triggers"/>.</param>
/// <param name="Reference">The order's, appointment's … own reference.</param>
/// <param name="At">When it was: the relationship expires from then.</param>
public sealed record Trigger(string Kind, string Reference, DateTimeOffset At);
