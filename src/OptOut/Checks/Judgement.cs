namespace OptOut;

/// <summary>Judges a send as of the moment it went out, by the same stages as a check (rule 30).</summary>
public static class Judgement
{
    /// <summary>The violation of a send without a valid decision, where the account requires one.</summary>
    public const string Unchecked = "unchecked";

    /// <param name="then">The recipient's state when the message was sent.</param>
    /// <param name="used">The brand's decisions that other sends brought, as known now.</param>
    /// <param name="send">What was sent.</param>
    /// <param name="account">The brand's account.</param>
    /// <param name="recipient">To whom.</param>
    /// <param name="decisions">Knows our own decisions again.</param>
    public static SendFindings Of(
        RecipientState then,
        IReadOnlyCollection<string> used,
        ReportedSend send,
        Account account,
        RecipientAddress recipient,
        DecisionSigner decisions
    )
    {
        var (proof, why) = ProofOf(used, send, new RecipientKey(account.Sid, recipient), decisions);
        why ??= proof is null && account.RequireDecision ? OptOut.Unchecked.Missing : null;
        var denied = Denied(then, send, account, recipient);
        var violation =
            denied is not null ? KebabCase<Reason>.Name(denied.Reason)
            : proof is null && account.RequireDecision ? Unchecked
            : null;
        return new SendFindings(proof, why, violation, denied is { Evidence.Count: > 0 } ? denied.Evidence : null);
    }

    /// <summary>
    /// The decision that a send brings, where it is a proof, or why it is none; neither where it brings nothing. A message that waited at
    /// Twilio may have brought it when it was scheduled: then it is held against the time when it went out.
    /// </summary>
    /// <param name="used">The brand's decisions that other sends brought, as known now.</param>
    /// <param name="send">What was sent, or is to be sent.</param>
    /// <param name="key">To whom.</param>
    /// <param name="decisions">Knows our own decisions again.</param>
    public static (SentDecision? Proof, Unchecked? Why) ProofOf(
        IReadOnlyCollection<string> used,
        ReportedSend send,
        RecipientKey key,
        DecisionSigner decisions
    )
    {
        if (string.IsNullOrEmpty(send.Decision))
        {
            return send.Planned is not { Decision: { } planned } ? (null, send.Planned?.Unchecked)
                : send.SentAt > planned.ValidUntil ? (null, OptOut.Unchecked.Outdated)
                : (planned, null);
        }

        var subject = new DecisionSubject(
            key,
            send.Brand.Id,
            send.Campaign?.Id,
            send.Kind,
            [.. new[] { send.Sender, send.MessagingService }.OfType<string>()]
        );
        var (proof, why) = decisions.Verify(send.Decision, subject, send.SentAt);
        return
            proof is not null && proof.Id != send.Planned?.Decision?.Id && used.Contains(SendFold.Short(proof.Id), StringComparer.Ordinal)
            ? (null, OptOut.Unchecked.Used)
            : (proof, why);
    }

    /// <summary>
    /// What the report leaves open speaks for the send: a reply without its sender is allowed by any conversation, another by any of the
    /// brand's campaigns.
    /// </summary>
    private static CheckAnswer? Denied(RecipientState then, ReportedSend send, Account account, RecipientAddress recipient)
    {
        var at = Times.LatestOf(send.SentAt);
        CheckAnswer Ask(string? sender, Campaign? campaign) =>
            CheckRules.Answer(
                then,
                [],
                new CheckQuestion
                {
                    Account = account,
                    Brand = send.Brand,
                    Campaign = campaign,
                    Kind = send.Kind,
                    Sender = sender,
                    Suspension = send.Suspension,
                },
                recipient,
                at
            );
        List<CheckAnswer> answers = send switch
        {
            { Kind: CheckKind.Reply, Sender: null } =>
            [
                .. then.Brand(send.Brand.Id).Conversations.Keys.Select(sender => Ask(sender, send.Campaign)),
            ],
            { Kind: not CheckKind.Reply, Campaign: null } =>
            [
                .. send.Brand.Campaigns.Values.OrderBy(c => c.Id, StringComparer.Ordinal).Select(campaign => Ask(send.Sender, campaign)),
            ],
            _ => [Ask(send.Sender, send.Campaign)],
        };
        return answers.Exists(a => a.Allowed) ? null : answers.LastOrDefault() ?? CheckAnswer.Deny(Reason.NoConsent);
    }
}
