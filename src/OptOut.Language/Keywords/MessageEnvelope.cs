namespace OptOut.Language;

/// <summary>
/// What gateways put around a text: mail-to-SMS gateways of the US carriers deliver <c>FRM:name SUBJ:subject MSG:text (End)</c>.
/// </summary>
internal static class MessageEnvelope
{
    private const string Sender = "FRM:",
        Subject = "SUBJ:",
        Content = "MSG:",
        Last = "(End)";

    /// <summary>
    /// The text that the person wrote: the message's, or its subject where that is all there is. What has no wrapping stays as it is.
    /// </summary>
    public static ReadOnlySpan<char> Open(ReadOnlySpan<char> body)
    {
        var text = body.Trim();
        if (!text.StartsWith(Sender, StringComparison.OrdinalIgnoreCase))
        {
            return body;
        }

        int content = text.IndexOf(Content, StringComparison.OrdinalIgnoreCase);
        var inside = content < 0 ? default : WithoutEnd(text[(content + Content.Length)..]);
        if (!inside.IsEmpty)
        {
            return inside;
        }

        int subject = text.IndexOf(Subject, StringComparison.OrdinalIgnoreCase);
        return subject < 0 ? body : WithoutEnd(text[(subject + Subject.Length)..(content > subject ? content : text.Length)]);
    }

    private static ReadOnlySpan<char> WithoutEnd(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.EndsWith(Last, StringComparison.OrdinalIgnoreCase) ? text[..^Last.Length].TrimEnd() : text;
    }
}
