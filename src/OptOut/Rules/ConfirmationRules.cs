namespace OptOut;

/// <summary>What is to be done next about a confirmation that is not known to be taken.</summary>
public enum ConfirmationStep
{
    /// <summary>Nothing: its fate is known, or there is none.</summary>
    Done,

    /// <summary>Come back at the given time.</summary>
    Wait,

    /// <summary>Ask Twilio's message list.</summary>
    Search,

    /// <summary>The claim is written: call Twilio.</summary>
    Send,
}

/// <summary>
/// The life of a confirmation (rules 8, 9; ADR 0006): <c>planned → claimed → sent | failed | unknown</c>. Pure: reads a receipt, gives the
/// step and, where it moves, the receipt to write first.
/// </summary>
/// <remarks>
/// Two searches that find nothing, a gap apart, lead to a send, and nothing less does. The first one of a confirmation that was answered as
/// TwiML turns its route to REST: from then on a redelivery is answered empty, and the gap is longer than any answer given before can be on
/// its way.
/// </remarks>
public static class ConfirmationRules
{
    /// <summary>A step, when to come back for <see cref="ConfirmationStep.Wait"/>, and the receipt and events to write before it.</summary>
    public readonly record struct Next(
        ConfirmationStep Step,
        DateTimeOffset Until = default,
        Receipt? Write = null,
        IReadOnlyList<LedgerEvent>? Events = null
    );

    /// <param name="key">The recipient.</param>
    /// <param name="receipt">As it is kept now.</param>
    /// <param name="state">The recipient's state now.</param>
    /// <param name="searchedAt">When a search of Twilio's list began that did not find it; null without one.</param>
    /// <param name="attemptId">Names the claim, if one is taken.</param>
    /// <param name="now">The time.</param>
    /// <param name="times">The gaps.</param>
    public static Next Decide(
        RecipientKey key,
        Receipt receipt,
        RecipientState state,
        DateTimeOffset? searchedAt,
        string attemptId,
        DateTimeOffset now,
        FollowUpTimes times
    )
    {
        if (receipt.Confirmation is not { IsOpen: true } c)
        {
            return new(ConfirmationStep.Done);
        }

        var mayBeAtTwilio = c.Route == Route.Twiml || c.State == ConfirmationState.Claimed || c.NotFoundAt is not null;
        if (IsSuperseded(receipt, state) && !mayBeAtTwilio)
        {
            return End(receipt, ConfirmationState.Superseded);
        }

        if (!mayBeAtTwilio)
        {
            return ClaimInTime(key, receipt, attemptId, now);
        }

        if (now - (c.ClaimedAt ?? receipt.At) > times.GiveUp)
        {
            return End(receipt, ConfirmationState.Unknown, Fate(key, receipt, EventType.ConfirmationUncertain, now));
        }

        var searchAt = (c.NotFoundAt ?? c.ClaimedAt ?? receipt.At) + times.SearchGap;
        if (now < searchAt)
        {
            return new(ConfirmationStep.Wait, searchAt);
        }

        // A process that was paused after its search may resume with an answer that is out of date.
        if (searchedAt is null || searchedAt < searchAt)
        {
            return new(ConfirmationStep.Search);
        }

        return c.NotFoundAt is null
                ? new(
                    ConfirmationStep.Wait,
                    now + times.SearchGap,
                    receipt with
                    {
                        Confirmation = c with { Route = Route.Rest, NotFoundAt = now },
                    }
                )
            : IsSuperseded(receipt, state) ? End(receipt, ConfirmationState.Superseded)
            : ClaimInTime(key, receipt, attemptId, now);
    }

    /// <summary>Whether a report of the confirmation's fate says more than is known.</summary>
    /// <param name="receipt">As it is kept now.</param>
    /// <param name="failed">Twilio or the carrier refused it; else Twilio has it.</param>
    public static bool IsNews(Receipt receipt, bool failed) =>
        failed
            ? receipt.Confirmation is { State: not ConfirmationState.Failed }
            : receipt.Confirmation
                is { IsOpen: true }
                    or { State: ConfirmationState.Unknown or ConfirmationState.Superseded or ConfirmationState.Withheld };

    /// <summary>Twilio has it, as a callback, its list or the call itself says; null when that was known.</summary>
    public static (Receipt Write, IReadOnlyList<LedgerEvent> Events)? Sent(
        RecipientKey key,
        Receipt receipt,
        string messageSid,
        string source,
        DateTimeOffset takenAt,
        DateTimeOffset now
    ) =>
        IsNews(receipt, failed: false)
            ? (
                receipt with
                {
                    Confirmation = receipt.Confirmation! with { State = ConfirmationState.Sent, MessageSid = messageSid },
                },
                receipt.Confirmation!.Kind == ReplyKind.Help
                    ? []
                    :
                    [
                        Fate(key, receipt, EventType.ConfirmationSent, now) with
                        {
                            Source = source,
                            Proof = new Proof(MessageSid: messageSid),
                            // Twilio's dates are whole seconds, and may seem to lie before the message.
                            TookSeconds = Math.Round(Math.Max(0, (takenAt - receipt.At).TotalSeconds), 3),
                        },
                    ]
            )
            : null;

    /// <summary>
    /// Twilio or the carrier refused it for good; null when that was known. 21610 says that the provider has spoken in our place (rule 10),
    /// and blocks the sender (rule 12).
    /// </summary>
    public static (Receipt Write, IReadOnlyList<LedgerEvent> Events)? Failed(
        RecipientKey key,
        Receipt receipt,
        RecipientState state,
        string? messageSid,
        int? errorCode,
        DateTimeOffset createdAt
    )
    {
        if (!IsNews(receipt, failed: true))
        {
            return null;
        }

        var c = receipt.Confirmation!;
        var failed = receipt with
        {
            Confirmation = c with { State = ConfirmationState.Failed, MessageSid = messageSid ?? c.MessageSid, ErrorCode = errorCode },
        };
        return (
            failed,
            TwilioErrors.Blocks(errorCode, c.From)
                ? ProviderBlockRules
                    .Refused(
                        state,
                        Draft(key, receipt, EventType.ProviderBlocked, createdAt) with
                        {
                            Source = Sources.Provider,
                            About = null,
                        },
                        createdAt
                    )
                    .Events
                : []
        );
    }

    /// <summary>Certainly not taken, as after 429: the claim is released.</summary>
    public static Receipt ReleaseClaim(Receipt receipt) =>
        receipt with
        {
            Confirmation = receipt.Confirmation! with
            {
                State = ConfirmationState.Planned,
                AttemptId = null,
                ClaimedAt = null,
                NotFoundAt = null,
            },
        };

    /// <summary>
    /// Something newer made it untrue: an opt-in since an opt-out, an opt-out since anything else. A repeat of the same does not.
    /// </summary>
    public static bool IsSuperseded(Receipt receipt, RecipientState state)
    {
        var brand = state.Brand(receipt.Brand!);
        return receipt.Confirmation!.Kind switch
        {
            ReplyKind.OptOutConfirmation => Openings(brand).Any(e => Ledger.SequenceIn(e) > receipt.LastSequence),
            // The help text has no event of its own to compare with.
            ReplyKind.Help => Closings(state, brand).Any(s => s.RecordedAt > receipt.At),
            ReplyKind.OptInRequest => Closings(state, brand).Any(s => Ledger.SequenceIn(s.Event) > receipt.LastSequence)
                || !brand.Campaigns.Values.Any(c =>
                    c.Pending is { } p && p.Sequence >= receipt.FirstSequence && p.Sequence <= receipt.LastSequence
                ),
            _ => Closings(state, brand).Any(s => Ledger.SequenceIn(s.Event) > receipt.LastSequence),
        };
    }

    /// <summary>Whether the event can make a confirmation of that kind untrue.</summary>
    public static bool Supersedes(LedgerEvent later, ReplyKind kind) =>
        kind switch
        {
            ReplyKind.OptOutConfirmation => later.Type is EventType.OptedIn or EventType.Consented,
            ReplyKind.OptInRequest => later.Type
                is EventType.OptedOut
                    or EventType.Consented
                    or EventType.ConsentRequested
                    or EventType.ConsentWithdrawn,
            _ => later.Type == EventType.OptedOut,
        };

    private static IEnumerable<string> Openings(BrandState brand) =>
        new[] { brand.OptedIn?.Event }
            .Concat(brand.Campaigns.Values.SelectMany(c => c.Grants).SelectMany(g => new[] { g.Event, g.RenewedBy }))
            .OfType<string>();

    private static IEnumerable<Suppression> Closings(RecipientState state, BrandState brand) =>
        new[] { state.Suppression, brand.Suppression }.Concat(brand.Campaigns.Values.Select(c => c.Suppression)).OfType<Suppression>();

    /// <summary>What is certainly not at Twilio is sent, or withheld where its time has passed.</summary>
    private static Next ClaimInTime(RecipientKey key, Receipt receipt, string attemptId, DateTimeOffset now) =>
        !(now > receipt.Confirmation!.Until) ? Claim(receipt, attemptId, now)
        : receipt.Confirmation.Kind == ReplyKind.Help ? End(receipt, ConfirmationState.Withheld)
        : End(receipt, ConfirmationState.Withheld, Fate(key, receipt, EventType.ConfirmationWithheld, now));

    private static Next Claim(Receipt receipt, string attemptId, DateTimeOffset now) =>
        new(
            ConfirmationStep.Send,
            default,
            receipt with
            {
                Confirmation = receipt.Confirmation! with
                {
                    Route = Route.Rest,
                    State = ConfirmationState.Claimed,
                    AttemptId = attemptId,
                    ClaimedAt = now,
                    NotFoundAt = null,
                },
            }
        );

    private static Next End(Receipt receipt, ConfirmationState state, params IReadOnlyList<LedgerEvent> events) =>
        new(ConfirmationStep.Done, default, receipt with { Confirmation = receipt.Confirmation! with { State = state } }, events);

    /// <summary>What became of a confirmation, with its own words: an auditor reads what the person was told, or was to be told.</summary>
    private static LedgerEvent Fate(RecipientKey key, Receipt receipt, EventType type, DateTimeOffset at) =>
        Draft(key, receipt, type, at) with
        {
            Text = receipt.Confirmation!.Text,
        };

    private static LedgerEvent Draft(RecipientKey key, Receipt receipt, EventType type, DateTimeOffset at) =>
        new()
        {
            Type = type,
            At = at,
            Brand = receipt.Brand,
            Source = Sources.FollowUp,
            Sender = receipt.Confirmation!.From,
            ConversationSid = receipt.Confirmation.ConversationSid,
            About = receipt.FirstSequence > 0 ? Ledger.EventId(key.AccountSid, key.Recipient.Value, receipt.FirstSequence) : null,
        };
}
