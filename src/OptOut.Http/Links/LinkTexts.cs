using OptOut.Language;

namespace OptOut.Http;

/// <summary>What the recipient's page says in one language; <c>{0}</c> and <c>{1}</c> stand for what each comment names.</summary>
internal sealed record LinkTexts
{
    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>The heading: the brand.</summary>
    public required string Title { get; init; }

    /// <summary>Whose phone it is about: the last two digits.</summary>
    public required string ForNumber { get; init; }

    /// <summary>That nothing has happened yet.</summary>
    public required string Explain { get; init; }

    /// <summary>The button that stops all: the brand.</summary>
    public required string StopAll { get; init; }

    /// <summary>The heading over the campaigns.</summary>
    public required string OnlySome { get; init; }

    /// <summary>A button that stops one campaign: its name.</summary>
    public required string StopOne { get; init; }

    /// <summary>The heading over the frequency.</summary>
    public required string Fewer { get; init; }

    /// <summary>The label of the choice.</summary>
    public required string AtMost { get; init; }

    /// <summary>One message a day, a week, a month.</summary>
    public required string Daily { get; init; }

    public required string Weekly { get; init; }

    public required string Monthly { get; init; }

    /// <summary>The button that keeps the frequency.</summary>
    public required string Save { get; init; }

    /// <summary>The heading after an action.</summary>
    public required string Done { get; init; }

    /// <summary>All is stopped: the brand.</summary>
    public required string StoppedAll { get; init; }

    /// <summary>One campaign is stopped: its name, the brand.</summary>
    public required string StoppedOne { get; init; }

    /// <summary>The frequency is kept: the brand, how often.</summary>
    public required string Saved { get; init; }

    /// <summary>The heading of the page of an unknown link.</summary>
    public required string NowhereTitle { get; init; }

    /// <summary>Why, and what helps.</summary>
    public required string Nowhere { get; init; }

    /// <summary>Too many requests.</summary>
    public required string Busy { get; init; }

    /// <summary>Nothing could be kept.</summary>
    public required string Down { get; init; }

    /// <summary>By language; English comes first.</summary>
    public static readonly IReadOnlyList<LinkTexts> All =
    [
        .. new[] { "en", "es", "fr", "pt", "de" }.Select(language => DataFile.Read<LinkTexts>($"links-{language}.json")),
    ];

    /// <summary>The best of the languages that somebody reads, in the order of their wishes; null where there is none.</summary>
    public static LinkTexts? For(IEnumerable<string?> wishes) =>
        wishes
            .Select(wish =>
                All.FirstOrDefault(t =>
                    wish is not null
                    && (
                        wish.Equals(t.Language, StringComparison.OrdinalIgnoreCase)
                        || wish.StartsWith(t.Language + "-", StringComparison.OrdinalIgnoreCase)
                    )
                )
            )
            .FirstOrDefault(t => t is not null);
}
