using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>The classes of inbound messages.</summary>
[JsonConverter(typeof(KebabCase<Meaning>))]
public enum Meaning
{
    Ordinary,

    /// <summary>From the brand (rule 4).</summary>
    OptOut,

    /// <summary>From the account (rule 4).</summary>
    OptOutAll,
    OptIn,
    Yes,

    /// <summary>A campaign's own keyword.</summary>
    Join,
    Help,

    /// <summary>A plain-language revocation that a person shall look at (rule 7).</summary>
    Review,

    /// <summary>A plain-language revocation that the brand looks for by itself: passed on, but no conversation (rule 7).</summary>
    IgnoredRevocation,

    /// <summary>A phone's reaction, or our own words sent back: nobody said anything (rule 5).</summary>
    Nothing,
}
