namespace OptOut.Train;

/// <summary>Numbers that are the same on every machine and in every run.</summary>
internal sealed class Numbers(uint seed)
{
    private uint state = seed == 0 ? 1 : seed;

    /// <summary>FNV-1a over UTF-16, then mixed.</summary>
    public static uint Hash(string text)
    {
        uint hash = text.Aggregate(2_166_136_261u, (hash, unit) => (hash ^ unit) * 16_777_619u);
        hash = (hash ^ (hash >> 15)) * 0x2C1B_3C6Du;
        return hash ^ (hash >> 12);
    }

    /// <summary>A number from 0 to below <paramref name="end"/> (xorshift32).</summary>
    public int Below(int end)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (int)(state % (uint)end);
    }
}
