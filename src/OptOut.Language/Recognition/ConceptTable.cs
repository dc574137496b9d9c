using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>
/// Which words mean the same to the recogniser, in all five languages ("stop", "arrêtez", "dejen de"): Recognition/concepts.txt. A longer
/// word that is not among them is taken for the one that it is a typing error away from.
/// </summary>
internal sealed class ConceptTable
{
    /// <summary>The concept of a word that has none.</summary>
    public const byte None = 0;

    /// <summary>Room for the numbers of concepts.</summary>
    public const int MaxConcepts = 64;

    private const string File = "Recognition/concepts.txt";
    private const int MaxParts = 3,
        MinMisspeltLength = 5,
        MaxMisspeltLength = 16,
        MinStemLength = 3,
        MaxStemLength = 14;

    private readonly FrozenDictionary<string, byte>.AlternateLookup<ReadOnlySpan<char>> words,
        stems,
        near;

    private ConceptTable(Dictionary<string, byte> words, Dictionary<string, byte> stems, Dictionary<string, byte> near)
    {
        this.words = words.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        this.stems = stems.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        this.near = near.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The concepts of this assembly's file.</summary>
    public static ConceptTable BuiltIn { get; } = Read(DataFile.Lines(File));

    /// <summary>Reads a table.</summary>
    /// <param name="lines">"CONCEPT: words", or "= words" for words that are no misspelt ones.</param>
    /// <exception cref="InvalidOperationException">A word has two concepts, or there are too many; names the file and the word.</exception>
    public static ConceptTable Read(IEnumerable<string> lines)
    {
        Dictionary<string, byte> ofWords = new(StringComparer.Ordinal),
            ofStems = new(StringComparer.Ordinal),
            ofNear = new(StringComparer.Ordinal);
        List<string> names = [];
        List<string> themselves = [];
        foreach (string line in lines)
        {
            string[] parts = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (parts[0] == "=")
            {
                themselves.AddRange(parts.Skip(1).Select(Folded));
                continue;
            }

            byte concept = Number(names, parts[0].TrimEnd(':'));
            foreach (string word in parts.Skip(1))
            {
                var place = word[^1] == '*' ? ofStems : ofWords;
                string folded = Folded(word.TrimEnd('*'));
                if (!place.TryAdd(folded, concept) && place[folded] != concept)
                {
                    throw new InvalidOperationException($"{File}: '{word}' is both {names[place[folded] - 1]} and {names[concept - 1]}.");
                }
            }
        }

        foreach (
            var (word, concept) in ofWords.Where(pair =>
                pair.Key.Length is >= MinMisspeltLength and <= MaxMisspeltLength && !pair.Key.Contains(' ', StringComparison.Ordinal)
            )
        )
        {
            foreach (string variant in Enumerable.Range(0, word.Length).Select(at => word.Remove(at, 1)).Append(word))
            {
                // A spelling that is one error away from words of two concepts belongs to neither.
                ofNear[variant] = ofNear.TryGetValue(variant, out byte other) && other != concept ? None : concept;
            }
        }

        foreach (string word in themselves)
        {
            ofWords.TryAdd(word, None);
        }

        return new ConceptTable(ofWords, ofStems, ofNear);
    }

    /// <summary>The concept of the words that begin here, the longest first.</summary>
    /// <param name="form">What <see cref="RecognisedText"/> wrote.</param>
    /// <param name="start">The first letter of a word in it.</param>
    /// <param name="length">The length of what was taken: of the word, or of up to three of them.</param>
    /// <param name="isMisspelt">Whether it was taken for a word that it is not quite.</param>
    public byte Of(ReadOnlySpan<char> form, int start, out int length, out bool isMisspelt)
    {
        isMisspelt = false;
        Span<int> ends = stackalloc int[MaxParts];
        int parts = 0;
        for (int at = start; at < form.Length && parts < MaxParts; at++)
        {
            if (form[at] == ' ')
            {
                ends[parts++] = at;
            }
        }

        for (int part = parts - 1; part >= 0; part--)
        {
            length = ends[part] - start;
            if (words.TryGetValue(form.Slice(start, length), out byte concept))
            {
                return concept;
            }
        }

        length = ends[0] - start;
        var word = form.Slice(start, length);
        byte found = Stem(word);
        // French leaves out the vowel before a vowel: "m'envoyez".
        if (
            found == None
            && word.Length > 4
            && word[0] is 'J' or 'M' or 'T' or 'S' or 'L' or 'D' or 'N' or 'C'
            && word[1] is 'A' or 'E' or 'I' or 'O' or 'U' or 'H'
        )
        {
            found = words.TryGetValue(word[1..], out byte elided) ? elided : Stem(word[1..]);
        }

        if (found == None && word.Length is >= MinMisspeltLength and <= MaxMisspeltLength)
        {
            found = Misspelt(word);
            isMisspelt = found != None;
        }

        return found;
    }

    private byte Stem(ReadOnlySpan<char> word)
    {
        for (int length = Math.Min(word.Length, MaxStemLength); length >= MinStemLength; length--)
        {
            if (stems.TryGetValue(word[..length], out byte concept))
            {
                return concept;
            }
        }

        return None;
    }

    private byte Misspelt(ReadOnlySpan<char> word)
    {
        if (near.TryGetValue(word, out byte concept) && concept != None)
        {
            return concept;
        }

        Span<char> shorter = stackalloc char[MaxMisspeltLength];
        for (int at = 0; at < word.Length; at++)
        {
            word[..at].CopyTo(shorter);
            word[(at + 1)..].CopyTo(shorter[at..]);
            if (near.TryGetValue(shorter[..(word.Length - 1)], out concept) && concept != None)
            {
                return concept;
            }
        }

        return None;
    }

    private static byte Number(List<string> names, string name)
    {
        int known = names.IndexOf(name);
        if (known < 0)
        {
            names.Add(name);
            known = names.Count - 1;
        }

        return known + 1 < MaxConcepts
            ? (byte)(known + 1)
            : throw new InvalidOperationException($"{File}: more than {MaxConcepts - 1} concepts.");
    }

    private static string Folded(string word)
    {
        char[] form = new char[RecognisedText.Capacity];
        int length = RecognisedText.Write(word.Replace('_', ' '), form);
        return new string(form, 1, length - 1).TrimEnd();
    }
}
