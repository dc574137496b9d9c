namespace OptOut.Language;

/// <summary>
/// The features that do not depend on the language: what a message says in concepts (<see cref="ConceptTable"/>), in which order, how close
/// together, and how much of it has no concept at all. "Dejen de mandarme mensajes" and "stop sending me messages" share most of them.
/// </summary>
internal static class ConceptFeatures
{
    /// <summary>Places for weights: a power of two.</summary>
    public const int Buckets = 1 << 15;

    private const int MaxConcepts = 48,
        MaxInClause = 10,
        WholeMessage = 8;
    private const byte Stop = ConceptTable.MaxConcepts,
        Question = ConceptTable.MaxConcepts + 1;

    /// <summary>Writes the buckets of a form's features.</summary>
    /// <param name="form">What <see cref="RecognisedText"/> wrote.</param>
    /// <param name="features">Where to.</param>
    /// <param name="count">How many there are; grows.</param>
    /// <param name="offset">What is added to each bucket's number.</param>
    public static void Write(ReadOnlySpan<char> form, Span<int> features, ref int count, int offset)
    {
        Span<byte> said = stackalloc byte[MaxConcepts];
        Span<byte> gaps = stackalloc byte[MaxConcepts];
        int length = Read(form, said, gaps, out int unknown, out int misspelt);
        var concepts = said[..length];
        var writer = new Writer(features, count, offset);
        uint whole = Seed('=');
        int clause = 0;
        for (int index = 0; index < length; index++)
        {
            uint concept = concepts[index],
                before = index > 0 ? concepts[index - 1] : 126u,
                secondBefore = index > 1 ? concepts[index - 2] : 127u;
            uint gap = Math.Min(gaps[index], (byte)2);
            writer.Add(Mix(Seed('c'), concept));
            writer.Add(Mix(Mix(Seed('b'), before), concept));
            writer.Add(Mix(Mix(Mix(Seed('g'), before), gap), concept));
            writer.Add(Mix(Mix(Mix(Seed('t'), secondBefore), before), concept));
            writer.Add(Mix(Mix(Seed('s'), secondBefore), concept));
            if (index > 2)
            {
                writer.Add(Mix(Mix(Mix(Mix(Seed('f'), concepts[index - 3]), secondBefore), before), concept));
            }

            whole = Mix(whole, concept);
            if (concept >= Stop || index == length - 1)
            {
                Clause(concepts[clause..(concept >= Stop ? index : index + 1)], ref writer);
                clause = index + 1;
            }
        }

        if (length <= WholeMessage)
        {
            writer.Add(Mix(whole, (uint)Math.Min(unknown, 2)));
        }

        uint share =
            unknown < 3 ? (uint)unknown
            : unknown < 5 ? 3u
            : unknown < 9 ? 4u
            : 5u;
        writer.Add(Mix(Seed('u'), share));
        writer.Add(Mix(Mix(Seed('v'), share), (uint)Math.Min(length, 6)));
        if (misspelt > 0)
        {
            writer.Add(Mix(Seed('m'), (uint)Math.Min(misspelt, 3)));
        }

        count = writer.Count;
    }

    // What stands together in a clause, whatever the order, and what it says as a whole.
    private static void Clause(scoped ReadOnlySpan<byte> clause, ref Writer writer)
    {
        clause = clause[..Math.Min(clause.Length, MaxInClause)];
        ulong set = 0;
        for (int index = 0; index < clause.Length; index++)
        {
            set |= 1ul << clause[index];
            for (int other = index + 1; other < clause.Length; other++)
            {
                (byte low, byte high) = clause[index] < clause[other] ? (clause[index], clause[other]) : (clause[other], clause[index]);
                writer.Add(Mix(Mix(Seed('a'), low), high));
                writer.Add(Mix(Mix(Seed('o'), clause[index]), clause[other]));
            }
        }

        if (set != 0)
        {
            writer.Add(Mix(Mix(Seed('k'), (uint)set), (uint)(set >> 32)));
        }
    }

    private static int Read(ReadOnlySpan<char> form, Span<byte> said, Span<byte> gaps, out int unknown, out int misspelt)
    {
        (unknown, misspelt) = (0, 0);
        int count = 0,
            gap = 0;
        for (int start = 1; start < form.Length && count < said.Length; )
        {
            byte concept;
            int length = 1;
            if (form[start] is '.' or '?')
            {
                concept = form[start] == '?' ? Question : Stop;
            }
            else
            {
                concept = ConceptTable.BuiltIn.Of(form, start, out length, out bool isMisspelt);
                misspelt += isMisspelt ? 1 : 0;
            }

            start += length + 1;
            if (concept == ConceptTable.None)
            {
                unknown++;
                gap++;
                continue;
            }

            (said[count], gaps[count]) = (concept, (byte)Math.Min(gap, byte.MaxValue));
            count++;
            gap = 0;
        }

        return count;
    }

    private static uint Seed(char kind) => 2_166_136_261u ^ (kind * 0x9E37_79B1u);

    private static uint Mix(uint hash, uint value)
    {
        hash = (hash ^ value) * 0x85EB_CA6Bu;
        return hash ^ (hash >> 13);
    }

    private ref struct Writer(Span<int> features, int count, int offset)
    {
        private readonly Span<int> features = features;

        public int Count { get; private set; } = count;

        public void Add(uint hash)
        {
            hash *= 0xC2B2_AE35u;
            hash ^= hash >> 16;
            features[Count++] = offset + (int)(hash & (Buckets - 1));
        }
    }
}
