using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>Why what a send brought back is no proof that it was allowed (rule 33).</summary>
[JsonConverter(typeof(KebabCase<Unchecked>))]
public enum Unchecked
{
    /// <summary>Nothing was brought back, though the account requires it.</summary>
    Missing,

    /// <summary>None of our keys signed it, or it was changed.</summary>
    Forged,
    AnotherRecipient,
    AnotherBrand,
    AnotherCampaign,
    AnotherKind,
    AnotherSender,

    /// <summary>The message went out after the answer had run out, or before it was given.</summary>
    Outdated,

    /// <summary>Another message went out on the same decision.</summary>
    Used,
}
