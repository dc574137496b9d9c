using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>What a decision answers for: it is proof for no other message.</summary>
/// <param name="Senders">By which names the message's sender is known; empty where it is not.</param>
public sealed record DecisionSubject(RecipientKey Recipient, string Brand, string? Campaign, CheckKind Kind, IReadOnlyList<string> Senders);

/// <summary>
/// Signs what a check answered, and verifies it when the send brings it back (rule 33): <c>d1.{what was decided}.{HMAC-SHA256}</c>, both
/// in base64url. Nothing of it is stored. Recipient and sender are in it only as keyed hashes, which nobody without the key can compute or
/// guess.
/// </summary>
/// <param name="policy">Its <see cref="Policy.DecisionKeys"/> sign, the first of them, and verify, each of them; without any, keys made of
/// the account's auth tokens.</param>
public sealed class DecisionSigner(Policy policy)
{
    /// <summary>How long an answer may be used.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    private const string Version = "d1";
    private const int MacBytes = 16,
        NonceBytes = 4,
        RecipientBytes = 12,
        SenderBytes = 8,
        Parts = 12;

    /// <summary>Longer than any of ours: ids are at most 64 characters.</summary>
    private const int MaxLength = 2000;

    private readonly AccountKeys keys = new(policy, "decision");

    /// <summary>
    /// The answer with its decision, where it allows: usable for five minutes from the time it is meant for, and never past its ground's
    /// end.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="recipient">Whom it is about.</param>
    /// <param name="question">What it answers.</param>
    /// <param name="at">The time that was asked about.</param>
    public CheckAnswer Sign(CheckAnswer answer, RecipientKey recipient, CheckQuestion question, DateTimeOffset at)
    {
        if (!answer.Allowed)
        {
            return answer;
        }

        // The ground's end and the recipient's evening come first, where they come sooner.
        var until = Times.Earlier(
            Times.Earlier(at + Validity, answer.Until ?? DateTimeOffset.MaxValue),
            answer.ValidUntil ?? DateTimeOffset.MaxValue
        );
        var known = keys.Of(recipient.AccountSid);
        return answer with
        {
            ValidUntil = until,
            Decision = known.Length == 0 ? null : Sign(known[0], answer, recipient, question, at, until),
        };
    }

    /// <summary>The proof that the send was allowed, or why what it brought is none.</summary>
    /// <param name="decision">As the sender brought it.</param>
    /// <param name="subject">The message that was sent.</param>
    /// <param name="sentAt">When it was sent, as the sender states it.</param>
    public (SentDecision? Proof, Unchecked? Why) Verify(string decision, DecisionSubject subject, DateTimeOffset sentAt)
    {
        if (Open(decision, subject.Recipient.AccountSid) is not { } opened)
        {
            return (null, Unchecked.Forged);
        }

        var (key, mac, parts) = opened;
        if (!Same(parts[8], Code(key, "recipient", Whose(subject.Recipient), RecipientBytes)))
        {
            return (null, Unchecked.AnotherRecipient);
        }

        var (issued, until) = (Time(parts[0]), Time(parts[1]));
        var why =
            parts[2] != subject.Brand ? Unchecked.AnotherBrand
            : parts[4] != KebabCase<CheckKind>.Name(subject.Kind) ? Unchecked.AnotherKind
            : !IsCampaign(parts[3], subject) ? Unchecked.AnotherCampaign
            : !IsSender(key, parts[9], subject) ? Unchecked.AnotherSender
            : sentAt > until || Times.LatestOf(sentAt) + Defaults.FutureTolerance < issued ? Unchecked.Outdated
            : (Unchecked?)null;
        return why is not null || !KebabCase<Reason>.TryParse(parts[5], out var reason)
            ? (null, why ?? Unchecked.Forged)
            : (
                new SentDecision(
                    mac,
                    reason,
                    [.. Listed(parts[6]).Select(word => KebabCase<Obligation>.TryParse(word, out var obligation) ? obligation : default)],
                    [
                        .. Listed(parts[7])
                            .Select(sequence =>
                                Ledger.EventId(
                                    subject.Recipient.AccountSid,
                                    subject.Recipient.Recipient.Value,
                                    long.Parse(sequence, CultureInfo.InvariantCulture)
                                )
                            ),
                    ],
                    issued,
                    until
                )
                {
                    TextSeen = parts[11].Length > 0 ? true : null,
                },
                null
            );
    }

    private static string Sign(
        byte[] key,
        CheckAnswer answer,
        RecipientKey recipient,
        CheckQuestion question,
        DateTimeOffset at,
        DateTimeOffset until
    )
    {
        // Ids hold no '|' (they are read from the configuration so).
        var payload = Text(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '|',
                    Time(at),
                    Time(until),
                    question.Brand.Id,
                    question.Campaign?.Id,
                    KebabCase<CheckKind>.Name(question.Kind),
                    KebabCase<Reason>.Name(answer.Reason),
                    string.Join(',', answer.Obligations.Select(KebabCase<Obligation>.Name)),
                    string.Join(
                        ',',
                        answer.Evidence.Select(Ledger.SequenceIn).Select(sequence => sequence.ToString(CultureInfo.InvariantCulture))
                    ),
                    Code(key, "recipient", Whose(recipient), RecipientBytes),
                    question.Sender is { } sender ? Code(key, "sender", sender, SenderBytes) : "",
                    Text(RandomNumberGenerator.GetBytes(NonceBytes)),
                    question.Body is null ? "" : "text"
                )
            )
        );
        return $"{Version}.{payload}.{Mac(key, $"{Version}.{payload}")}";
    }

    /// <summary>The key that signed it and its content; null where none of our keys did.</summary>
    private (byte[] Key, string Mac, string[] Parts)? Open(string decision, string accountSid)
    {
        var cut = decision.LastIndexOf('.');
        if (
            decision.Length > MaxLength
            || cut < 0
            || !decision.StartsWith(Version + ".", StringComparison.Ordinal)
            || cut <= Version.Length
        )
        {
            return null;
        }

        var (signed, mac) = (decision[..cut], decision[(cut + 1)..]);
        // Every key is tried, whether or not an earlier one matched, so that the time taken reveals nothing.
        byte[]? found = null;
        foreach (var key in keys.Of(accountSid))
        {
            found = Same(mac, Mac(key, signed)) ? key : found;
        }

        if (found is null)
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(signed.AsSpan(Version.Length + 1))).Split('|');
        return parts.Length == Parts ? (found, mac, parts) : null;
    }

    /// <summary>
    /// A reply belongs to no campaign unless it names one, and one that was asked about without may be reported with the brand's only one.
    /// </summary>
    private static bool IsCampaign(string campaign, DecisionSubject subject) =>
        campaign == (subject.Campaign ?? "") || (subject.Kind == CheckKind.Reply && (campaign.Length == 0 || subject.Campaign is null));

    /// <summary>An answer without a sender is for any of the brand's; a send that does not tell its sender contradicts none.</summary>
    private static bool IsSender(byte[] key, string code, DecisionSubject subject) =>
        code.Length == 0
        || subject.Senders.Count == 0
        || subject.Senders.Any(sender => Same(code, Code(key, "sender", sender, SenderBytes)));

    private static string Mac(byte[] key, string text) => Text(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, MacBytes));

    private static string Code(byte[] key, string what, string value, int bytes) =>
        Text(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{what}|{value}")).AsSpan(0, bytes));

    private static string Whose(RecipientKey recipient) => $"{recipient.AccountSid}|{recipient.Recipient.Value}";

    private static string Text(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    private static string[] Listed(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string Time(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));
}
