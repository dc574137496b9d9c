namespace OptOut;

/// <summary>What a campaign's messages are about (Twilio Messaging Policy, "Age and Geographic Gating" and "Content We Do Not Allow").</summary>
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

    /// <summary>Tobacco, nicotine and vaping.</summary>
    Tobacco,

    /// <summary>Other adult content.</summary>
    Adult,

    /// <summary>Cannabis, CBD too: never to US numbers.</summary>
    Cannabis,

    /// <summary>Offers of prescription medication: never to US numbers.</summary>
    Prescription,

    /// <summary>What the policy allows nowhere.</summary>
    Prohibited,
}
