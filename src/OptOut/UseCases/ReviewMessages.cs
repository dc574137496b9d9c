namespace OptOut;

/// <summary>Messages that wait for a person: listed, decided, and closed once they are overdue (rule 39).</summary>
public sealed class ReviewMessages(IReviewIndex index, IRecipientStore store, RecipientChanges changes, Policy policy, TimeProvider time)
{
    /// <summary>A row without its event may belong to a commit that is still under way; after this it does not.</summary>
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromMinutes(5);

    /// <summary>A message that waits, with its event.</summary>
    public sealed record Waiting(IndexedReview Row, LedgerEvent Needed);

    /// <summary>What waits in an account, the oldest first; a row whose message waits no more is taken out on the way.</summary>
    public async IAsyncEnumerable<Waiting> ListAsync(
        string accountSid,
        string? after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var row in index.ListReviewsAsync(accountSid, after, cancellation))
        {
            if (await WaitingAsync(accountSid, row, cancellation) is { } waiting)
            {
                yield return waiting;
            }
        }
    }

    /// <summary>The event of the decision; null where the event does not wait.</summary>
    public async Task<(LedgerEvent Decided, IndexedReview Row)?> DecideAsync(
        string accountSid,
        string eventId,
        ReviewDecision decision,
        string reason,
        string actor,
        CancellationToken cancellation
    )
    {
        if (
            await index.FindReviewAsync(accountSid, eventId, cancellation) is not { } row
            || await WaitingAsync(accountSid, row, cancellation) is not { } waiting
        )
        {
            return null;
        }

        // A decision that comes too late is refused: the message has become an opt-out by then.
        if (row.Due <= time.GetUtcNow())
        {
            await CloseAsync(accountSid, waiting, cancellation);
            return null;
        }

        return await WriteAsync(accountSid, waiting, decision, reason, actor, Sources.Api, cancellation) is { } decided
            ? (decided, row)
            : null;
    }

    /// <summary>Whatever is overdue becomes an opt-out; how many still wait, and when the first of them is due.</summary>
    public async Task<(int Waiting, DateTimeOffset? FirstDue)> CloseOverdueAsync(CancellationToken cancellation)
    {
        var (left, firstDue) = (0, (DateTimeOffset?)null);
        foreach (var account in policy.Accounts.Keys)
        {
            await foreach (var waiting in ListAsync(account, null, cancellation))
            {
                if (waiting.Row.Due <= time.GetUtcNow())
                {
                    await CloseAsync(account, waiting, cancellation);
                    continue;
                }

                left++;
                firstDue = firstDue < waiting.Row.Due ? firstDue : waiting.Row.Due;
            }
        }

        return (left, firstDue);
    }

    private async Task<Waiting?> WaitingAsync(string accountSid, IndexedReview row, CancellationToken cancellation)
    {
        var key = new RecipientKey(accountSid, RecipientAddress.FromStored(row.Recipient));
        var events = ReviewRules.Find((await store.ReadAsync(key, cancellation)).State, row.Event) is null
            ? []
            : await store.ReadLedgerAsync(key, row.Sequence, row.Sequence, cancellation);
        if (events is [var needed])
        {
            return new Waiting(row, needed);
        }

        if (time.GetUtcNow() - row.WrittenAt > CommitTimeout)
        {
            await index.RemoveReviewAsync(accountSid, row, cancellation);
        }

        return null;
    }

    /// <summary>What nobody decided in time becomes an opt-out as of its message (rule 39).</summary>
    private Task<LedgerEvent?> CloseAsync(string accountSid, Waiting waiting, CancellationToken cancellation) =>
        WriteAsync(
            accountSid,
            waiting,
            ReviewDecision.OptOut,
            "Nobody decided in time.",
            ReviewRules.OverdueActor,
            Sources.FollowUp,
            cancellation
        );

    private async Task<LedgerEvent?> WriteAsync(
        string accountSid,
        Waiting waiting,
        ReviewDecision decision,
        string reason,
        string actor,
        string source,
        CancellationToken cancellation
    )
    {
        var written = await changes.ApplyAsync(
            new RecipientKey(accountSid, RecipientAddress.FromStored(waiting.Row.Recipient)),
            null,
            (record, _, now) =>
                new Proposal(
                    ReviewRules
                        .Decide(record.State, waiting.Needed, policy.Accounts[accountSid], decision, reason, actor, source, now)
                        .Events
                ),
            cancellation
        );
        await index.RemoveReviewAsync(accountSid, waiting.Row, cancellation);
        return written.Events.FirstOrDefault(e => e.Type == EventType.ReviewDecided);
    }
}
