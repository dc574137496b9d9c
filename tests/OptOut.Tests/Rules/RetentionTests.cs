namespace OptOut.Tests;

/// <summary>Rule 32: what goes after the time of retention, what goes at a person's wish, and what stays.</summary>
public class RetentionTests
{
    private static readonly IsoDuration FiveYears = IsoDuration.FromYears(5);
    private readonly Recipient recipient = new();

    private bool IsPurgeable(DateTimeOffset now) => RetentionRules.IsPurgeable(recipient.State, FiveYears, now);

    private void IsPurged(params Receipt[] receipts) => recipient.Becomes(RetentionRules.Purge(recipient.State, receipts));

    private static Receipt Taken(string sid, DateTimeOffset at, Meaning? meaning = Meaning.Join) =>
        new()
        {
            Id = sid,
            At = at,
            Meaning = meaning,
        };

    [Fact]
    public void A_history_goes_five_years_after_its_last_event_and_not_a_moment_before()
    {
        recipient.Consents();
        var goes = recipient.Last.RecordedAt.AddYears(5);
        Assert.False(IsPurgeable(goes.AddTicks(-1)));
        Assert.True(IsPurgeable(goes));
    }

    [Fact]
    public void An_opt_out_that_stands_is_never_purged_at_whatever_scope()
    {
        var later = recipient.Now.AddYears(100);
        recipient.Consents();
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        Assert.False(IsPurgeable(later));
        recipient.Consents(reconsent: true);
        Assert.True(IsPurgeable(later));

        recipient.Texts("STOP");
        Assert.False(IsPurgeable(later));
        recipient.Texts("START");
        Assert.True(IsPurgeable(later));

        recipient.Texts("STOPALL");
        recipient.Texts("START");
        // Lifted for one brand, it stands for the other, which has nothing in the state.
        Assert.False(IsPurgeable(later));
    }

    [Fact]
    public void A_provider_block_that_stands_is_never_purged()
    {
        recipient.IsRefused(Clinic.Number, recipient.Now);
        Assert.False(IsPurgeable(recipient.Now.AddYears(100)));
    }

    [Fact]
    public void What_is_purged_leaves_its_sequence_and_is_not_purged_again()
    {
        recipient.Consents();
        recipient.Texts("hello");
        var last = recipient.Last;
        IsPurged();
        Assert.Empty(recipient.State.Brands);
        Assert.Equal((last.Sequence, last.RecordedAt), (recipient.State.LastSequence, recipient.State.Watermark!.At));
        Assert.False(IsPurgeable(recipient.Now.AddYears(100)));
        recipient.Check().IsDenied(Reason.NoConsent);

        recipient.WaitsDays(1);
        recipient.Texts("hello again");
        Assert.Equal(last.Sequence + 1, recipient.Last.Sequence);
        Assert.True(IsPurgeable(recipient.Now.AddYears(5)));
    }

    [Theory]
    [InlineData("START")]
    [InlineData("YES")]
    [InlineData("JOIN")]
    [InlineData("NEWS")]
    [InlineData("hello")]
    public void No_message_of_the_purged_time_opens_anything_however_late_it_comes(string body)
    {
        recipient.Texts("STOP");
        recipient.Texts("START");
        IsPurged();
        recipient.WaitsDays(3000);
        var decision = recipient.Texts(body, at: recipient.State.Watermark!.At);
        decision.Records(EventType.Superseded);
        decision.SaysNothing();
        Assert.Empty(recipient.State.Brands);
        recipient.CheckReply().IsDenied(Reason.NoConsent);
    }

    [Theory]
    [InlineData("START")]
    [InlineData("JOIN")]
    [InlineData("hello")]
    public void A_redelivered_message_whose_receipt_is_purged_is_known_by_its_SID(string body)
    {
        // The DSL numbers messages: the next one has this SID, and arrives now.
        recipient.Consents();
        IsPurged(
            Taken("SM00000000000000000000000000000001", recipient.Now),
            Taken("SM00000000000000000000000000000003", recipient.Now, meaning: null)
        );
        recipient.WaitsDays(3000);
        recipient.Texts(body).Records(EventType.Superseded);
        Assert.Empty(recipient.State.Brands);
        Assert.NotEqual(EventType.Superseded, recipient.Texts(body).Events[0].Type);
        Assert.NotEqual(EventType.Superseded, recipient.Texts(body).Events[0].Type);
    }

    [Fact]
    public void A_closing_message_of_the_purged_time_holds()
    {
        recipient.Consents();
        IsPurged();
        recipient.Texts("STOP", at: recipient.State.Watermark!.At.AddDays(-1));
        Assert.NotNull(recipient.Suppression());
    }

    [Theory]
    [InlineData(Sources.Api)]
    [InlineData(Sources.Import)]
    public void A_consent_of_the_purged_time_is_refused_a_newer_one_counts(string source)
    {
        recipient.Consents();
        IsPurged();
        recipient.WaitsDays(3000);
        var watermark = recipient.State.Watermark!;
        var replayed = ConsentRules.Record(recipient.State, Consent(watermark.At, source), recipient.Now);
        Assert.Null(replayed.Decision);
        Assert.Equal(watermark.At, replayed.GoneUntil);
        Assert.NotNull(ConsentRules.Record(recipient.State, Consent(watermark.At.AddTicks(1), source), recipient.Now).Decision);
    }

    [Fact]
    public void A_second_purge_remembers_the_messages_of_both_and_the_newest_if_there_are_too_many()
    {
        recipient.Texts("hello");
        IsPurged(Taken("SMa", recipient.Now));
        recipient.WaitsDays(1);
        recipient.Texts("hello");
        IsPurged([.. Enumerable.Range(0, Watermark.MaxSpent - 1).Select(i => Taken($"SM{i}", recipient.Now.AddSeconds(-i)))]);
        var spent = recipient.State.Watermark!.Spent;
        Assert.Equal(Watermark.MaxSpent, spent.Length);
        Assert.Contains(Watermark.HashOf("SMa"), spent);
        recipient.Texts("hello");
        IsPurged(Taken("SMb", recipient.Now));
        Assert.Contains(Watermark.HashOf("SMb"), recipient.State.Watermark!.Spent);
        Assert.DoesNotContain(Watermark.HashOf("SMa"), recipient.State.Watermark!.Spent);
    }

    [Fact]
    public void An_erasure_keeps_the_opt_outs_and_takes_every_text_and_proof_and_what_rested_on_them()
    {
        recipient.Consents();
        recipient.Consents("tastings", brand: "vineyard", age: 21);
        recipient.Texts("please stop texting me", Clinic.WineNumber);
        recipient.Texts("STOP");
        recipient.Texts("hello");
        recipient.IsOptedOut(Scope.Campaign, "offers");
        var before = recipient.Suppression()!;
        Erase();

        var after = recipient.Suppression()!;
        Assert.Equal(
            (before.Scope, before.Since, before.Suppression.LastOptOutAt, "STOP"),
            (after.Scope, after.Since, after.Suppression.LastOptOutAt, after.Suppression.Keyword)
        );
        Assert.Null(after.Suppression.MessageSid);
        recipient.Check().IsDenied(Reason.OptedOut);
        recipient.Check("tastings", brand: "vineyard").IsDenied(Reason.OptedOut);
        recipient.CheckReply().IsDenied(Reason.OptedOut);
        Assert.All(
            recipient.Ledger.Select(RetentionRules.Erase).SkipLast(1),
            e => Assert.Null(e.Text ?? e.Proof?.ToString() ?? e.ConversationSid)
        );
        Assert.Equal(("asked to", "agent-1"), (RetentionRules.Erase(recipient.Last).Text, recipient.Last.Actor));
    }

    [Fact]
    public void A_consent_whose_proof_is_erased_is_none()
    {
        recipient.Consents();
        recipient.Texts("hello");
        Erase();
        recipient.Check().IsDenied(Reason.NoConsent);
        recipient.CheckReply().IsDenied(Reason.NoConsent);
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check().IsDenied(Reason.NoConsent);
        recipient.Texts("JOIN");
        recipient.Check("offers").IsAllowed();
    }

    [Fact]
    public void What_was_erased_is_not_brought_back_by_a_replay_or_an_import_of_its_time()
    {
        recipient.Consents();
        var obtained = recipient.Now;
        Erase();
        Assert.NotNull(ConsentRules.Record(recipient.State, Consent(obtained, Sources.Import), recipient.Now).GoneUntil);
        recipient.Texts("JOIN", at: obtained).Records(EventType.Superseded);
        recipient.Consents();
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void An_erasure_where_nothing_happened_since_the_last_leaves_no_second_event()
    {
        Assert.Null(RetentionRules.Erase(recipient.State, "asked to", "agent-1", recipient.Now));
        recipient.Texts("hello");
        Erase();
        Assert.Null(RetentionRules.Erase(recipient.State, "asked to", "agent-1", recipient.Now));
        recipient.Texts("hello");
        Assert.NotNull(RetentionRules.Erase(recipient.State, "asked to", "agent-1", recipient.Now));
    }

    [Fact]
    public void A_receipt_keeps_what_a_redelivery_is_answered_and_a_confirmation_still_owed_stays_whole()
    {
        var receipt = Taken("SM1", recipient.Now) with
        {
            FollowUp = "ticket",
            Confirmation = new Confirmation
            {
                Kind = ReplyKind.OptOutConfirmation,
                Text = "Bye",
                From = Clinic.Number,
                To = recipient.Address.Value,
                MessageSid = "SM2",
            },
        };
        Assert.Equal(receipt, RetentionRules.Erase(receipt));
        var sent = RetentionRules.Erase(receipt with { Confirmation = receipt.Confirmation with { State = ConfirmationState.Sent } });
        Assert.Equal(
            ("SM1", "Bye", "", null, null),
            (sent.Id, sent.Confirmation!.Text, sent.Confirmation.To, sent.Confirmation.MessageSid, sent.FollowUp)
        );
        Assert.Equal(sent, RetentionRules.Erase(sent));
    }

    private static ReportedConsent Consent(DateTimeOffset at, string source) =>
        new()
        {
            Brand = Clinic.Acme,
            Campaigns = [Clinic.Reminders],
            Basis = Basis.Express,
            Method = "web-form",
            ObtainedAt = at,
            Statement = "I agree.",
            Proof = new Proof("form-1"),
            Source = source,
            Reconsent = true,
        };

    private void Erase()
    {
        recipient.Take(new Decision([RetentionRules.Erase(recipient.State, "asked to", "agent-1", recipient.Now)!]));
        Assert.Equivalent(
            recipient.State,
            Ledger.Fold(recipient.Address.Value, recipient.Ledger.Select(RetentionRules.Erase)),
            strict: true
        );
    }
}
