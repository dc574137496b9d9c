using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>
/// A sender's footer texted back (rule 5): <c>STOP2END</c>, <c>STOP to end</c>, <c>stop=end</c>, <c>STOP au 36111</c>,
/// <c>STOP SMS</c>. It begins with the keyword that the footer offers, and says for what or whereto. With a verb before it
/// ("Reply STOP to end") it is the sender's sentence and not the recipient's.
/// </summary>
internal static class FooterReply
{
    private static readonly FrozenSet<string> Connectors = Set("2 TO FOR PARA P POUR ZUM ZU UM");
    private static readonly FrozenSet<string> Directions = Set("TO AT AU A AL AO AN");
    private static readonly FrozenSet<string> Purposes = Set(
        "UNSUB OUT OPT OPTOUT UNSUBSCRIBE STOP END QUIT CANCEL EXIT REMOVE TERMINER ARRETER SALIR SAIR BEENDEN"
    );
    private static readonly FrozenSet<string> Media = Set(
        "SMS MMS MSG MSGS TXT TXTS TEXT TEXTS MESSAGE MESSAGES PUB MENSAJES MENSAGENS NACHRICHTEN"
    );

    public delegate KeywordMatch? Lookup(ReadOnlySpan<char> form);

    /// <summary>The keyword at the beginning of a canonical form that is such a footer; null where it is none.</summary>
    public static KeywordMatch? Find(ReadOnlySpan<char> form, Lookup optOut)
    {
        for (int index = 2; index < form.Length; index++)
        {
            var rest = form[index..];
            // Within one piece only "2" separates: any word may hold TO.
            bool fits = rest[0] switch
            {
                '2' => IsPurpose(rest[1..], optOut),
                '.' => optOut(rest[1..]) is { Class: KeywordClass.OptOut },
                ' ' => IsContinued(rest[1..], optOut),
                _ => false,
            };
            if (fits && optOut(form[..index]) is { } match)
            {
                return match;
            }
        }

        return null;
    }

    private static bool IsContinued(ReadOnlySpan<char> rest, Lookup optOut)
    {
        if (In(Media, rest) || IsShortCode(rest, shortest: 5))
        {
            return true;
        }

        int space = rest.IndexOf(' ');
        if (space < 0)
        {
            return rest[0] == '2' && IsPurpose(rest[1..], optOut);
        }

        var word = rest[..space];
        var tail = rest[(space + 1)..];
        return (In(Connectors, word) && IsPurpose(tail, optOut)) || (In(Directions, word) && IsShortCode(tail, shortest: 4));
    }

    private static bool IsPurpose(ReadOnlySpan<char> purpose, Lookup optOut) =>
        In(Purposes, purpose.TrimStart(' ')) || optOut(purpose.TrimStart(' ')) is not null;

    private static bool IsShortCode(ReadOnlySpan<char> text, int shortest) =>
        text.Length >= shortest && text.Length <= 6 && !text.ContainsAnyExceptInRange('0', '9');

    private static bool In(FrozenSet<string> set, ReadOnlySpan<char> word) => set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
