namespace OptOut;

/// <summary>A person who was found by something other than the whole number.</summary>
/// <param name="Recipient">The canonical address.</param>
/// <param name="At">When the event was written that brought the entry in.</param>
public sealed record IndexedPerson(string Recipient, DateTimeOffset At);

/// <summary>What people are looked for by.</summary>
public enum PersonKeyKind
{
    /// <summary>The last four digits of their number.</summary>
    Digits,

    /// <summary>The customer's own reference, as a consent's proof or trigger names it.</summary>
    Reference,
}

/// <summary>By what somebody is looked for.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Value">Four digits, or the reference as it was given.</param>
public sealed record PersonKey(PersonKeyKind Kind, string Value)
{
    /// <summary>How many digits are enough to look somebody up.</summary>
    public const int DigitCount = 4;

    /// <summary>The keys under which an event's person is found from then on; none where the event brings nothing new.</summary>
    public static IEnumerable<PersonKey> Of(string recipient, LedgerEvent e)
    {
        // What can be the first that a brand hears of somebody; the rest follows on one of these.
        if (
            e.Brand is null
            || e.Type
                is not (
                    EventType.OptedOut
                    or EventType.OptedIn
                    or EventType.Consented
                    or EventType.ConsentRequested
                    or EventType.ConversationOpened
                    or EventType.ReviewNeeded
                    or EventType.ProviderBlocked
                    or EventType.Superseded
                )
        )
        {
            yield break;
        }

        if (recipient.Length > DigitCount && recipient[^DigitCount..] is var last && last.All(char.IsAsciiDigit))
        {
            yield return new PersonKey(PersonKeyKind.Digits, last);
        }

        foreach (
            var reference in new[] { e.Proof?.Reference, e.Trigger?.Reference }
                .OfType<string>()
                .Where(r => r.Trim().Length > 0)
                .Distinct(StringComparer.Ordinal)
        )
        {
            yield return new PersonKey(PersonKeyKind.Reference, reference.Trim());
        }
    }
}
