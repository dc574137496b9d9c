namespace OptOut.Language;

/// <summary>
/// The words that revocation phrases are made of, each with an id, and the typing errors that are still those words: one letter
/// missing, added, wrong or swapped with its neighbour, in words of six letters or more, the first letter right.
/// </summary>
internal sealed class RevocationVocabulary
{
    private const int MinLengthForTypos = 6,
        Ambiguous = -1;

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<string> words = [""];
    private readonly Dictionary<string, int> byDeletion = new(StringComparer.Ordinal);

    /// <summary>The id of a word, new where it is unknown.</summary>
    public int Add(string folded)
    {
        if (ids.TryGetValue(folded, out int id))
        {
            return id;
        }

        id = words.Count;
        words.Add(folded);
        ids.Add(folded, id);
        return id;
    }

    /// <summary>A spelling that is to be read as another word ("stpo" as "stop").</summary>
    public void AddSpelling(string folded, int id) => ids.TryAdd(folded, id);

    /// <summary>Accepts typing errors in a word. Call it when all words are added.</summary>
    public void AcceptTypos(int id)
    {
        string word = words[id];
        if (word.Length < MinLengthForTypos)
        {
            return;
        }

        foreach (string deletion in Deletions(word).Append(word))
        {
            if (!byDeletion.TryAdd(deletion, id) && byDeletion[deletion] != id)
            {
                byDeletion[deletion] = Ambiguous;
            }
        }
    }

    /// <summary>The id of a folded word as it was typed; 0 where it is none of ours.</summary>
    public int Resolve(ReadOnlySpan<char> typed)
    {
        if (ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(typed, out int id))
        {
            return id;
        }

        var deletions = byDeletion.GetAlternateLookup<ReadOnlySpan<char>>();
        if (deletions.TryGetValue(typed, out id) && IsOneErrorAway(typed, id))
        {
            return id;
        }

        Span<char> shorter = stackalloc char[typed.Length];
        for (int left = 1; left < typed.Length; left++)
        {
            typed[..left].CopyTo(shorter);
            typed[(left + 1)..].CopyTo(shorter[left..]);
            if (deletions.TryGetValue(shorter[..^1], out id) && IsOneErrorAway(typed, id))
            {
                return id;
            }
        }
        return 0;
    }

    private static IEnumerable<string> Deletions(string word) =>
        Enumerable.Range(1, word.Length - 1).Select(index => word.Remove(index, 1));

    private bool IsOneErrorAway(ReadOnlySpan<char> typed, int id)
    {
        if (id == Ambiguous)
        {
            return false;
        }

        ReadOnlySpan<char> word = words[id];
        int same = typed.CommonPrefixLength(word);
        ReadOnlySpan<char> restTyped = typed[same..],
            restWord = word[same..];
        return (restTyped.Length - restWord.Length) switch
        {
            1 => restTyped[1..].SequenceEqual(restWord),
            -1 => restTyped.SequenceEqual(restWord[1..]),
            // Of equal length, since both are the same but for a letter; and never the word itself, which Resolve knows.
            _ => restTyped[1..].SequenceEqual(restWord[1..])
                || (restTyped[0] == restWord[1] && restTyped[1] == restWord[0] && restTyped[2..].SequenceEqual(restWord[2..])),
        };
    }
}
