namespace OptOut;

/// <summary>
/// Records a send, once per <c>MessageSid</c>, whoever reports it first, and says what it was: allowed, unchecked, or a violation (rule
/// 30).
/// </summary>
public sealed class RecordSend(
    RecipientChanges changes,
    PastStates past,
    DecisionSigner decisions,
    Policy policy,
    Suspensions? suspensions = null,
    SendCounts? counts = null
)
{
    /// <summary>
    /// How often the past is read again because something was written meanwhile. After that the last reading counts, so that a send is
    /// recorded even for a recipient whose ledger keeps changing.
    /// </summary>
    private const int MaxReads = 5;

    /// <summary>The receipt that a send leaves.</summary>
    public static string ReceiptId(string messageSid) => "send:" + messageSid;

    public async Task HandleAsync(RecipientKey key, ReportedSend send, CancellationToken cancellation)
    {
        var receiptId = ReceiptId(send.MessageSid);
        var suspension = suspensions is null
            ? null
            : await suspensions.FindAsync(key.AccountSid, send.Brand.Id, send.Campaign?.Id, cancellation);
        send = suspension?.At <= send.SentAt ? send with { Suspension = suspension } : send;
        var asOf = Times.LatestOf(send.SentAt);
        Past? known = null;
        for (var looks = 0; ; looks++)
        {
            RecipientState? asked = null;
            var written = await changes.ApplyAsync(
                key,
                receiptId,
                (record, taken, now) =>
                {
                    asked = null;
                    if (taken is not null)
                    {
                        return Proposal.Nothing;
                    }

                    var fresh = looks >= MaxReads || known?.Now.LastSequence == record.State.LastSequence ? known : null;
                    var then = PastStates.IfUnchanged(record.State, asOf) ?? fresh?.Then;
                    if (then is null || (fresh is null && PlannedIn(record.State, send) is not null))
                    {
                        asked = record.State;
                        return Proposal.Nothing;
                    }

                    var whole = fresh?.Planned is { } planned ? SendRules.AsPlanned(send, planned) : send;
                    return new Proposal(
                        SendRules.Record(whole, Judge(key, record.State, then, whole)).Events,
                        new Receipt
                        {
                            Id = receiptId,
                            At = now,
                            SentAt = send.SentAt,
                            Brand = send.Brand.Id,
                        },
                        Reserved: SendRules.UseReservation(record.Reserved, whole, now)
                    );
                },
                cancellation
            );
            if (asked is null)
            {
                counts?.Count(key.AccountSid, written.Events);
                return;
            }

            // Something was written since the message went out, or when it was scheduled: the ledger tells what held then, and what it
            // brought.
            known = new Past(
                asked,
                PastStates.IfUnchanged(asked, asOf) ?? await ThenAsync(key, asked, asOf, cancellation),
                await PlannedAsync(key, asked, send, cancellation)
            );
        }
    }

    /// <summary>
    /// The message never left Twilio: it counts as no send, whoever says later that it was one. What was recorded before stays; callbacks
    /// overtake each other.
    /// </summary>
    public Task FailedAsync(RecipientKey key, string messageSid, string brand, CancellationToken cancellation)
    {
        var receiptId = ReceiptId(messageSid);
        return changes.ApplyAsync(
            key,
            receiptId,
            (_, taken, now) =>
                taken is not null
                    ? Proposal.Nothing
                    : new Proposal(
                        [],
                        new Receipt
                        {
                            Id = receiptId,
                            At = now,
                            Brand = brand,
                        }
                    ),
            cancellation
        );
    }

    private async Task<RecipientState> ThenAsync(RecipientKey key, RecipientState now, DateTimeOffset asOf, CancellationToken cancellation)
    {
        try
        {
            return await past.ReadAsync(key, now, asOf, cancellation);
        }
        catch (BrokenChainException)
        {
            // What held then is not known any more; the send is recorded all the same.
            return now;
        }
    }

    /// <summary>The ledger event by which the message was scheduled; null where it was not, or where that is not known any more.</summary>
    private static long? PlannedIn(RecipientState state, ReportedSend send) =>
        state.Brand(send.Brand.Id).Scheduled?.Find(m => m.MessageSid == send.MessageSid)?.Sequence;

    private async Task<LedgerEvent?> PlannedAsync(RecipientKey key, RecipientState state, ReportedSend send, CancellationToken cancellation)
    {
        try
        {
            return PlannedIn(state, send) is { } sequence ? await past.ReadEventAsync(key, state, sequence, cancellation) : null;
        }
        catch (BrokenChainException)
        {
            return null;
        }
    }

    private SendFindings Judge(RecipientKey key, RecipientState now, RecipientState then, ReportedSend send) =>
        policy.Accounts.TryGetValue(key.AccountSid, out var account)
            ? Judgement.Of(then, now.Brand(send.Brand.Id).Decisions ?? [], send, account, key.Recipient, decisions)
            : new SendFindings();

    /// <summary>What was read of the past, and the state from which on it was asked.</summary>
    private sealed record Past(RecipientState Now, RecipientState Then, LedgerEvent? Planned);
}
