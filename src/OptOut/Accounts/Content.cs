using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// What a campaign's messages are about (Twilio Messaging Policy, "Age and Geographic Gating" and "Content We Do Not Allow").
/// </summary>
[JsonConverter(typeof(KebabCase<Content>))]
public enum Content
{
    /// <summary>Nothing that needs an age.</summary>
    General,

    /// <summary>Alcoholic drinks.</summary>
    Alcohol,

    /// <summary>Weapons and ammunition.</summary>
    Firearms,

    /// <summary>Betting, casinos, lotteries.</summary>
    Gambling,

    /// <summary>Tobacco and nicotine.</summary>
    Tobacco,

    /// <summary>Vapes and their liquids.</summary>
    Vape,

    /// <summary>Other adult content.</summary>
    Adult,

    /// <summary>Cannabis, CBD too.</summary>
    Cannabis,

    /// <summary>Prescription medication: offers of it are one thing, notices about it another.</summary>
    Prescription,

    /// <summary>Payday and other high-interest or third-party loans.</summary>
    Loans,

    /// <summary>Collecting for others, debt relief, credit repair.</summary>
    DebtCollection,

    /// <summary>Cryptocurrency.</summary>
    Crypto,

    /// <summary>Leads for others to use.</summary>
    LeadGeneration,

    /// <summary>Simulated phishing and other tests of somebody's attention.</summary>
    SecurityTest,

    /// <summary>What the policy allows nowhere.</summary>
    Prohibited,
}
