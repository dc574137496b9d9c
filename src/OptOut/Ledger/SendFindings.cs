namespace OptOut;

/// <summary>What a recorded send is found to be (rules 30 and 33).</summary>
/// <param name="Decision">The answer that it went out on, where it brought a valid one.</param>
/// <param name="Unchecked">Why what it brought is no proof.</param>
/// <param name="Violation">Why it should not have gone out: the reason a check would have denied it for, or <c>unchecked</c>.</param>
/// <param name="Evidence">The ledger events that forbade it.</param>
public sealed record SendFindings(
    SentDecision? Decision = null,
    Unchecked? Unchecked = null,
    string? Violation = null,
    IReadOnlyList<string>? Evidence = null
);
