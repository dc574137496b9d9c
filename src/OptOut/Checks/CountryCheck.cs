namespace OptOut;

/// <summary>
/// The stage of a check that keeps a campaign to its countries; a number of no known country is in none of them (rule 27).
/// </summary>
internal static class CountryCheck
{
    public static CheckAnswer? Deny(CheckQuestion question, RecipientAddress recipient) =>
        question.Campaign is { Countries: { Count: > 0 } countries }
        && !(NumberRegion.Of(recipient).Country is { } country && countries.Contains(country))
            ? CheckAnswer.Deny(Reason.CountryNotAllowed)
            : null;
}
