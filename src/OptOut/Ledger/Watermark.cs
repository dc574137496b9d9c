using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>
/// What is left of a history that was purged: until when it went, and which messages had opened something in it. No event of that time, and
/// none of those messages, opens anything again, however it comes (rule 32).
/// </summary>
/// <param name="At">When the last purged event was written.</param>
/// <param name="Through">The sequence of the last purged event.</param>
/// <param name="Spent">Eight bytes of a hash for each message taken: enough to recognise it, too few to tell what it was.</param>
/// <param name="Swept">The purged rows are gone; false while a purge is under way, or was cut short.</param>
public sealed record Watermark(DateTimeOffset At, long Through, ImmutableArray<ulong> Spent, bool Swept)
{
    /// <summary>How many fit in a state of 48 KiB with room for what comes after; of more, only the newest are kept.</summary>
    public const int MaxSpent = 1_500;

    /// <summary>Whether this message was one of those that were purged.</summary>
    public bool Took(string messageSid) => Spent.Contains(HashOf(messageSid));

    internal static ulong HashOf(string messageSid)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(messageSid), hash);
        return BitConverter.ToUInt64(hash);
    }
}
