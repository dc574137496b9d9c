using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>Whether a message reconfirms a consent, in any of the languages (rules 21, 26).</summary>
internal static class Reconfirmation
{
    // By their first word: a message is gone through once.
    private static readonly FrozenDictionary<string, string[][]> Phrases = DataFile
        .Read<PhraseFile>("reconfirmation-phrases.json")
        .Phrases.Select(FindingText.Fold)
        .GroupBy(phrase => phrase[0], StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    public static bool IsAsked(string body)
    {
        var words = FindingText.Fold(body);
        for (var i = 0; i < words.Length; i++)
        {
            if (Phrases.TryGetValue(words[i], out var phrases) && Array.Exists(phrases, phrase => words.AsSpan(i).StartsWith(phrase)))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record PhraseFile(string About, IReadOnlyList<string> Sources, string[] Phrases);
}
