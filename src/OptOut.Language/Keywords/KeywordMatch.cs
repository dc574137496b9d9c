namespace OptOut.Language;

/// <summary>What a keyword asks for (Twilio Messaging Policy, "Consent Revocation"; rules 4, 13 to 16).</summary>
public enum KeywordClass
{
    /// <summary>Suppresses the brand (STOP).</summary>
    OptOut,

    /// <summary>Suppresses the account (STOPALL).</summary>
    OptOutAll,

    /// <summary>Lifts the brand's suppression (START, UNSTOP).</summary>
    OptIn,

    /// <summary>YES: confirms a double opt-in, or opts in, or says nothing (rule 15).</summary>
    Yes,

    /// <summary>Asks for the help text (HELP, INFO).</summary>
    Help,

    /// <summary>Consents to one campaign (its own keywords: JOIN …).</summary>
    Campaign,
}

/// <summary>A message that is a keyword.</summary>
/// <param name="Class">What it asks for.</param>
/// <param name="Keyword">The keyword in canonical form, written together: <c>STOP</c>, <c>OPTOUT</c>.</param>
/// <param name="Language">BCP 47 language of the keyword's data file; <c>und</c> for a brand's or campaign's own.</param>
/// <param name="Campaign">The campaign's id; only with <see cref="KeywordClass.Campaign"/>.</param>
public sealed record KeywordMatch(KeywordClass Class, string Keyword, string Language, string? Campaign);

/// <summary>A keyword that cannot be one.</summary>
/// <param name="Class">The class it was given to.</param>
/// <param name="Campaign">The campaign it was given to; only with <see cref="KeywordClass.Campaign"/>.</param>
/// <param name="Index">Where it stands in the list of that class or campaign.</param>
/// <param name="What">The fault in a sentence.</param>
public sealed record KeywordFault(KeywordClass Class, string? Campaign, int Index, string What);
