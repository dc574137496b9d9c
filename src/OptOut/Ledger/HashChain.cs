using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace OptOut;

/// <summary>
/// The chain that makes a changed ledger show (rule 34; docs/proof.md): each event's hash covers what the event says and the hash before
/// it. What an erasure takes away enters by a digest over a salt; with the salt gone, nobody can find out any more what it was, and every
/// hash stays as it is.
/// </summary>
public static class HashChain
{
    /// <summary>The members that an erasure takes: what quotes the person, or leads to them elsewhere.</summary>
    public static readonly FrozenSet<string> Erasable = FrozenSet.Create(
        StringComparer.Ordinal,
        "text",
        "proof",
        "conversationSid",
        "ageVerified",
        "trigger"
    );

    private const string Hash = "hash",
        Salt = "salt",
        Digest = "digest";
    private const int SaltBytes = 16;

    /// <summary>Makes the event the newest link.</summary>
    /// <param name="written">Complete but for the links: numbered and dated.</param>
    /// <param name="recipient">The canonical address.</param>
    /// <param name="head">The hash of the event before; null before the first.</param>
    /// <param name="salt">Gives as many random bytes as asked for.</param>
    public static LedgerEvent Link(LedgerEvent written, string recipient, string? head, Func<int, byte[]>? salt = null)
    {
        var salted = HasErasable(written) ? Convert.ToHexStringLower((salt ?? RandomNumberGenerator.GetBytes)(SaltBytes)) : null;
        written = written with { Previous = head, Salt = salted, Digest = null, Hash = null };
        var members = Members(recipient, written);
        if (salted is not null)
        {
            written = written with { Digest = DigestOf(members, salted) };
            members[Digest] = Element(written.Digest!);
        }

        return written with
        {
            Hash = HashOf(members),
        };
    }

    /// <summary>
    /// What an erasure leaves of an event: every hash as it was. The reasons of erasures and holds are an operator's, and stay.
    /// </summary>
    public static LedgerEvent Erase(LedgerEvent e) =>
        e.Type is EventType.Erased or EventType.HoldChanged
            ? e
            : e with
            {
                Text = null,
                Proof = null,
                ConversationSid = null,
                AgeVerified = null,
                Trigger = null,
                Salt = null,
            };

    /// <summary>Whether the event is what it was when it was written, as far as its own hashes tell.</summary>
    public static bool IsWhole(string recipient, LedgerEvent e) => Fault(Members(recipient, e)) is null;

    /// <summary>Whether these are all the recipient's events between two hashes, unchanged and in sequence.</summary>
    /// <param name="recipient">The canonical address.</param>
    /// <param name="events">In sequence.</param>
    /// <param name="first">The first sequence asked for.</param>
    /// <param name="last">The last one.</param>
    /// <param name="before">The hash before the first; null where it is not known, or there is none.</param>
    public static bool IsWhole(string recipient, IReadOnlyList<LedgerEvent> events, long first, long last, string? before)
    {
        if (events.Count != Math.Max(0, last - first + 1))
        {
            return false;
        }

        for (var i = 0; i < events.Count; i++)
        {
            var expected = i > 0 ? events[i - 1].Hash : before ?? (first == 1 ? null : events[0].Previous);
            if (events[i].Sequence != first + i || events[i].Previous != expected || !IsWhole(recipient, events[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is wrong with a line by itself; null when nothing is.</summary>
    /// <param name="line">An object as <see cref="Line"/> writes it.</param>
    public static string? Fault(JsonElement line) => Fault(Members(line));

    private static string? Fault(Dictionary<string, JsonElement> members)
    {
        var erasable = members.Where(m => Erasable.Contains(m.Key)).Select(m => m.Key).Order(StringComparer.Ordinal).ToList();
        var salt = Text(members, Salt);
        return Text(members, Hash) is not { } hash ? "has no hash"
            : erasable.Count > 0 && salt is null ? $"has {string.Join(", ", erasable)} without the salt that belongs to it"
            : salt is not null && (Text(members, Digest) is not { } digest || DigestOf(members, salt) != digest)
                ? "its text, proof or other personal content was changed: it does not match its digest"
            : HashOf(members) != hash ? "was changed: its content does not match its hash"
            : null;
    }

    /// <summary>The event as a line of the auditor's file: UTF-8 JSON, the recipient first.</summary>
    public static byte[] Line(string recipient, LedgerEvent e)
    {
        var line = JsonSerializer.SerializeToNode(e, LedgerLineJson.Default.LedgerEvent)!.AsObject();
        line.Insert(0, "recipient", recipient);
        return JsonSerializer.SerializeToUtf8Bytes(line, LedgerLineJson.Written.JsonObject);
    }

    private static string HashOf(Dictionary<string, JsonElement> members) =>
        Hex(CanonicalJson.Of(members.Where(m => m.Key is not (Hash or Salt) && !Erasable.Contains(m.Key))), []);

    private static string? DigestOf(Dictionary<string, JsonElement> members, string salt)
    {
        try
        {
            return Hex(CanonicalJson.Of(members.Where(m => Erasable.Contains(m.Key))), Convert.FromHexString(salt));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Hex(byte[] content, byte[] salt) => Convert.ToHexStringLower(SHA256.HashData([.. salt, .. content]));

    private static bool HasErasable(LedgerEvent e) =>
        e is not { Text: null, Proof: null, ConversationSid: null, AgeVerified: null, Trigger: null };

    /// <summary>As the line would have them.</summary>
    private static Dictionary<string, JsonElement> Members(string recipient, LedgerEvent e)
    {
        var members = Members(JsonSerializer.SerializeToElement(e, LedgerLineJson.Default.LedgerEvent));
        members["recipient"] = Element(recipient);
        return members;
    }

    private static JsonElement Element(string text) => JsonSerializer.SerializeToElement(text, LedgerLineJson.Default.String);

    private static Dictionary<string, JsonElement> Members(JsonElement line)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in line.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    private static string? Text(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
