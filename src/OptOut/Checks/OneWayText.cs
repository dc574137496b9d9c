namespace OptOut;

/// <summary>How a text to a recipient who cannot answer says the way to stop: by a link (rules 25, 26).</summary>
internal static class OneWayText
{
    /// <summary>
    /// Whether nobody can answer the message: its sender is one-way or, where none is named, every sender that the brand has.
    /// </summary>
    public static bool Concerns(CheckQuestion question) =>
        question.Sender is { } sender
            ? OneWaySender.Is(sender)
            : question.Brand.Senders.Count > 0 && question.Brand.Senders.All(s => s.IsOneWay);

    /// <summary>
    /// Whether the text holds a web address that a phone makes a link of: with <c>https://</c> or, as <c>acme.example/stop</c>, with a
    /// path.
    /// </summary>
    public static bool HasLink(string body)
    {
        foreach (var range in body.AsSpan().SplitAny(MessageLinks.Around))
        {
            var word = body.AsSpan(range).Trim("()[]{}.,;:!?*'");
            var scheme = word.IndexOf("://", StringComparison.Ordinal);
            var hasScheme = scheme >= 0 && (Ends(word[..scheme], "https") || Ends(word[..scheme], "http"));
            var rest = hasScheme ? word[(scheme + 3)..] : word[(word.LastIndexOf(':') + 1)..];
            var slash = rest.IndexOfAny("/?#");
            var host = slash < 0 ? rest : rest[..slash];
            if (IsHost(host) && (hasScheme || slash >= 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the text says that one can stop, in any of the languages: a link alone could lead anywhere. The opt-out keywords are the
    /// words for it, in the text or in the link.
    /// </summary>
    public static bool SaysHowToStop(string body)
    {
        var words = Words(body).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (IsOptOut(words[i]) || (i + 1 < words.Count && IsOptOut(words[i] + words[i + 1])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOptOut(string word) =>
        KeywordTable.Standard.Match(word) is { Class: KeywordClass.OptOut or KeywordClass.OptOutAll };

    private static IEnumerable<string> Words(string body)
    {
        var start = -1;
        for (var i = 0; i <= body.Length; i++)
        {
            if (i < body.Length && char.IsLetter(body[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                yield return body[start..i];
                start = -1;
            }
        }
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        var dot = host.LastIndexOf('.');
        return dot > 0 && dot < host.Length - 2 && host.IndexOfAny(" @\\") < 0 && char.IsLetter(host[dot + 1]);
    }

    private static bool Ends(ReadOnlySpan<char> text, string with) => text.EndsWith(with, StringComparison.OrdinalIgnoreCase);
}
