namespace OptOut;

/// <summary>
/// The stage of a check that asks how strong the consent is: marketing to calling code 1 needs a written one (rule 37; 47 CFR
/// 64.1200(f)(9), and CTIA's "Messaging Principles and Best Practices", 5.1.1, for the carriers of the whole plan).
/// </summary>
internal static class LevelCheck
{
    public static CheckAnswer? Deny(BrandState brand, CheckQuestion question, RecipientAddress recipient) =>
        question is { Kind: CheckKind.Campaign, IsMarketing: true }
        && brand.Campaign(question.Campaign!.Id).Express is { Level: < ConsentLevel.Written } grant
        && recipient.Value.StartsWith("+1", StringComparison.Ordinal)
            ? CheckAnswer.Deny(Reason.ConsentInsufficient, grant.Event)
            : null;
}
