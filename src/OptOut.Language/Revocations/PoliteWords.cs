namespace OptOut.Language;

/// <summary>"Please", "thanks" and "now" around a single word.</summary>
public static class PoliteWords
{
    private const int MaxTextLength = 60;

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "please",
        "pls",
        "plz",
        "kindly",
        "thanks",
        "thank",
        "you",
        "thx",
        "now",
        "sir",
        "ma",
        "am",
        "hi",
        "hello",
        "por",
        "favor",
        "porfa",
        "gracias",
        "hola",
        "ya",
        "svp",
        "merci",
        "bonjour",
        "bitte",
        "danke",
        "hallo",
        "obrigado",
        "obrigada",
        "oi",
        "pfv",
    };

    /// <summary>What is left of a short text without them; null where none was in it, or nothing is left.</summary>
    public static string? TakeOff(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxTextLength)
        {
            return null;
        }

        string[] words = FindingText.Fold(text);
        string rest = string.Join(' ', words.Where(word => !Words.Contains(word)));
        return rest.Length == 0 || rest.Length == string.Join(' ', words).Length ? null : rest;
    }
}
