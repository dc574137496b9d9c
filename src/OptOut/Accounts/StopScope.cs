namespace OptOut;

/// <summary>How far a recipient's STOP reaches (rule 4).</summary>
public enum StopScope
{
    /// <summary>The brand that was texted; STOPALL reaches the account.</summary>
    Brand,

    /// <summary>
    /// The account, whichever brand was texted: a revocation by one message then ends all of the caller's, as 47 CFR 64.1200(a)(10) asks
    /// once the FCC's waiver of its "revoke-all" part ends on 2027-01-31.
    /// </summary>
    Account,
}
