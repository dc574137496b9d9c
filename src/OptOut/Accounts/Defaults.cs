namespace OptOut;

/// <summary>What holds where the configuration says nothing (docs/operations.md).</summary>
public static class Defaults
{
    public static readonly IsoDuration Retention = IsoDuration.FromYears(5);

    /// <summary>The shortest retention without <c>Strict</c> off (rule 32).</summary>
    public static readonly IsoDuration RetentionFloor = IsoDuration.FromYears(4);
    public static readonly IsoDuration ConversationWindow = IsoDuration.FromHours(24);
    public static readonly IsoDuration DoubleOptInWindow = IsoDuration.FromHours(24);
    public static readonly IsoDuration ReconfirmAfter = IsoDuration.FromDays(30);
    public static readonly IsoDuration RemindEvery = IsoDuration.FromDays(30);
    public static readonly IsoDuration PriorRelationshipWindow = IsoDuration.FromDays(90);

    /// <summary>How far in the future a reported time may lie: clocks differ (rule 18).</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(2);

    public static string OptOutText(string brand) => $"{brand}: You are unsubscribed and will receive no more messages. Reply START to resubscribe.";

    public static string OptInText(string brand) => $"{brand}: You are subscribed. Reply HELP for help, STOP to unsubscribe.";

    public static string HelpText(string brand, string? contact) =>
        contact is null ? $"{brand}: Reply STOP to unsubscribe, START to resubscribe." : $"{brand}: For help, contact {contact}. Reply STOP to unsubscribe.";
}
