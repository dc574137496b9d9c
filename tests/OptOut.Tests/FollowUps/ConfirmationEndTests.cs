namespace OptOut.Tests;

/// <summary>How a confirmation ends: Twilio has it, refused it, or something newer made it untrue.</summary>
public sealed class ConfirmationEndTests
{
    private readonly Recipient recipient = new();

    private RecipientKey Key => new(Clinic.Account, recipient.Address);

    /// <summary>The receipt that a text leaves.</summary>
    private Receipt Texts(string body)
    {
        var before = recipient.Ledger.Count;
        var reply = recipient.Texts(body).Reply!;
        var wrote = recipient.Ledger.Count > before;
        return new Receipt
        {
            Id = "SM1",
            At = recipient.Now,
            Brand = "acme",
            FirstSequence = wrote ? before + 1 : 0,
            LastSequence = wrote ? recipient.Ledger.Count : 0,
            Confirmation = new Confirmation
            {
                Kind = reply.Kind,
                Text = reply.Text,
                From = Clinic.Number,
                To = recipient.Address.Value,
            },
        };
    }

    private static Receipt In(Receipt receipt, ConfirmationState state) =>
        receipt with
        {
            Confirmation = receipt.Confirmation! with { State = state, MessageSid = "SM2" },
        };

    [Theory]
    [InlineData("STOP", "START", true)]
    [InlineData("STOP", "JOIN", true)]
    [InlineData("STOP", "STOP", false)]
    [InlineData("STOP", "STOPALL", false)]
    [InlineData("STOP", "hello", false)]
    [InlineData("STOP", "HELP", false)]
    [InlineData("JOIN", "STOP", true)]
    [InlineData("JOIN", "STOPALL", true)]
    [InlineData("JOIN", "JOIN", false)]
    [InlineData("JOIN", "hello", false)]
    [InlineData("NEWS", "STOP", true)]
    [InlineData("NEWS", "YES", true)]
    [InlineData("NEWS", "NEWS", false)]
    [InlineData("NEWS", "JOIN", false)]
    [InlineData("HELP", "STOP", true)]
    [InlineData("HELP", "JOIN", false)]
    public void An_opt_in_makes_an_opt_outs_confirmation_untrue_and_an_opt_out_any_other(string confirmed, string later, bool superseded)
    {
        var receipt = Texts(confirmed);
        Assert.False(ConfirmationRules.IsSuperseded(receipt, recipient.State));
        recipient.Texts(later);

        Assert.Equal(superseded, ConfirmationRules.IsSuperseded(receipt, recipient.State));
    }

    [Fact]
    public void A_reconsent_by_API_supersedes_too_and_a_consent_older_than_the_opt_out_does_not()
    {
        recipient.Consents();
        var receipt = Texts("STOP");
        Assert.False(ConfirmationRules.IsSuperseded(receipt, recipient.State));
        recipient.Consents(reconsent: true);

        Assert.True(ConfirmationRules.IsSuperseded(receipt, recipient.State));
    }

    [Fact]
    public void START_after_a_STOP_that_was_confirmed_is_superseded_by_the_next_STOP()
    {
        recipient.Texts("STOP");
        var receipt = Texts("START");
        Assert.False(ConfirmationRules.IsSuperseded(receipt, recipient.State));
        recipient.Texts("STOP");

        Assert.True(ConfirmationRules.IsSuperseded(receipt, recipient.State));
    }

    [Theory]
    [InlineData(EventType.OptedIn, ReplyKind.OptOutConfirmation, true)]
    [InlineData(EventType.Consented, ReplyKind.OptOutConfirmation, true)]
    [InlineData(EventType.OptedOut, ReplyKind.OptOutConfirmation, false)]
    [InlineData(EventType.ConversationOpened, ReplyKind.OptOutConfirmation, false)]
    [InlineData(EventType.OptedOut, ReplyKind.OptInConfirmation, true)]
    [InlineData(EventType.OptedIn, ReplyKind.OptInConfirmation, false)]
    [InlineData(EventType.OptedOut, ReplyKind.Help, true)]
    [InlineData(EventType.Consented, ReplyKind.Help, false)]
    [InlineData(EventType.OptedOut, ReplyKind.OptInRequest, true)]
    [InlineData(EventType.OptedIn, ReplyKind.OptInRequest, false)]
    [InlineData(EventType.Consented, ReplyKind.OptInRequest, true)]
    [InlineData(EventType.ConsentRequested, ReplyKind.OptInRequest, true)]
    [InlineData(EventType.ConsentWithdrawn, ReplyKind.OptInRequest, true)]
    [InlineData(EventType.SendRecorded, ReplyKind.OptInRequest, false)]
    public void The_event_that_superseded_is_known_again(EventType type, ReplyKind kind, bool supersedes) =>
        Assert.Equal(
            supersedes,
            ConfirmationRules.Supersedes(
                new LedgerEvent
                {
                    Type = type,
                    At = recipient.Now,
                    Source = Sources.Message,
                },
                kind
            )
        );

    [Theory]
    [InlineData(ConfirmationState.Planned, true)]
    [InlineData(ConfirmationState.Claimed, true)]
    [InlineData(ConfirmationState.Unknown, true)]
    [InlineData(ConfirmationState.Superseded, true)]
    [InlineData(ConfirmationState.Sent, false)]
    [InlineData(ConfirmationState.Failed, false)]
    public void That_Twilio_has_it_is_recorded_once_also_after_it_was_given_up(ConfirmationState state, bool recorded)
    {
        var sent = ConfirmationRules.Sent(Key, In(Texts("STOP"), state), "SM3", Sources.StatusCallback, recipient.Now, recipient.Now);

        Assert.Equal(recorded, sent is not null);
        if (sent is { } s)
        {
            Assert.Equal((ConfirmationState.Sent, "SM3"), (s.Write.Confirmation!.State, s.Write.Confirmation.MessageSid));
            var happened = Assert.Single(s.Events);
            Assert.Equal(
                (EventType.ConfirmationSent, "SM3", recipient.Last.Id),
                (happened.Type, happened.Proof!.MessageSid, happened.About)
            );
        }
    }

    [Fact]
    public void A_help_text_that_was_sent_is_no_event() =>
        Assert.Empty(ConfirmationRules.Sent(Key, Texts("HELP"), "SM3", Sources.FollowUp, recipient.Now, recipient.Now)!.Value.Events);

    [Theory]
    [InlineData(ConfirmationState.Planned, true)]
    [InlineData(ConfirmationState.Claimed, true)]
    [InlineData(ConfirmationState.Sent, true)]
    [InlineData(ConfirmationState.Unknown, true)]
    [InlineData(ConfirmationState.Superseded, true)]
    [InlineData(ConfirmationState.Failed, false)]
    public void That_it_failed_is_recorded_once_also_after_it_was_sent(ConfirmationState state, bool recorded)
    {
        var failed = ConfirmationRules.Failed(Key, In(Texts("STOP"), state), recipient.State, null, 30003, recipient.Now);

        Assert.Equal(recorded, failed is not null);
        if (failed is { } f)
        {
            Assert.Equal(
                (ConfirmationState.Failed, 30003, "SM2"),
                (f.Write.Confirmation!.State, f.Write.Confirmation.ErrorCode, f.Write.Confirmation.MessageSid)
            );
            Assert.Empty(f.Events);
        }
    }

    [Fact]
    public void Error_21610_of_a_confirmation_blocks_the_sender_as_of_its_creation_unless_a_newer_consent_came_by_text()
    {
        var receipt = Texts("STOP");
        var created = recipient.Now;
        var block = Assert.Single(
            ConfirmationRules.Failed(Key, receipt, recipient.State, "SM3", TwilioErrors.Unsubscribed, created)!.Value.Events
        );
        Assert.Equal((EventType.ProviderBlocked, created, Clinic.Number), (block.Type, block.At, block.Sender));
        recipient.Texts("START");

        Assert.Empty(ConfirmationRules.Failed(Key, receipt, recipient.State, "SM3", TwilioErrors.Unsubscribed, created)!.Value.Events);
    }

    [Fact]
    public void A_claim_that_is_given_back_leaves_the_confirmation_as_if_it_was_never_tried()
    {
        var planned = Texts("STOP") is var receipt
            ? receipt with
            {
                Confirmation = receipt.Confirmation! with { Route = Route.Rest },
            }
            : null!;
        var claimed = planned with
        {
            Confirmation = planned.Confirmation! with { State = ConfirmationState.Claimed, AttemptId = "mine", ClaimedAt = recipient.Now },
        };

        Assert.Equal(planned, ConfirmationRules.ReleaseClaim(claimed));
    }
}
