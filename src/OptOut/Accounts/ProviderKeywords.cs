namespace OptOut;

/// <summary>Which keywords Twilio and the carriers answer by themselves.</summary>
/// <remarks>
/// Twilio: STOP, UNSUBSCRIBE, END, QUIT, STOPALL, REVOKE, OPTOUT, CANCEL (www.twilio.com/docs/messaging/tutorials/advanced-opt-out)
/// and START, YES, UNSTOP, HELP, INFO; only where the message is that single word ("Twilio support for opt-out keywords",
/// help.twilio.com article 223134027). Carriers: STOP, START, UNSTOP, not YES and not HELP ("Opt-out keyword handling for Toll-Free
/// SMS", article 360058144374). Twilio's default handling covers toll-free numbers too, but may be off: a confirmation that we send
/// after its block fails with 21610, which is harmless, while one that we leave out is lost.
/// </remarks>
public static class ProviderKeywords
{
    private static readonly Dictionary<string, KeywordClass> OfTwilio = new(StringComparer.OrdinalIgnoreCase)
    {
        ["STOP"] = KeywordClass.OptOut,
        ["UNSUBSCRIBE"] = KeywordClass.OptOut,
        ["END"] = KeywordClass.OptOut,
        ["QUIT"] = KeywordClass.OptOut,
        ["CANCEL"] = KeywordClass.OptOut,
        ["REVOKE"] = KeywordClass.OptOut,
        ["OPTOUT"] = KeywordClass.OptOut,
        ["STOPALL"] = KeywordClass.OptOutAll,
        ["START"] = KeywordClass.OptIn,
        ["UNSTOP"] = KeywordClass.OptIn,
        ["YES"] = KeywordClass.Yes,
        ["HELP"] = KeywordClass.Help,
        ["INFO"] = KeywordClass.Help,
    };

    private static readonly Dictionary<string, KeywordClass> OfCarriers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["STOP"] = KeywordClass.OptOut,
        ["START"] = KeywordClass.OptIn,
        ["UNSTOP"] = KeywordClass.OptIn,
    };

    /// <summary>The toll-free area codes in use (North American Numbering Plan Administrator, nanpa.com, "Toll-Free").</summary>
    private static readonly string[] TollFreePrefixes = ["+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"];

    /// <summary>
    /// What <paramref name="by"/> takes the message for and answers; null where it does not. Compared as they compare: the whole
    /// message, white space at its ends and case aside. So "opt-out" or "STOP!" is left to us.
    /// </summary>
    public static KeywordClass? AnsweredAs(OptOutHandledBy by, string? body)
    {
        Dictionary<string, KeywordClass>? table = by switch
        {
            OptOutHandledBy.Twilio => OfTwilio,
            OptOutHandledBy.Carrier => OfCarriers,
            _ => null,
        };
        return
            table is not null
            && table.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(body.AsSpan().Trim(), out KeywordClass keywordClass)
            ? keywordClass
            : null;
    }

    /// <summary>
    /// What <c>OptOutType</c> says the message was taken for: <see cref="KeywordClass.OptOut"/>, <see cref="KeywordClass.OptIn"/> or
    /// <see cref="KeywordClass.Help"/>; null for a type that we do not know
    /// (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out).
    /// </summary>
    public static KeywordClass? OfType(string? optOutType) =>
        optOutType?.Trim().ToUpperInvariant() switch
        {
            "STOP" => KeywordClass.OptOut,
            "START" => KeywordClass.OptIn,
            "HELP" => KeywordClass.Help,
            _ => null,
        };

    /// <summary>
    /// Whether the message is a word that ends a block of this sender, exactly as the party that blocks reads it (rule 12). Twilio takes
    /// START, YES
    /// and UNSTOP for it, the carriers behind toll-free numbers START and UNSTOP, and neither a dressed-up form: "START!" ends our
    /// suppression and leaves their block. Where we answer opt-outs ourselves, a block that stands all the same is Twilio's; of a toll-free
    /// number it is the carriers', whatever is configured.
    /// </summary>
    public static bool EndsBlock(Sender sender, string? body) =>
        AnsweredAs(BlockerOf(sender), body) is KeywordClass.OptIn or KeywordClass.Yes;

    /// <summary>Who keeps blocks of this sender.</summary>
    public static OptOutHandledBy BlockerOf(Sender sender) =>
        sender.OptOutHandledBy == OptOutHandledBy.Carrier ? OptOutHandledBy.Carrier : DefaultFor(sender.Address, OptOutHandledBy.Twilio);

    /// <summary>Whether <paramref name="by"/> answers the message, so that we must not.</summary>
    public static bool Answers(OptOutHandledBy by, string? body) => AnsweredAs(by, body) is not null;

    /// <summary>
    /// Who handles a sender's opt-outs where its configuration does not say: the carriers for a North American toll-free number
    /// (E.164, SMS; not the same number on WhatsApp), else the brand's value.
    /// </summary>
    public static OptOutHandledBy DefaultFor(string senderAddress, OptOutHandledBy brandDefault = OptOutHandledBy.App)
    {
        ArgumentNullException.ThrowIfNull(senderAddress);
        bool tollFree =
            senderAddress.Length == 12 && TollFreePrefixes.Any(prefix => senderAddress.StartsWith(prefix, StringComparison.Ordinal));
        return tollFree ? OptOutHandledBy.Carrier : brandDefault;
    }
}
