using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>What a message's text lacks, or must not hold (rule 26).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingType>))]
public enum FindingType
{
    /// <summary>The brand's name is not in the text (policy, "Identifying Yourself as the Sender").</summary>
    [JsonStringEnumMemberName("missing-sender-identification")]
    MissingSenderIdentification,

    /// <summary>No standard opt-out language such as "Reply STOP to unsubscribe" (policy, "Opt-out").</summary>
    [JsonStringEnumMemberName("missing-opt-out-language")]
    MissingOptOutLanguage,

    /// <summary>Nobody can answer the sender, and there is no link to stop by (rule 25).</summary>
    [JsonStringEnumMemberName("missing-opt-out-means")]
    MissingOptOutMeans,

    /// <summary>Opt-out words written so that a filter misses them (policy, "Attempts to Evade Opt-Outs or Filters").</summary>
    [JsonStringEnumMemberName("non-standard-opt-out-phrase")]
    NonStandardOptOutPhrase,

    /// <summary>The consent is old, and the text does not reconfirm it (rule 21).</summary>
    [JsonStringEnumMemberName("missing-reconfirmation")]
    MissingReconfirmation,

    /// <summary>A link of a shortener that everybody uses: carriers filter those.</summary>
    [JsonStringEnumMemberName("public-url-shortener")]
    PublicUrlShortener,

    /// <summary>A link to a host that is not among the brand's <c>Domains</c>.</summary>
    [JsonStringEnumMemberName("link-outside-brand")]
    LinkOutsideBrand,

    /// <summary>The text asks for an opt-out keyword, or a YES, as an answer to something else. Advice: it does not deny.</summary>
    [JsonStringEnumMemberName("ambiguous-keyword")]
    AmbiguousKeyword,
}

/// <summary>One finding with the span it means, in UTF-16 units of the body as given.</summary>
/// <param name="Type">What is wrong.</param>
/// <param name="Start">Where it starts. What is missing belongs at the end of the body.</param>
/// <param name="Length">How long it is; 0 for what is missing.</param>
/// <param name="Text">The text of the span; null for what is missing.</param>
public sealed record Finding(FindingType Type, int Start, int Length, string? Text)
{
    /// <summary>It is told, and does not deny (rule 26).</summary>
    [JsonIgnore]
    public bool IsAdvice => Type == FindingType.AmbiguousKeyword;
}
