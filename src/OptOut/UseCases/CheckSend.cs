namespace OptOut;

/// <summary>
/// Answers "may I send this, to this person, for this campaign, now?" with one point read; with a reservation, one change.
/// </summary>
public sealed class CheckSend(
    IRecipientStore store,
    RecipientChanges changes,
    DecisionSigner decisions,
    TimeProvider time,
    Suspensions? suspensions = null,
    SpreadGuard? spread = null
)
{
    private readonly Turns turns = new();

    /// <param name="recipient">Whom to send to.</param>
    /// <param name="question">A valid question.</param>
    /// <param name="reserve">Hold a place for the message (rule 28).</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="DependencyUnavailableException">The store could not be read: the caller denies.</exception>
    public async Task<CheckAnswer> AnswerAsync(
        RecipientAddress recipient,
        CheckQuestion question,
        bool reserve,
        CancellationToken cancellation
    )
    {
        try
        {
            var suspension = suspensions is null
                ? null
                : await suspensions.FindAsync(question.Account.Sid, question.Brand.Id, question.Campaign?.Id, cancellation);
            var answer = await AskAsync(
                recipient,
                suspension is null ? question : question with { Suspension = suspension },
                reserve,
                cancellation
            );
            spread?.Saw(question, answer);
            Signals.Checked(answer.Reason);
            return answer;
        }
        catch (DependencyUnavailableException)
        {
            Signals.Checked(Reason.Unavailable);
            throw;
        }
    }

    private async Task<CheckAnswer> AskAsync(
        RecipientAddress recipient,
        CheckQuestion question,
        bool reserve,
        CancellationToken cancellation
    )
    {
        var key = new RecipientKey(question.Account.Sid, recipient);
        if (!reserve)
        {
            var record = await store.ReadAsync(key, cancellation);
            var now = question.At ?? time.GetUtcNow();
            return decisions.Sign(CheckRules.Answer(record.State, record.Reserved, question, recipient, now), key, question, now);
        }

        CheckAnswer? answer = null;
        var at = time.GetUtcNow();
        // One at a time for a recipient, so that at most one reservation is waited for before that person's STOP.
        using var turn = await turns.EnterAsync(key, cancellation);
        await changes.ApplyAsync(
            key,
            null,
            (record, _, now) =>
            {
                answer = CheckRules.Answer(record.State, record.Reserved, question, recipient, at = question.At ?? now);
                var open = record.Reserved.Where(r => r.Until > now).ToList();
                if (answer.Allowed && open.Count >= Reservation.MaxPerRecipient)
                {
                    answer = CheckAnswer.Deny(Reason.FrequencyExceeded) with { Until = open.Min(r => r.Until) };
                }

                return answer.Allowed
                    ? new Proposal(
                        [],
                        Reserved: [.. open, new(question.Brand.Id, question.Campaign?.Id, question.Kind, now + Reservation.Duration)]
                    )
                    : Proposal.Nothing;
            },
            cancellation
        );
        return decisions.Sign(answer!, key, question, at);
    }
}
