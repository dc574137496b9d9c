using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Azure;

/// <summary>
/// The keys of the one table (docs/storage.md). A recipient's rows share a partition, so that a change is one transaction; two hex digits
/// of a hash before the recipient spread recipients over 256 key ranges that can be read side by side. A row's key repeats its partition's,
/// so that no two rows of a table share one: the emulator looks a row up by its own key first, and goes through all that have it (ADR
/// 0380).
/// </summary>
internal static class TableKeys
{
    public const int Ranges = 256;
    private const int MaxPlainLength = 200;
    private const int SidLength = 34;

    public static string Partition(RecipientKey key)
    {
        var recipient = key.Recipient.Value;
        return $"{key.AccountSid}|{HashByte(recipient)}|{Encode(recipient)}";
    }

    /// <summary>The state of a recipient, or the one row of any other partition.</summary>
    public static string State(string partition) => "s" + Own(partition);

    public static string Ledger(string partition, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"l{Own(partition)}|{sequence:D10}");

    /// <summary>The half-open ranges of the row keys of recipients' states, of their ledgers, and of their receipts.</summary>
    public static readonly (string From, string Before) States = ("s|", "s}"),
        Ledgers = ("l|", "l}"),
        Receipts = ("r|", "r}");

    public static string Receipt(string id) => Receipts.From + Encode(id);

    public static bool IsReceipt(string row) => row.StartsWith(Receipts.From, StringComparison.Ordinal);

    /// <summary>Idempotency keys live away from recipients: two requests about one recipient may carry different keys.</summary>
    public static string IdempotencyPartition(string accountSid, string key) =>
        AnswerPartition(accountSid, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));

    public static string AnswerPartition(string accountSid, string keyHash) => $"{accountSid}!i|{keyHash}";

    public static string BindingPartition(string accountSid, string conversationSid) => $"{accountSid}!c|{Encode(conversationSid)}";

    /// <summary>Links are looked for by their secret's hash alone: the account is not known yet.</summary>
    public static string LinkPartition(string hash) => LinksBegin + hash;

    /// <summary>The half-open range of a table's links.</summary>
    public static readonly (string From, string Before) Links = (LinksBegin, "!l}");

    private const string LinksBegin = "!l|";

    /// <summary>The half-open ranges of an account's kept answers and of its bindings.</summary>
    public static IEnumerable<(string From, string Before)> Aging(string accountSid) =>
        [($"{accountSid}!i|", $"{accountSid}!i}}"), ($"{accountSid}!c|", $"{accountSid}!c}}")];

    public static string ReviewPartition(string accountSid) => $"{accountSid}!v";

    public static string ReconciliationPartition(string accountSid) => $"{accountSid}!w";

    /// <summary>The half-open range of an account's recipients, or of one of its 256 parts.</summary>
    public static (string From, string Before) Range(string accountSid, int? part = null) =>
        part is { } p
            ? (
                string.Create(CultureInfo.InvariantCulture, $"{accountSid}|{p:x2}|"),
                string.Create(CultureInfo.InvariantCulture, $"{accountSid}|{p:x2}}}")
            )
            : ($"{accountSid}|", $"{accountSid}}}");

    /// <summary>A partition's place among those of its account.</summary>
    public static string Position(string accountSid, string partition) => partition[(accountSid.Length + 1)..];

    /// <summary>
    /// Key values may not hold / \ # ? or controls (Azure: "Understanding the Table service data model"); ours no | either, and are at most
    /// 1 KiB.
    /// </summary>
    internal static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "+-_.:@".Contains((char)b, StringComparison.Ordinal))
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.Length <= MaxPlainLength
            ? encoded.ToString()
            : "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>A partition's key without the account's SID.</summary>
    private static string Own(string partition) => partition[SidLength..];

    private static string HashByte(string recipient) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipient)).AsSpan(0, 1));
}
