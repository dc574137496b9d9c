namespace OptOut;

/// <summary>What holds where the configuration says nothing (docs/operations.md).</summary>
public static class Defaults
{
    public static readonly IsoDuration Retention = IsoDuration.FromYears(5);

    /// <summary>The shortest retention without <c>Strict</c> off (rule 32).</summary>
    public static readonly IsoDuration RetentionFloor = IsoDuration.FromYears(4);
    public static readonly IsoDuration ConversationWindow = IsoDuration.FromHours(24);

    /// <summary>
    /// The time in which one message is presumed to be the confirmation that a revocation allows (47 CFR 64.1200(a)(12)).
    /// </summary>
    public static readonly IsoDuration ConfirmWithin = IsoDuration.FromMinutes(5);

    /// <summary>A revocation is to be honoured within ten business days (47 CFR 64.1200(a)(10)).</summary>
    public static readonly IsoDuration ReviewWithin = IsoDuration.FromDays(10);
    public static readonly IsoDuration DoubleOptInWindow = IsoDuration.FromHours(24);
    public static readonly IsoDuration ReconfirmAfter = IsoDuration.FromDays(30);
    public static readonly IsoDuration RemindEvery = IsoDuration.FromDays(30);
    public static readonly IsoDuration PriorRelationshipWindow = IsoDuration.FromDays(90);

    /// <summary>How far in the future a reported time may lie: clocks differ (rule 18).</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(2);
}
