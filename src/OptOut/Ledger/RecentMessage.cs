using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>
/// A message that was just taken, remembered beside the recipient's state for a while: where a number belongs to a Twilio Conversation, its
/// own webhook (<c>SM…</c>) and that of the Conversation (<c>IM…</c>) may both tell of one text.
/// </summary>
/// <param name="TextHash">The beginning of the SHA-256 of the text.</param>
/// <param name="Alias">The SID of the other kind that told of the same text.</param>
public sealed record RecentMessage(string MessageSid, DateTimeOffset At, string Brand, string TextHash, string? Alias = null)
{
    /// <summary>How far apart the two may reach us, or be dated.</summary>
    private static readonly TimeSpan MaxApart = TimeSpan.FromSeconds(10);

    /// <summary>Longer than until the next reconciliation, which finds in Twilio's log what only its alias told of.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromHours(2);

    private const int MaxKept = 32;

    /// <summary>The message of which the one taken now is the other report, and what to remember from now on.</summary>
    public static (string? AliasOf, IReadOnlyList<RecentMessage> Recent) Take(
        IReadOnlyList<RecentMessage> recent,
        string messageSid,
        DateTimeOffset at,
        string brand,
        string body
    )
    {
        var taken = new RecentMessage(messageSid, at, brand, Hash(body));
        // Each of the two webhooks reports a text once: of two STOPs within seconds, the second alias belongs to the second STOP.
        var same = recent.Where(r => r.IsSameTextAs(taken)).MinBy(r => r.At);
        var newest = recent.Select(r => r.At).Append(taken.At).Max();
        return (
            same?.MessageSid,
            [
                .. recent
                    .Select(r => r == same ? r with { Alias = messageSid } : r)
                    .Append(taken with { Alias = same?.MessageSid })
                    .Where(r => newest - r.At <= Retention)
                    .OrderBy(r => r.At)
                    .TakeLast(MaxKept),
            ]
        );
    }

    private bool IsSameTextAs(RecentMessage other) =>
        Alias is null
        && IsInConversation(MessageSid) != IsInConversation(other.MessageSid)
        && Brand == other.Brand
        && TextHash == other.TextHash
        && (At - other.At).Duration() <= MaxApart;

    private static bool IsInConversation(string messageSid) => messageSid.StartsWith("IM", StringComparison.Ordinal);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim())).AsSpan(0, 8));
}
