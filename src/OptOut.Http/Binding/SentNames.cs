namespace OptOut.Http;

/// <summary>
/// Names of fields, columns and parameters that a caller made up. An error repeats one only where it is a short word of letters, a misspelt
/// name of ours: people put numbers where they do not belong, and those must not come back in answers, nor in logs of answers.
/// </summary>
internal static class SentNames
{
    /// <summary>How many unknown names are listed; the others are counted.</summary>
    public const int MaxListed = 5;
    private const int MaxWordLength = 30;

    public static bool IsWord(string name) => name.Length is > 0 and <= MaxWordLength && name.All(char.IsAsciiLetter);

    /// <summary>The field's name in an error about all of a body.</summary>
    public const string Whole = "$";

    /// <summary>
    /// The JSON path <c>$.proof.uri</c> is <c>proof.uri</c>; from the first name on that is no word it is left out, and <c>$</c> is the
    /// whole.
    /// </summary>
    public static string OfField(string? path)
    {
        if (path is null || !path.StartsWith("$.", StringComparison.Ordinal))
        {
            return Whole;
        }

        var words = path[2..].Split('.').TakeWhile(IsStep).ToList();
        return words.Count == 0 ? Whole : string.Join('.', words);
    }

    private static bool IsStep(string segment)
    {
        var bracket = segment.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0
            ? IsWord(segment)
            : IsWord(segment[..bracket]) && segment[(bracket + 1)..].TrimEnd(']') is { Length: < 6 } index && AllDigits(index);
    }

    private static bool AllDigits(string text) => text.All(char.IsAsciiDigit);
}
