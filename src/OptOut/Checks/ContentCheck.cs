namespace OptOut;

/// <summary>The stage of a check that looks at what the campaign is about and at the recipient's age (rule 27).</summary>
internal static class ContentCheck
{
    /// <summary>The age verification that an allowed message of gated content rests on.</summary>
    public static string? Evidence(BrandState brand, CheckQuestion question) =>
        question.Campaign is null or { Content: Content.General } ? null : brand.AgeEvent;

    public static CheckAnswer? Deny(BrandState brand, CheckQuestion question, RecipientAddress recipient)
    {
        if (question.Campaign is null)
        {
            return null;
        }

        return ContentRules.Decide(question.Campaign.Content, recipient, brand.Age?.MinimumAge).Outcome switch
        {
            ContentOutcome.Prohibited => CheckAnswer.Deny(Reason.ContentProhibited),
            ContentOutcome.AgeNotVerified => CheckAnswer.Deny(Reason.AgeNotVerified, brand.AgeEvent),
            _ => null,
        };
    }
}
