using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>What a person, or the end of the time for it, made of a message that was to be reviewed (rule 39).</summary>
[JsonConverter(typeof(KebabCase<ReviewDecision>))]
public enum ReviewDecision
{
    /// <summary>The recipient wants no more messages, as of the message.</summary>
    OptOut,

    /// <summary>It was no revocation.</summary>
    Ordinary,
}
