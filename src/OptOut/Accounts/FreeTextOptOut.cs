namespace OptOut;

/// <summary>What a plain-language revocation does (rule 7).</summary>
public enum FreeTextOptOut
{
    /// <summary>It is an opt-out like STOP.</summary>
    OptOut,

    /// <summary>It is recorded for a person to look at; nothing is suppressed.</summary>
    Review,

    /// <summary>It is an ordinary message.</summary>
    Off,
}
