namespace OptOut;

/// <summary>
/// What is said, and in which language: the keyword's or phrase's where only one language has it, else the recipient's, else the brand's
/// (rule 14).
/// </summary>
public static class Wording
{
    /// <summary>One of <see cref="DefaultTexts.Languages"/>.</summary>
    public static string LanguageOf(RecipientState state, Inbound message, Classification classified) =>
        Known(classified.Language) ?? Known(state.Profile?.Language) ?? message.Brand.Language;

    /// <summary>The brand's texts in that language.</summary>
    public static BrandTexts Of(RecipientState state, Inbound message, Classification classified) =>
        In(message.Brand, LanguageOf(state, message, classified));

    /// <summary>
    /// The confirmation of an opt-out; with <see cref="Brand.Clarification"/>, of several campaigns that a word of theirs can bring back.
    /// </summary>
    public static string OptOut(RecipientState state, Inbound message, Classification classified, DateTimeOffset at)
    {
        var brand = message.Brand;
        var ways = !brand.Clarification
            ? []
            : Coverage
                .CampaignsHeldBefore(state, brand.Id, at)
                .Select(id => brand.Campaigns.GetValueOrDefault(id))
                .OfType<Campaign>()
                .Where(c => c.Keywords.Count > 0)
                .Select(c => (c.Keywords[0], c.Description ?? c.Id))
                .ToArray();
        return ways.Length < 2
            ? Of(state, message, classified).OptOut
            : DefaultTexts.Clarification(LanguageOf(state, message, classified), brand.Name, ways);
    }

    private static BrandTexts In(Brand brand, string language) =>
        brand.OtherTexts.TryGetValue(language, out var texts) ? texts
        : language == brand.Language
            ? new BrandTexts(brand.OptOutText, brand.OptInText, brand.HelpText, DefaultTexts.In(language, brand.Name, null).OptInRequest)
        : DefaultTexts.In(language, brand.Name, null);

    /// <summary>Of a tag such as <c>es-MX</c> the language, where there are texts in it.</summary>
    private static string? Known(string? tag) =>
        tag?.Split('-', '_')[0].ToLowerInvariant() is { } language && DefaultTexts.Languages.TryGetValue(language, out var known)
            ? known
            : null;
}
