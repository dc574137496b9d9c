using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>The append-only history of a recipient, and its fold into <see cref="RecipientState"/>.</summary>
public static class Ledger
{
    /// <summary>The state before the first event.</summary>
    public static RecipientState Empty(string recipient) => new() { Recipient = recipient };

    /// <summary>The state that a whole ledger leads to.</summary>
    /// <exception cref="BrokenChainException">An event is not what it was when it was written, or one is missing.</exception>
    public static RecipientState Fold(string recipient, IEnumerable<LedgerEvent> events) =>
        events.Aggregate(
            Empty(recipient),
            (state, e) =>
                e.Previous == state.Head && e.Sequence == state.LastSequence + 1 && HashChain.IsWhole(recipient, e)
                    ? Apply(state, e)
                    : throw new BrokenChainException()
        );

    /// <summary>Numbers, dates and links the drafts that a rule decided on, and applies them.</summary>
    /// <param name="salt">Gives random bytes; null: the machine's generator.</param>
    public static (RecipientState State, ImmutableArray<LedgerEvent> Events) Append(
        RecipientState state,
        string accountSid,
        IEnumerable<LedgerEvent> drafts,
        DateTimeOffset now,
        Func<int, byte[]>? salt = null
    )
    {
        var events = ImmutableArray.CreateBuilder<LedgerEvent>();
        foreach (var draft in drafts)
        {
            var sequence = state.LastSequence + 1;
            var written = draft with { Sequence = sequence, Id = EventId(accountSid, state.Recipient, sequence), RecordedAt = now };
            // A consent is named after the event that brought it in.
            written =
                written.Type is EventType.Consented or EventType.ConsentRequested && written.ConsentId is null
                    ? written with
                    {
                        ConsentId = written.Id,
                    }
                    : written;
            written = HashChain.Link(written, state.Recipient, state.Head, salt);
            events.Add(written);
            state = Apply(state, written);
        }

        return (state, events.ToImmutable());
    }

    /// <summary>
    /// The id of a ledger event: stable, unique over all accounts and recipients, telling nothing of the number, and starting with the
    /// sequence's owner so that it can be found again.
    /// </summary>
    public static string EventId(string accountSid, string recipient, long sequence)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{accountSid}|{recipient}"), hash);
        return string.Create(CultureInfo.InvariantCulture, $"ev-{Convert.ToHexStringLower(hash[..12])}-{sequence}");
    }

    /// <summary>The sequence inside an event's id; null when the text is no event id of this recipient.</summary>
    public static long? SequenceOf(string eventId, string accountSid, string recipient)
    {
        var dash = eventId.LastIndexOf('-');
        return
            dash > 0
            && long.TryParse(eventId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && string.Equals(EventId(accountSid, recipient, sequence), eventId, StringComparison.Ordinal)
            ? sequence
            : null;
    }

    /// <summary>The sequence inside an event's id of our own making.</summary>
    internal static long SequenceIn(string eventId) =>
        long.Parse(eventId.AsSpan(eventId.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>
    /// One step of the fold. Total: it takes every event that was ever written, so it decides nothing; deciding is the rules' work.
    /// </summary>
    public static RecipientState Apply(RecipientState state, LedgerEvent e)
    {
        var next = e.Type switch
        {
            EventType.OptedOut => OptOutFold.Apply(state, e),
            EventType.SuppressionCorrected => OptOutFold.ApplyCorrection(state, e),
            EventType.OptedIn => OptInFold.Apply(state, e),
            EventType.Consented => ConsentFold.Apply(state, e),
            EventType.ConsentRequested => ConsentFold.ApplyRequest(state, e),
            EventType.ConsentWithdrawn => ConsentFold.ApplyWithdrawal(state, e),
            EventType.PreferencesChanged => state.With(e.Brand!, b => ConsentFold.ApplyPreference(b, e)),
            EventType.ConversationOpened => ConversationFold.Apply(state, e),
            EventType.ConversationClosed => ConversationFold.ApplyClosing(state, e),
            EventType.SendRecorded when e.SendAt is not null => ScheduleFold.Add(state, e),
            EventType.SendRecorded => ScheduleFold.Remove(SendFold.Apply(state, e), e),
            EventType.SendRecalled => ScheduleFold.Remove(state, e),
            EventType.ProviderBlocked => ProviderBlockFold.Apply(state, e),
            EventType.ProviderUnblocked => ProviderBlockFold.ApplyEnd(state, e),
            EventType.NumberReassigned => NumberLifeFold.Apply(state, e),
            EventType.SuspensionChanged => AccountLedger.Apply(state, e),
            EventType.ReviewNeeded => ReviewFold.Apply(state, e),
            EventType.ReviewDecided => ReviewFold.ApplyDecision(state, e),
            EventType.Erased => ErasureFold.Apply(state, e),
            EventType.HoldChanged => state with { Hold = e.Hold == true ? new Mark(e.At, e.Id) : null },
            _ => state,
        };
        return SuppressionChanges.Note(state, ProfileFold.Apply(ProviderBlockFold.Learn(next, e), e), e) with
        {
            LastSequence = e.Sequence,
            ChangedAt = e.RecordedAt,
            Head = e.Hash,
        };
    }

    /// <summary>Dictionaries that come back from storage have the default comparer; ours is ordinal.</summary>
    internal static ImmutableSortedDictionary<string, T> Sorted<T>(ImmutableSortedDictionary<string, T> map) =>
        map.WithComparers(StringComparer.Ordinal);
}
