namespace OptOut.Language;

/// <summary>
/// The features of a message, hashed: its words, pairs and triples of them, pairs with one word between, the whole of a short message,
/// and the pieces of three to five letters of each word, which is what is left of a word that is misspelt; then what it says in concepts
/// (<see cref="ConceptFeatures"/>). Training and recognising read a text by this one code.
/// </summary>
internal static class RevocationFeatures
{
    /// <summary>Places for weights: a power of two.</summary>
    public const int Buckets = 1 << 18;

    /// <summary>Places for weights of words and of concepts.</summary>
    public const int AllBuckets = Buckets + ConceptFeatures.Buckets;

    /// <summary>More features than any message has.</summary>
    public const int Capacity = RecognisedText.Capacity * 5;

    private const int MaxWords = 400,
        WholeMessage = 5,
        MaxWordLength = 24;

    /// <summary>Writes the buckets of a form's features.</summary>
    /// <param name="form">What <see cref="RecognisedText"/> wrote.</param>
    /// <param name="features">At least <see cref="Capacity"/> long.</param>
    /// <param name="ofWords">How many of them are of words; the rest are of concepts.</param>
    /// <returns>How many were written; a bucket may come more than once.</returns>
    public static int Write(ReadOnlySpan<char> form, Span<int> features, out int ofWords)
    {
        int count = ofWords = Words(form, features);
        ConceptFeatures.Write(form, features, ref count, Buckets);
        return count;
    }

    private static int Words(ReadOnlySpan<char> form, Span<int> features)
    {
        Span<uint> words = stackalloc uint[MaxWords + 3];
        int count = 0,
            wordCount = 2;
        words[0] = words[1] = 1; // before the first word
        uint whole = Seed('=');
        int said = 0;
        for (int start = 1; start < form.Length && wordCount < MaxWords; )
        {
            int length = form[start..].IndexOf(' ');
            var word = form.Slice(start, length);
            uint hash = Hash(Seed('w'), word);
            words[wordCount++] = hash;
            whole = Mix(whole, hash);
            if (word is not ("." or "?"))
            {
                said++;
                Pieces(form.Slice(start - 1, Math.Min(length, MaxWordLength) + 2), features, ref count);
            }

            start += length + 1;
        }

        words[wordCount++] = 2; // after the last
        for (int index = 2; index < wordCount; index++)
        {
            uint pair = Mix(Mix(Seed('p'), words[index - 1]), words[index]);
            Add(features, ref count, words[index]);
            Add(features, ref count, pair);
            Add(features, ref count, Mix(Mix(Mix(Seed('t'), words[index - 2]), words[index - 1]), words[index]));
            Add(features, ref count, Mix(Mix(Seed('s'), words[index - 2]), words[index]));
        }

        if (said <= WholeMessage)
        {
            Add(features, ref count, whole);
        }

        Add(
            features,
            ref count,
            Mix(
                Seed('l'),
                said <= 12 ? (uint)said
                    : said <= 20 ? 13u
                    : said <= 40 ? 14u
                    : 15u
            )
        );
        return count;
    }

    /// <summary>The hash of each word alone, for telling languages apart.</summary>
    public static int Words(ReadOnlySpan<char> form, Span<int> features, int buckets)
    {
        int count = 0;
        foreach (Range range in form.Split(' '))
        {
            var word = form[range];
            if (!word.IsEmpty && word is not ("." or "?" or "0") && count < MaxWords)
            {
                features[count++] = (int)(Finish(Hash(Seed('g'), word)) & (uint)(buckets - 1));
            }
        }

        return count;
    }

    private static void Pieces(ReadOnlySpan<char> word, Span<int> features, ref int count)
    {
        for (int size = 3; size <= 5; size++)
        {
            for (int start = 0; start + size <= word.Length; start++)
            {
                Add(features, ref count, Hash(Seed((char)('0' + size)), word.Slice(start, size)));
            }
        }
    }

    private static void Add(Span<int> features, ref int count, uint hash) => features[count++] = (int)(Finish(hash) & (Buckets - 1));

    private static uint Seed(char kind) => 2_166_136_261u ^ (kind * 0x9E37_79B1u);

    private static uint Hash(uint hash, ReadOnlySpan<char> text)
    {
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * 16_777_619u;
        }

        return hash;
    }

    private static uint Mix(uint hash, uint value) => ((hash ^ value) * 16_777_619u) + (value >> 15);

    private static uint Finish(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x7FEB_352Du;
        hash ^= hash >> 15;
        hash *= 0x846C_A68Bu;
        return hash ^ (hash >> 16);
    }
}
