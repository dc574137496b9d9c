namespace OptOut.Tests;

/// <summary>Rule 9: a confirmation is untrue by what came after it, to the very event; and what is told of its end.</summary>
public sealed class SupersededConfirmationTests
{
    private readonly Recipient recipient = new();

    private RecipientKey Key => new(Clinic.Account, recipient.Address);

    private Receipt Receipt(ReplyKind kind, long first = 0, long last = 0, DateTimeOffset? at = null) =>
        new()
        {
            Id = "SM1",
            At = at ?? recipient.Now,
            Brand = "acme",
            FirstSequence = first,
            LastSequence = last,
            Confirmation = new Confirmation
            {
                Kind = kind,
                Text = "As you asked.",
                From = Clinic.Number,
                To = recipient.Address.Value,
            },
        };

    private bool IsSuperseded(ReplyKind kind, long first, long last) =>
        ConfirmationRules.IsSuperseded(Receipt(kind, first, last), recipient.State);

    [Theory]
    [InlineData(ReplyKind.OptOutConfirmation, "STOP", "START")]
    [InlineData(ReplyKind.OptOutConfirmation, "STOP", "JOIN")]
    [InlineData(ReplyKind.OptInConfirmation, "JOIN", "STOP")]
    [InlineData(ReplyKind.OptInConfirmation, "JOIN", "STOPALL")]
    public void Rule9_what_the_receipt_itself_wrote_does_not_supersede_it_and_the_next_event_does(
        ReplyKind kind,
        string first,
        string later
    )
    {
        recipient.Texts(first);
        recipient.Texts(later);
        var sequence = recipient.Last.Sequence;

        Assert.Equal((true, false), (IsSuperseded(kind, 1, sequence - 1), IsSuperseded(kind, 1, sequence)));
    }

    [Fact]
    public void Rule9_a_request_is_superseded_by_a_later_opt_out_from_another_campaign_and_by_no_earlier_one()
    {
        recipient.IsOptedOut(Scope.Campaign, "offers");
        recipient.Texts("NEWS");
        var asked = recipient.Last.Sequence;
        Assert.False(IsSuperseded(ReplyKind.OptInRequest, asked, asked));

        recipient.IsOptedOut(Scope.Campaign, "reminders");
        Assert.Equal(asked + 1, recipient.Last.Sequence);
        Assert.Equal(
            (true, false),
            (IsSuperseded(ReplyKind.OptInRequest, asked, asked), IsSuperseded(ReplyKind.OptInRequest, asked, asked + 1))
        );
    }

    [Theory]
    [InlineData(Scope.Account, null)]
    [InlineData(Scope.Brand, null)]
    [InlineData(Scope.Campaign, "offers")]
    public void Rule9_13_help_is_superseded_by_an_opt_out_of_any_scope_recorded_after_it_came(Scope scope, string? campaign)
    {
        recipient.IsOptedOut(scope, campaign);
        var recorded = recipient.Last.RecordedAt;

        Assert.False(ConfirmationRules.IsSuperseded(Receipt(ReplyKind.Help, at: recorded), recipient.State));
        Assert.True(ConfirmationRules.IsSuperseded(Receipt(ReplyKind.Help, at: recorded.AddTicks(-1)), recipient.State));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    public void Rule9_what_is_told_of_the_end_is_about_the_message_that_it_answers_and_about_nothing_where_that_wrote_nothing(
        long first,
        int? about
    )
    {
        var receipt = Receipt(ReplyKind.Help, first, first);
        var now = recipient.Now.AddDays(8);

        var next = ConfirmationRules.Decide(Key, receipt, recipient.State, null, "mine", now, new FollowUpTimes());

        Assert.Equal(
            new LedgerEvent
            {
                Type = EventType.ConfirmationUncertain,
                At = now,
                Brand = "acme",
                Source = Sources.FollowUp,
                Sender = Clinic.Number,
                Text = "As you asked.",
                About = about is { } sequence ? Ledger.EventId(Clinic.Account, recipient.Address.Value, sequence) : null,
            },
            Assert.Single(next.Events!)
        );
    }

    [Theory]
    [InlineData(null, "SM3", "SM3")]
    [InlineData("SM2", "SM3", "SM3")]
    [InlineData("SM2", null, "SM2")]
    public void Rule9_a_failure_names_the_message_that_failed_or_leaves_the_one_that_is_known(string? known, string? told, string kept)
    {
        var receipt = Receipt(ReplyKind.OptOutConfirmation, 1, 1);
        receipt = receipt with { Confirmation = receipt.Confirmation! with { MessageSid = known } };

        var failed = ConfirmationRules.Failed(Key, receipt, recipient.State, told, 30003, recipient.Now)!.Value;

        Assert.Equal(
            receipt with
            {
                Confirmation = receipt.Confirmation with { State = ConfirmationState.Failed, MessageSid = kept, ErrorCode = 30003 },
            },
            failed.Write
        );
        Assert.Empty(failed.Events);
    }
}
