using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>
/// Watches for one text that goes out over more senders of a brand than <see cref="Brand.MaxSenders"/> within a day, which carriers know as
/// snowshoeing (Twilio Messaging Policy, "Attempts to Evade Opt-Outs or Filters"): it is recorded in the account's ledger, published and
/// counted, once a day and text.
/// </summary>
/// <remarks>
/// What is seen are the texts of allowed checks, per instance: the senders of a text that is spread on purpose meet in each of them.
/// </remarks>
public sealed class SpreadGuard(RecipientChanges changes, Background background, TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How many texts are watched at once; beyond it the guard starts over, so that its memory stays bounded.</summary>
    private const int MaxTexts = 20_000;

    private readonly ConcurrentDictionary<string, Seen> texts = new(StringComparer.Ordinal);

    /// <summary>Takes note of a message that may go out.</summary>
    public void Saw(CheckQuestion question, CheckAnswer answer)
    {
        if (question is not { Brand.MaxSenders: { } most, Body: { } body, Sender: { } sender } || !answer.Allowed)
        {
            return;
        }

        if (texts.Count > MaxTexts)
        {
            texts.Clear();
        }

        var text = Of(question.Brand, body);
        var senders = texts.GetOrAdd(text, _ => new Seen()).Add(sender, time.GetUtcNow(), most);
        if (senders is not null)
        {
            background.Run(() => RecordAsync(question.Brand, text, senders));
        }
    }

    /// <summary>The same text, told by a code: case, accents, white space and digits aside, which a spreader varies.</summary>
    private static string Of(Brand brand, string body)
    {
        var plain = MessageText.Letters(body);
        return $"{brand.AccountSid}|{brand.Id}|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)).AsSpan(0, 8))}";
    }

    private Task RecordAsync(Brand brand, string text, string[] senders)
    {
        var today = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        // Every instance may see it: the receipt lets the first one record it.
        var receiptId = $"spread:{text}:{today}";
        return changes.ApplyAsync(
            AccountLedger.Of(brand.AccountSid),
            receiptId,
            (_, taken, now) =>
                taken is not null
                    ? Proposal.Nothing
                    : new Proposal(
                        [
                            new LedgerEvent
                            {
                                Type = EventType.SpreadSuspected,
                                At = now,
                                Brand = brand.Id,
                                Source = Sources.Api,
                                Senders = senders,
                                Text = $"One text over {senders.Length} senders within a day; allowed are {brand.MaxSenders}.",
                            },
                        ],
                        new Receipt
                        {
                            Id = receiptId,
                            At = now,
                            Brand = brand.Id,
                        }
                    ),
            CancellationToken.None
        );
    }

    /// <summary>The senders that one text was seen with, each with its last time.</summary>
    private sealed class Seen
    {
        private readonly Dictionary<string, DateTimeOffset> last = new(StringComparer.Ordinal);
        private DateTimeOffset? reported;

        /// <summary>The senders of the last day, when they are too many and that was not said within it; else null.</summary>
        public string[]? Add(string sender, DateTimeOffset now, int most)
        {
            lock (last)
            {
                last[sender] = now;
                foreach (var old in last.Where(s => s.Value <= now - Day).Select(s => s.Key).ToList())
                {
                    last.Remove(old);
                }

                if (last.Count <= most || reported > now - Day)
                {
                    return null;
                }

                reported = now;
                return [.. last.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }
}
