namespace OptOut;

/// <summary>
/// Takes what Twilio's Conversations tell: who takes part, what they write, that it ended. All of it can be repeated, so that what is not
/// done in the webhook's time is left to a follow-up as it is.
/// </summary>
public sealed class ReceiveConversation(
    IConversationStore store,
    ITwilioMessages twilio,
    ReceiveMessage receive,
    RecipientChanges changes,
    DeliverConfirmation confirmations,
    FollowUps followUps,
    Background background,
    Policy policy,
    TimeProvider time
)
{
    /// <summary>How much of the webhook's 3 s the store and Twilio may take before the notice goes to the queue.</summary>
    private static readonly TimeSpan WebhookTimeout = TimeSpan.FromSeconds(1.6);

    /// <summary>How much of it the table may take once the queue has taken the message.</summary>
    private static readonly TimeSpan TableTimeout = TimeSpan.FromSeconds(1.3);

    private static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(0.7);
    private const int MaxClosesInFlight = 8;

    /// <summary>How often Twilio is asked again for the participant that it says an address is, and does not list.</summary>
    private const int MaxLookUps = 3;

    /// <summary>Takes a notice, or has the follow-up queue take it.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing durable could.</exception>
    public async Task HandleAsync(ConversationNotice notice)
    {
        using var limit = new CancellationTokenSource(WebhookTimeout, time);
        try
        {
            if (await TakeAsync(notice, late: false, attempts: 0, limit.Token).WaitAsync(WebhookTimeout, time))
            {
                return;
            }
        }
        catch (Exception e) when (e is DependencyUnavailableException or TimeoutException or OperationCanceledException)
        {
            // Work that was not cancelled and the follow-up may both finish; receipts make the second one change nothing.
        }

        using var last = new CancellationTokenSource(QueueTimeout, time);
        if (await followUps.ScheduleAsync(new ConversationFollowUp(notice.AccountSid, notice), TimeSpan.Zero, last.Token) is null)
        {
            throw new DependencyUnavailableException("Neither table nor queue took the Conversation's event in time.");
        }
    }

    /// <summary>The same inside its follow-up; false when it is to be tried again.</summary>
    public Task<bool> HandleFollowedAsync(ConversationNotice notice, int attempts, CancellationToken cancellation) =>
        TakeAsync(notice, late: true, attempts, cancellation);

    /// <summary>Ends what a message opened after, or while, its Conversation was closed: the one may overtake the other.</summary>
    public async Task EndIfClosedAsync(RecipientKey key, Brand brand, Sender sender, string conversationSid, CancellationToken cancellation)
    {
        if (await store.ReadAsync(key.AccountSid, conversationSid, cancellation) is { EndedAt: { } endedAt })
        {
            await CloseAsync(key, brand, sender, conversationSid, endedAt, cancellation);
        }
    }

    private async Task<bool> TakeAsync(ConversationNotice notice, bool late, int attempts, CancellationToken cancellation)
    {
        if (!policy.Accounts.TryGetValue(notice.AccountSid, out var account))
        {
            throw new NeverPossibleException("The Conversation's account is no longer configured.");
        }

        switch (notice.Change)
        {
            case ConversationChange.Joined when notice.Address is { } address:
                await KeepAsync(
                    notice,
                    b => b.With(new BoundParticipant(address, notice.ProxyAddress, notice.MessagingService, notice.ParticipantSid)),
                    cancellation
                );
                return true;
            case ConversationChange.Written when notice.IsByPhone:
                return await WrittenAsync(account, notice, late, attempts, cancellation);
            case ConversationChange.Ended:
                await EndedAsync(account, notice, cancellation);
                return true;
            default:
                return true;
        }
    }

    private async Task<bool> WrittenAsync(
        Account account,
        ConversationNotice notice,
        bool late,
        int attempts,
        CancellationToken cancellation
    )
    {
        var author = (await store.ReadAsync(notice.AccountSid, notice.ConversationSid, cancellation))?.Author(notice);
        if (author is null)
        {
            if (await LookUpAsync(notice, cancellation) is not { } found)
            {
                return false;
            }

            author = found.Author(notice);
            if (author is null)
            {
                // A chat user has no phone and is passed over. An address must be a participant, but Twilio's list may lag behind.
                return !notice.IsByAddress || attempts >= MaxLookUps;
            }
        }

        author = author with { MessagingService = author.MessagingService ?? notice.MessagingService };
        if (author.SenderOf(account) is not { } to || RecipientAddress.FromTwilio(author.Address) is not { } recipient)
        {
            return true;
        }

        var key = new RecipientKey(account.Sid, recipient);
        var receipt = await receive.HandleAsync(
            Inbound.To(account, to, author.MessagingService, recipient, author.Address, notice.MessageSid!, notice.Body, notice.At) with
            {
                Late = late,
                Source = Sources.Conversations,
                ConversationSid = notice.ConversationSid,
            },
            TableTimeout,
            cancellation
        );
        background.Run(async () =>
        {
            await EndIfClosedAsync(key, to.Brand, to.Sender, notice.ConversationSid, CancellationToken.None);
            if (receipt?.Confirmation is { IsOpen: true, Route: Route.Rest })
            {
                // The answer to this webhook holds no text, so the confirmation is sent now by REST. The follow-up sends it if this process
                // dies.
                await confirmations.AdvanceAsync(key, receipt, attempts: 0, CancellationToken.None);
            }
        });
        return true;
    }

    /// <summary>Binds whom Twilio lists; null when Twilio cannot be asked.</summary>
    private async Task<ConversationBinding?> LookUpAsync(ConversationNotice notice, CancellationToken cancellation)
    {
        IReadOnlyList<ConversationParticipant> listed;
        try
        {
            listed = await twilio.ListParticipantsAsync(notice.AccountSid, notice.ConversationSid, cancellation);
        }
        catch (Exception)
        {
            return null;
        }

        return await KeepAsync(
            notice,
            b =>
                listed.Aggregate(
                    b,
                    (bound, p) =>
                        bound.With(new BoundParticipant(p.RecipientAddress, p.SenderAddress, notice.MessagingService, p.ParticipantSid))
                ),
            cancellation
        );
    }

    private async Task EndedAsync(Account account, ConversationNotice notice, CancellationToken cancellation)
    {
        // The end is stored first, so that a message that arrives at the same time sees it.
        var binding = await KeepAsync(notice, b => b.EndedAt is null ? b with { EndedAt = notice.At } : b, cancellation);
        await Parallel.ForEachAsync(
            binding.Participants,
            new ParallelOptions { MaxDegreeOfParallelism = MaxClosesInFlight, CancellationToken = cancellation },
            async (participant, ct) =>
            {
                if (participant.SenderOf(account) is { } to && RecipientAddress.FromTwilio(participant.Address) is { } recipient)
                {
                    await CloseAsync(
                        new RecipientKey(account.Sid, recipient),
                        to.Brand,
                        to.Sender,
                        notice.ConversationSid,
                        binding.EndedAt!.Value,
                        ct
                    );
                }
            }
        );
    }

    private Task CloseAsync(
        RecipientKey key,
        Brand brand,
        Sender sender,
        string conversationSid,
        DateTimeOffset at,
        CancellationToken cancellation
    ) =>
        changes.ApplyAsync(
            key,
            null,
            (record, _, _) => new Proposal(ConversationRules.Close(record.State, brand.Id, conversationSid, at, sender.Address).Events),
            cancellation
        );

    /// <summary>Changes what is kept of a Conversation, again when somebody else was faster.</summary>
    private async Task<ConversationBinding> KeepAsync(
        ConversationNotice notice,
        Func<ConversationBinding, ConversationBinding> change,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var before = await store.ReadAsync(notice.AccountSid, notice.ConversationSid, cancellation) ?? ConversationBinding.Unknown;
            var after = change(before);
            if (
                ReferenceEquals(before, after)
                || await store.BindAsync(notice.AccountSid, notice.ConversationSid, after, cancellation) == Commit.Done
            )
            {
                return after;
            }
        }
    }
}
