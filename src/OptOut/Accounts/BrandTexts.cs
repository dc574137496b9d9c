namespace OptOut;

/// <summary>What a brand says in one language (rule 14). Each names the brand.</summary>
/// <param name="OptOut">The one confirmation after an opt-out.</param>
/// <param name="OptIn">The confirmation after an opt-in; says how to stop.</param>
/// <param name="Help">The answer to HELP; says how to stop.</param>
/// <param name="OptInRequest">The question of a double opt-in.</param>
public sealed record BrandTexts(string OptOut, string OptIn, string Help, string OptInRequest);
