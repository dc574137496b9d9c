using System.Globalization;
using System.Text;

namespace OptOut.Language;

/// <summary>Whether a message names its brand: whole words, whatever case, accents, compatibility forms, spaces and punctuation.</summary>
internal static class FindingBrand
{
    /// <summary>
    /// True when <paramref name="body"/> holds <paramref name="brandName"/>; a name without letters must stand there as it is.
    /// </summary>
    public static bool IsNamed(string body, string brandName)
    {
        var (name, _) = Letters(brandName);
        if (name.Length == 0)
        {
            return brandName.Trim() is { Length: > 0 } sign && body.Contains(sign, StringComparison.OrdinalIgnoreCase);
        }

        var (text, edges) = Letters(body);
        for (var at = 0; (at = text.IndexOf(name, at, StringComparison.Ordinal)) >= 0; at++)
        {
            if (IsEdge(at, name[0]) && IsEdge(at + name.Length, name[^1]))
            {
                return true;
            }
        }

        return false;

        // Scripts without spaces between words, or with prefixes written on (Hebrew, Arabic), have no edges to ask for.
        bool IsEdge(int at, char letter) => edges.Contains(at) || char.GetUnicodeCategory(letter) == UnicodeCategory.OtherLetter;
    }

    /// <summary>A text's folded words written together, and where in that a word starts or ends. An ampersand is the word "and".</summary>
    private static (string Text, HashSet<int> Edges) Letters(string text)
    {
        var letters = new StringBuilder();
        HashSet<int> edges = [0];
        foreach (var word in FindingText.Words(text.Replace("&", " and ", StringComparison.Ordinal), withSigns: false))
        {
            letters.Append(word.Folded);
            edges.Add(letters.Length);
        }

        return (letters.ToString(), edges);
    }
}
