using CsCheck;

namespace OptOut.Tests;

public class MessagePropertyTests
{
    private static readonly string[] Keywords =
    [
        .. MessageData.Languages.SelectMany(data => data.Keywords.Values).SelectMany(words => words).Distinct(StringComparer.Ordinal),
    ];

    private static readonly Gen<string> Keyword = OneOf(Keywords);

    private static readonly Gen<string> Decoration = OneOf(
        " ",
        "\t",
        "\r\n",
        "\u00A0",
        "\u2003",
        "\u3000",
        "\u200B",
        "\u200D",
        "\uFEFF",
        "\u202E",
        ".",
        "!",
        "?!",
        "“",
        "”",
        "«",
        "'",
        "(",
        ")",
        "*",
        "🛑",
        "👍🏽",
        "❤️",
        "👩‍👩‍👧‍👦",
        "🇺🇸",
        "1️⃣",
        "ℹ️",
        "…",
        "—",
        "-",
        "\uFE0F",
        "\u00AD"
    )
        .Array[0, 8]
        .Select(string.Concat);

    private static readonly Gen<Func<string, string>> Form = OneOf<Func<string, string>>(
        word => word,
        word => word.ToLowerInvariant(),
        word => word.ToUpperInvariant(),
        word => string.Concat(word.Select(unit => unit is > ' ' and < '\u007F' ? (char)(unit + 0xFEE0) : unit)),
        word => string.Join('\u200B', word.ToCharArray()),
        word => string.Join('-', word.Replace(" ", "", StringComparison.Ordinal).ToCharArray()),
        word => word.Replace(" ", "", StringComparison.Ordinal),
        word => word.Replace(" ", " \u00A0\t", StringComparison.Ordinal),
        word => word.Replace(' ', '-')
    );

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    // Any UTF-16, lone surrogates too.
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Char.Array[0, 200].Select(units => new string(units)),
        Gen.OneOf(Keyword, Decoration, Gen.Char.Select(unit => unit.ToString())).Array[0, 30].Select(string.Concat)
    );

    [Fact]
    public void Rule5_any_keyword_matches_however_it_is_dressed() =>
        Gen.Select(Decoration, Keyword, Form, Decoration)
            .Sample(
                (before, keyword, form, after) =>
                {
                    KeywordMatch expected = KeywordTable.Standard.Match(keyword)!;
                    return KeywordTable.Standard.Match(before + form(keyword) + after) == expected;
                }
            );

    [Fact]
    public void Rule5_any_keyword_between_two_words_is_no_keyword() =>
        Gen.Select(Keyword, Form, OneOf("the", "bus", "ok", "7", "où"), OneOf("by", "tomorrow", "at 5", "später"))
            .Sample(
                (keyword, form, before, after) =>
                    KeywordTable.Standard.Match($"{before} {form(keyword)} {after}") is null
                    && KeywordTable.Standard.Match($"{before} {form(keyword)}") is null
                    && KeywordTable.Standard.Match($"{form(keyword)} {after}") is null
            );

    [Fact]
    public void Rule5_the_canonical_form_is_its_own_canonical_form() =>
        AnyText.Sample(text =>
        {
            string form = MessageText.Canonical(text);
            return form.Length <= MessageText.MaxKeywordLength && MessageText.Canonical(form).Equals(form, StringComparison.Ordinal);
        });

    [Fact]
    public void Rule5_7_nothing_that_can_be_texted_throws() =>
        Gen.Select(AnyText, AnyText)
            .Sample(
                (text, payload) =>
                {
                    KeywordTable.Standard.Match(text, payload);
                    ProviderKeywords.Answers(OptOutHandledBy.Twilio, text);
                    RevocationMatch? match = PlainLanguageRevocation.Find(text);
                    return match is null || text.Substring(match.Start, match.Length).Equals(match.Phrase, StringComparison.Ordinal);
                }
            );

    [Fact]
    public void Rule7_a_revocation_that_is_negated_is_none() =>
        Gen.Select(
                OneOf(
                    "don't ",
                    "do not ",
                    "never ",
                    "you should never ",
                    "i hope you don't ",
                    "why did you ",
                    "did you ",
                    "if you ",
                    "i will ",
                    "he said "
                ),
                OneOf(
                    "stop texting me",
                    "stop sending me messages",
                    "remove me from your list",
                    "unsubscribe me",
                    "opt me out",
                    "stop these texts"
                ),
                OneOf("", " please", "!", " now", " anymore")
            )
            .Sample((negation, phrase, end) => PlainLanguageRevocation.Find(negation + phrase + end) is null);
}
