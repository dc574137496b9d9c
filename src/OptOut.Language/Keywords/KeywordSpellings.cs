namespace OptOut.Language;

/// <summary>
/// The spellings of keywords while a table is built, and what is wrong with them: a word has one class, and one campaign at most.
/// </summary>
internal sealed class KeywordSpellings
{
    private readonly Dictionary<string, KeywordMatch> spellings;
    private readonly List<KeywordFault> faults = [];

    /// <param name="known">What is there already stays: the standard keyword and its language.</param>
    public KeywordSpellings(IReadOnlyDictionary<string, KeywordMatch> known) => spellings = new(known, StringComparer.Ordinal);

    /// <summary>Each keyword in one piece and in the parts in which its data spells it.</summary>
    public IReadOnlyDictionary<string, KeywordMatch> All => spellings;

    /// <summary>A fault each, naming the keyword.</summary>
    public IReadOnlyList<KeywordFault> Faults => faults;

    /// <summary>The keywords and button texts of all languages.</summary>
    /// <exception cref="InvalidOperationException">Two of them clash: a mistake in the data.</exception>
    public static KeywordSpellings Standard(IReadOnlyList<LanguageData> languages)
    {
        var standard = new KeywordSpellings(new Dictionary<string, KeywordMatch>(StringComparer.Ordinal));
        foreach (LanguageData data in languages)
        {
            foreach ((KeywordClass keywordClass, IReadOnlyList<string> keywords) in data.Keywords.Concat(data.Buttons))
            {
                standard.Add(keywords, keywordClass, data.Language, campaign: null);
            }
        }

        return standard.faults.Count == 0
            ? standard
            : throw new InvalidOperationException(
                "The standard keywords clash: " + string.Join("; ", standard.faults.Select(fault => fault.What))
            );
    }

    /// <summary>A brand's own keywords of a class.</summary>
    public void AddOfBrand(IReadOnlyList<string> keywords, KeywordClass keywordClass)
    {
        if (keywordClass == KeywordClass.Campaign)
        {
            faults.Add(new(keywordClass, null, 0, "a brand's own keywords cannot be of the class Campaign: give them to the campaign"));
            return;
        }

        Add(keywords, keywordClass, KeywordTable.NoLanguage, campaign: null);
    }

    /// <summary>Keywords of one class and language, and of a campaign where the class is <see cref="KeywordClass.Campaign"/>.</summary>
    public void Add(IReadOnlyList<string> keywords, KeywordClass keywordClass, string language, string? campaign)
    {
        string owner = Owner(keywordClass, campaign);
        foreach ((int index, string keyword) in keywords.Index())
        {
            string inParts = keyword is null ? "" : MessageText.Canonical(keyword);
            if (inParts.Length == 0)
            {
                Refuse(index, $"the keyword '{keyword}' has no letter or digit, or more than {MessageText.MaxKeywordLength}");
                continue;
            }

            string together = Together(inParts);
            bool taken = spellings.TryGetValue(together, out KeywordMatch? other);
            if (taken && (other!.Class != keywordClass || !string.Equals(other.Campaign, campaign, StringComparison.Ordinal)))
            {
                Refuse(index, $"the keyword '{keyword}' is already one of {Owner(other.Class, other.Campaign)}");
                continue;
            }

            KeywordMatch match = other ?? new KeywordMatch(keywordClass, together, language, campaign);
            spellings.TryAdd(together, match);
            spellings.TryAdd(inParts, match);
        }

        void Refuse(int index, string what) => faults.Add(new(keywordClass, campaign, index, $"{owner}: {what}"));
    }

    /// <summary>A keyword in one piece, in its canonical form.</summary>
    public static string Together(string keyword) =>
        MessageText.Canonical(keyword).Replace(" ", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);

    private static string Owner(KeywordClass keywordClass, string? campaign) =>
        campaign is null ? keywordClass.ToString() : $"campaign '{campaign}'";
}
