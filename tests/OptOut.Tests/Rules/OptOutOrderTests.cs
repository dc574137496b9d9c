namespace OptOut.Tests;

/// <summary>
/// Rules 1, 3, 4, 10, 14, 32: opt-outs, corrections, START and erasures that come in another order than they happened, and what they leave
/// alone.
/// </summary>
public sealed class OptOutOrderTests
{
    private readonly Recipient recipient = new();

    private BrandState Acme => recipient.State.Brand("acme");

    private void Erases() =>
        recipient.Take(
            new Decision([RetentionRules.Erase(recipient.State, "asked to", "agent-1", recipient.Waits(TimeSpan.FromSeconds(1)))!])
        );

    [Fact]
    public void Rule4_an_opt_out_of_one_brand_leaves_another_brands_conversation_and_request()
    {
        recipient.Texts("hello", Clinic.WineNumber);
        recipient.Texts("STOP");
        recipient.Check(null, CheckKind.Reply, Clinic.WineNumber, brand: "vineyard").IsAllowed(Reason.Conversation);
    }

    [Fact]
    public void Rule3_a_campaigns_since_begins_anew_after_its_consent_and_the_accounts_at_the_first_after_an_opt_in()
    {
        recipient.IsOptedOut(Scope.Campaign, "offers");
        recipient.Texts("JOIN");
        recipient.IsOptedOut(Scope.Campaign, "offers");
        Assert.Equal(recipient.Last.At, Acme.Campaign("offers").Suppression!.Since);
        recipient.Texts("STOPALL");
        recipient.Texts("START");
        recipient.Texts("STOPALL");
        var again = recipient.Last.At;
        recipient.Texts("STOPALL");
        Assert.Equal(again, recipient.Suppression()!.Since);
    }

    [Fact]
    public void Rule3_the_recipients_own_word_counts_also_when_it_came_late()
    {
        var before = recipient.Now;
        recipient.IsOptedOut();
        recipient.Texts("STOP", at: before);
        Assert.Equal(SuppressionRules.Correction.OwnWord, recipient.IsCorrected());
    }

    [Fact]
    public void Rule15_a_correction_leaves_what_START_restores_while_another_opt_out_stands()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        recipient.IsOptedOut(Scope.Account);
        Assert.Equal(SuppressionRules.Correction.Done, recipient.IsCorrected());
        recipient.Texts("START");
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule15_after_a_correction_what_START_restores_is_noted_anew()
    {
        recipient.Consents("reminders");
        recipient.IsOptedOut();
        recipient.IsCorrected();
        recipient.Consents("offers");
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check("offers").IsAllowed();
    }

    [Fact]
    public void Operator_a_correction_names_the_campaign_only_where_the_campaigns_own_opt_out_is_taken_back()
    {
        recipient.IsOptedOut();
        recipient.IsCorrected("reminders");
        Assert.Equal((Scope.Brand, null), (recipient.Last.Scope, recipient.Last.Campaign));
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        recipient.IsCorrected("reminders");
        Assert.Equal((Scope.Campaign, "reminders"), (recipient.Last.Scope, recipient.Last.Campaign));
    }

    [Fact]
    public void Operator_a_repeat_counts_when_it_is_dated_newer()
    {
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        var standing = recipient.Last;
        Assert.Empty(recipient.IsOptedOut(Scope.Campaign, "reminders").Events);
        Assert.Empty(recipient.IsOptedOut(Scope.Campaign, "reminders", at: standing.At).Events);
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: standing.At.AddTicks(1)).Records(EventType.OptedOut);
    }

    [Fact]
    public void Operator_what_supersedes_is_the_newest_consent_to_what_the_opt_out_covers()
    {
        var phoned = recipient.Waits(TimeSpan.FromSeconds(1));
        recipient.Consents("offers");
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: phoned);
        Assert.Null(recipient.Last.SupersededBy);
        Assert.NotNull(recipient.Consents("reminders", reconsent: true));
        recipient.Texts("JOIN");
        var newest = recipient.Last;
        recipient.IsOptedOut(at: phoned);
        Assert.Equal(newest.Id, recipient.Last.SupersededBy);
    }

    [Fact]
    public void Operator_a_consent_that_START_renewed_is_named_by_the_START()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        var phoned = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("START");
        var start = recipient.Last;
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: phoned);
        Assert.Equal(start.Id, recipient.Last.SupersededBy);
    }

    [Fact]
    public void Rule1_an_opt_out_is_not_older_than_what_its_own_scope_opened_before_it()
    {
        var door = recipient.Now;
        recipient.Texts("hello", Clinic.WineNumber, raced: door.AddSeconds(9));
        recipient.Texts("JOIN", raced: door.AddSeconds(3));
        recipient.Texts("hello", Clinic.WhatsApp, raced: door.AddSeconds(5));
        recipient.Texts("STOP", raced: door);
        Assert.Equal(door.AddSeconds(5), recipient.Last.At);
        recipient.Texts("STOPALL", raced: door);
        Assert.Equal(door.AddSeconds(9), recipient.Last.At);
    }

    [Fact]
    public void Rule32_an_erasure_keeps_a_campaigns_own_opt_out_and_notes_anew_what_START_restores()
    {
        recipient.Consents();
        recipient.IsOptedOut(Scope.Campaign, "offers");
        Erases();
        recipient.Check("offers").IsDenied(Reason.OptedOut);
        recipient.Consents();
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule32_an_erasure_while_opted_out_leaves_START_nothing_to_restore_but_what_was_consented_since()
    {
        recipient.Texts("STOP");
        Erases();
        recipient.Consents("offers", reconsent: true);
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check("offers").IsDenied(Reason.OptedOut);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    [InlineData(4, 4)]
    public void Rule32_what_was_purged_and_erased_is_gone_until_the_later_of_both(int purged, int erased)
    {
        var at = recipient.Now;
        var state = recipient.State with
        {
            Erased = new Mark(at.AddDays(erased), "ev-0-1"),
            Watermark = new Watermark(at.AddDays(purged), 1, [], true),
        };
        Assert.Equal(at.AddDays(Math.Max(purged, erased)), RetentionRules.GoneUntil(state));
        Assert.Equal(at.AddDays(erased), RetentionRules.GoneUntil(state with { Watermark = null }));
        Assert.Equal(at.AddDays(purged), RetentionRules.GoneUntil(state with { Erased = null }));
    }

    [Theory]
    [InlineData(0, -1, true)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(6, 9, true)]
    [InlineData(7, 9, true)]
    [InlineData(8, -9, false)]
    public void Rule32_a_receipt_goes_with_the_events_that_it_brought_or_by_its_time_where_it_brought_none(
        long last,
        int seconds,
        bool goes
    )
    {
        var watermark = new Watermark(recipient.Now, 7, [], false);
        Assert.Equal(
            goes,
            RetentionRules.IsPurged(
                new Receipt
                {
                    Id = "SM1",
                    At = recipient.Now.AddSeconds(seconds),
                    FirstSequence = last,
                    LastSequence = last,
                },
                watermark
            )
        );
    }

    [Fact]
    public void Rule32_one_closed_brand_among_others_keeps_the_history_and_a_purge_is_not_yet_swept()
    {
        recipient.Consents("tastings", brand: "vineyard", age: 21);
        recipient.Texts("STOP");
        Assert.True(RetentionRules.IsClosed(recipient.State));
        Assert.False(RetentionRules.Purge(recipient.State, []).Watermark!.Swept);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("START", false)]
    public void Rule15_a_START_with_nothing_to_do_is_passed_on_unless_the_provider_answered_it(string? type, bool forwards)
    {
        var person = new Recipient(Clinic.Acme with { ForwardUrl = "https://acme.example/texts" });
        Assert.Equal(forwards, person.Texts("START", type: type).Reply?.Kind == ReplyKind.Forward);
    }

    [Fact]
    public void Rule10_a_START_that_the_provider_answered_gets_no_confirmation_nor_request_from_us()
    {
        var person = new Recipient(Clinic.Acme with { DefaultCampaign = "news" });
        person.Texts("STOP");
        person.Texts("START", type: "START").SaysNothing();
        var handled = new Recipient(Clinic.Acme.HandledBy(OptOutHandledBy.Twilio));
        handled.Texts("NEWS").Confirms(ReplyKind.OptInRequest);
        handled.Texts("YES").SaysNothing();
        handled.Check("news").IsAllowed();
    }

    [Fact]
    public void The_ids_of_ledger_events_are_each_recipients_and_each_accounts_own()
    {
        string[] ids =
        [
            OptOut.Ledger.EventId("AC1", "+1", 1),
            OptOut.Ledger.EventId("AC2", "+1", 1),
            OptOut.Ledger.EventId("AC1", "+2", 1),
            OptOut.Ledger.EventId("AC1", "+1", 2),
        ];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    }
}
