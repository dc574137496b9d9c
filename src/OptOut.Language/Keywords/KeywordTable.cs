using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>
/// The keywords of one brand: the standard ones of all languages, its own and its campaigns' (rules 4 to 6, 16). Immutable.
/// </summary>
/// <remarks>
/// A keyword is matched in one piece, in the parts in which its data spells it ("OPT OUT", "STOP ALL"), or letter by letter
/// ("S T O P"). Hyphens count nowhere. Other splits ("op to ut") are not keywords. An opt-out keyword said more than once
/// ("STOP STOP!") is that keyword; an opening one is not, since in doubt nothing is opened.
/// </remarks>
public sealed class KeywordTable
{
    /// <summary>The language of a brand's own keywords.</summary>
    internal const string NoLanguage = "und";

    private readonly FrozenDictionary<string, KeywordMatch> bySpelling;
    private readonly FrozenDictionary<string, KeywordMatch>.AlternateLookup<ReadOnlySpan<char>> lookup,
        squeezed;

    private KeywordTable(IReadOnlyDictionary<string, KeywordMatch> bySpelling)
    {
        this.bySpelling = bySpelling.ToFrozenDictionary(StringComparer.Ordinal);
        lookup = this.bySpelling.GetAlternateLookup<ReadOnlySpan<char>>();
        squeezed = bySpelling
            .Where(entry => OpensNothing(entry.Value))
            .GroupBy(entry => Squeezed(entry.Key), StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The standard keywords of all languages and no others.</summary>
    public static KeywordTable Standard { get; } = new(KeywordSpellings.Standard(MessageData.Languages).All);

    /// <summary>Adds a brand's keywords to the standard ones, which cannot be removed.</summary>
    /// <param name="brandExtras">The brand's own keywords by class, as they are written; any class but
    /// <see cref="KeywordClass.Campaign"/>.</param>
    /// <param name="campaignKeywords">Each campaign's keywords by its id.</param>
    /// <param name="errors"> A fault each, naming the keyword: it has no letter or digit, is too long, or clashes with another class or
    /// campaign. Not empty: the table must not be used. </param>
    public static KeywordTable Build(
        IReadOnlyDictionary<KeywordClass, IReadOnlyList<string>> brandExtras,
        IReadOnlyDictionary<string, IReadOnlyList<string>> campaignKeywords,
        out IReadOnlyList<KeywordFault> errors
    )
    {
        ArgumentNullException.ThrowIfNull(brandExtras);
        ArgumentNullException.ThrowIfNull(campaignKeywords);
        var spellings = new KeywordSpellings(Standard.bySpelling);
        foreach ((KeywordClass keywordClass, IReadOnlyList<string> keywords) in brandExtras)
        {
            spellings.AddOfBrand(keywords, keywordClass);
        }

        foreach ((string campaign, IReadOnlyList<string> keywords) in campaignKeywords)
        {
            spellings.Add(keywords, KeywordClass.Campaign, NoLanguage, campaign);
        }

        errors = spellings.Faults;
        return new KeywordTable(spellings.All);
    }

    /// <summary>The keyword that the whole message is, or null where it is none.</summary>
    /// <param name="body">The message's text as received; null or empty for media only.</param>
    /// <param name="buttonPayload"> Twilio's <c>ButtonPayload</c>. It is the sender's text, which the recipient never saw: so it can opt
    /// out or ask for help, and an opt-out in it wins over the body, but it cannot opt in. </param>
    public KeywordMatch? Match(string? body, string? buttonPayload = null)
    {
        KeywordMatch? said = FindText(body);
        if (said is { Class: KeywordClass.OptOut or KeywordClass.OptOutAll })
        {
            return said;
        }

        KeywordMatch? pressed = Find(buttonPayload);
        return pressed switch
        {
            { Class: KeywordClass.OptOut or KeywordClass.OptOutAll } => pressed,
            { Class: KeywordClass.Help } => said ?? pressed,
            _ => said,
        };
    }

    /// <summary>
    /// The language of a keyword where only one language has it; null for words that all use (STOP), shared ones and a brand's own (rule
    /// 14).
    /// </summary>
    public static string? OnlyLanguageOf(KeywordMatch match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return match.Language == NoLanguage || SharedKeywords.Value.Contains(match.Keyword) ? null : match.Language;
    }

    private static readonly Lazy<FrozenSet<string>> SharedKeywords = new(() =>
        MessageData
            .Languages.SelectMany(data =>
                data.Keywords.Values.SelectMany(keywords => keywords).Select(KeywordSpellings.Together).Distinct(StringComparer.Ordinal)
            )
            .GroupBy(keyword => keyword, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .Concat(MessageData.Languages.SelectMany(data => data.International ?? []).Select(KeywordSpellings.Together))
            .ToFrozenSet(StringComparer.Ordinal)
    );

    private KeywordMatch? FindText(ReadOnlySpan<char> body)
    {
        var text = MessageEnvelope.Open(body).Trim();
        if (Find(text) is { } match)
        {
            return match;
        }

        int end = text.IndexOfAny('\n', '\r');
        if (end < 0 || Find(text[..end]) is not { } first)
        {
            return null;
        }

        return MessageSignature.Below(text[end..]) switch
        {
            MessageSignature.Kind.Device => first,
            MessageSignature.Kind.Name when OpensNothing(first) => first,
            _ => null,
        };
    }

    private KeywordMatch? Find(ReadOnlySpan<char> text)
    {
        Span<char> buffer = stackalloc char[MessageText.MaxKeywordLength];
        Span<char> form = buffer[..MessageText.Canonical(text, buffer)];
        if (form.IsEmpty)
        {
            return null;
        }

        if (lookup.TryGetValue(form, out KeywordMatch? match))
        {
            return match;
        }

        return FindRepeated(form) ?? FindSpelledOut(form) ?? FindDistorted(form);
    }

    /// <summary>
    /// Look-alike letters, stretched ones, and footers texted back. None of it opens anything: in doubt nothing is opened.
    /// </summary>
    private KeywordMatch? FindDistorted(ReadOnlySpan<char> form)
    {
        Span<char> latin = stackalloc char[form.Length];
        foreach (bool esIsS in (ReadOnlySpan<bool>)[true, false])
        {
            form.CopyTo(latin);
            if (
                LookAlikes.Replace(latin, esIsS)
                && (Closing(latin) ?? FindRepeated(latin) ?? FindStretched(latin)) is { } alike
                && OpensNothing(alike)
            )
            {
                return alike;
            }
        }
        return FindStretched(form) ?? FooterReply.Find(form, Closing);
    }

    private KeywordMatch? Closing(ReadOnlySpan<char> form) =>
        lookup.TryGetValue(form, out KeywordMatch? match) && match.Class is KeywordClass.OptOut or KeywordClass.OptOutAll ? match : null;

    /// <summary>STOOOP: a letter three times or more, as nobody spells.</summary>
    private KeywordMatch? FindStretched(ReadOnlySpan<char> form)
    {
        bool stretched = false;
        for (int index = 2; index < form.Length; index++)
        {
            stretched |= char.IsLetter(form[index]) && form[index] == form[index - 1] && form[index] == form[index - 2];
        }

        if (!stretched)
        {
            return null;
        }

        Span<char> once = stackalloc char[form.Length];
        once = once[..Squeeze(form, once)];
        if (squeezed.TryGetValue(once, out KeywordMatch? match))
        {
            return match;
        }

        return once.IndexOfAny(' ', '.') is var end and > 0 && IsRepeated(once, end) && squeezed.TryGetValue(once[..end], out match)
            ? match
            : null;
    }

    private static int Squeeze(ReadOnlySpan<char> form, Span<char> once)
    {
        int length = 0;
        foreach (char letter in form)
        {
            if (length == 0 || once[length - 1] != letter)
            {
                once[length++] = letter;
            }
        }
        return length;
    }

    private static string Squeezed(string form)
    {
        Span<char> once = stackalloc char[form.Length];
        return once[..Squeeze(form, once)].ToString();
    }

    private static bool OpensNothing(KeywordMatch match) =>
        match.Class is KeywordClass.OptOut or KeywordClass.OptOutAll or KeywordClass.Help;

    private KeywordMatch? FindRepeated(ReadOnlySpan<char> form)
    {
        for (int unit = 1; unit * 2 < form.Length; unit++)
        {
            if (IsRepeated(form, unit) && lookup.TryGetValue(form[..unit], out KeywordMatch? match))
            {
                return match.Class is KeywordClass.OptOut or KeywordClass.OptOutAll ? match : null;
            }
        }
        return null;
    }

    private static bool IsRepeated(ReadOnlySpan<char> form, int unit)
    {
        if ((form.Length + 1) % (unit + 1) != 0)
        {
            return false;
        }

        for (int start = unit; start < form.Length; start += unit + 1)
        {
            if (form[start] is not (' ' or '.') || !form.Slice(start + 1, unit).SequenceEqual(form[..unit]))
            {
                return false;
            }
        }
        return true;
    }

    private KeywordMatch? FindSpelledOut(Span<char> form)
    {
        if (form.Length < 3 || form.Length % 2 == 0)
        {
            return null;
        }

        Span<char> letters = stackalloc char[form.Length / 2 + 1];
        for (int index = 0; index < form.Length; index++)
        {
            bool between = form[index] is ' ' or '.';
            if (between != (index % 2 == 1))
            {
                return null;
            }

            letters[index / 2] = between ? letters[index / 2] : form[index];
        }
        return lookup.TryGetValue(letters, out KeywordMatch? match) ? match : null;
    }
}
