namespace OptOut.Tests;

/// <summary>Rules 1 to 3: order, time, and what is newer.</summary>
public class OrderAndTimeTests
{
    private readonly Recipient recipient = new();

    [Theory]
    [InlineData("START")]
    [InlineData("JOIN")]
    [InlineData("hello")]
    public void Rule1_a_late_opening_event_is_superseded_without_a_message(string body)
    {
        recipient.Consents();
        var before = recipient.Now;
        recipient.Texts("STOP");
        var stop = recipient.Last;
        var late = recipient.Texts(body, at: before);
        late.Records(EventType.Superseded);
        late.SaysNothing();
        Assert.Equal(stop.Id, recipient.Last.SupersededBy);
        recipient.Check().IsDenied(Reason.OptedOut).RestsOn(stop);
        recipient.CheckReply().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule1_a_late_start_lifts_if_it_is_provably_after_the_latest_opt_out()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        var after = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Waits(TimeSpan.FromMinutes(5));
        recipient.Texts("START", at: after).Confirms(ReplyKind.OptInConfirmation);
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule1_a_late_start_older_than_an_opt_out_that_was_lifted_opens_nothing()
    {
        recipient.Policy = new Recipient(Clinic.Acme with { DefaultCampaign = "offers" }).Policy;
        var before = recipient.Now;
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.True(recipient.Withdraws(recipient.Last.ConsentId!));
        recipient.Texts("START", at: before).Records(EventType.Superseded);
        recipient.Check("offers").IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule1_a_late_opt_out_closes_what_is_older_and_newer_consent_stands()
    {
        recipient.Consents("reminders");
        var between = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("JOIN");
        recipient.Texts("STOP", at: between).Confirms(ReplyKind.OptOutConfirmation);
        recipient.Check("reminders").IsDenied(Reason.OptedOut);
        recipient.Check("offers").IsAllowed();
    }

    [Fact]
    public void Rule1_a_late_opt_out_that_a_newer_start_has_lifted_is_recorded_and_not_confirmed()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        var between = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("START");
        var late = recipient.Texts("STOP", at: between);
        late.Records(EventType.OptedOut);
        late.SaysNothing();
        recipient.Check().IsAllowed();
        recipient.Texts("START").Records(EventType.ConversationOpened);
    }

    [Fact]
    public void Rule1_a_late_opt_out_leaves_what_start_restores_to_the_next_one()
    {
        recipient.Consents("reminders");
        recipient.Texts("STOP");
        var between = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("START");
        recipient.Texts("STOP", at: between);
        recipient.Texts("JOIN");
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check("offers").IsAllowed();
        recipient.Check("reminders").IsAllowed();
    }

    [Fact]
    public void Rule1_messages_taken_at_once_are_ordered_by_commit()
    {
        var door = recipient.Now;
        recipient.Texts("JOIN", raced: door.AddMilliseconds(5));
        recipient.Texts("STOP", raced: door);
        recipient.Check("offers").IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule1_an_opening_message_that_reached_the_door_before_the_opt_out_lifts_nothing_though_it_commits_after_it()
    {
        var door = recipient.Now;
        recipient.Texts("STOP", raced: door.AddMilliseconds(5));
        recipient.Texts("JOIN", raced: door).Records(EventType.Superseded);
        recipient.Check("offers").IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule1_a_message_that_reached_us_late_after_a_late_opt_out_is_a_conversation_of_its_own()
    {
        recipient.Texts("hello");
        var between = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("hello again");
        recipient.Texts("STOP", at: between);
        recipient.CheckReply().IsAllowed(Reason.Conversation);
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Theory]
    [InlineData(Scope.Account)]
    [InlineData(Scope.Brand)]
    [InlineData(Scope.Campaign)]
    public void Rule2_a_consent_older_than_any_suppression_that_covers_it_denies(Scope scope)
    {
        recipient.Consents();
        recipient.Check().IsAllowed().RestsOn(recipient.Last);
        recipient.IsOptedOut(scope, scope == Scope.Campaign ? "reminders" : null);
        recipient.Check().IsDenied(Reason.OptedOut).RestsOn(recipient.Last);
    }

    [Theory]
    [InlineData(Scope.Account)]
    [InlineData(Scope.Brand)]
    [InlineData(Scope.Campaign)]
    public void Rule2_ties_deny(Scope scope)
    {
        recipient.Consents();
        recipient.IsOptedOut(scope, scope == Scope.Campaign ? "reminders" : null, at: recipient.Now);
        Assert.Equal(recipient.Ledger[0].At, recipient.Last.At);
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule2_specificity_never_outranks_time()
    {
        recipient.IsOptedOut(Scope.Campaign, "offers");
        recipient.Texts("JOIN");
        recipient.Check("offers").IsAllowed();
        recipient.Texts("STOP");
        recipient.Check("offers").IsDenied(Reason.OptedOut);
        recipient.Texts("JOIN");
        recipient.Check("offers").IsAllowed();
        recipient.Texts("STOPALL", Clinic.WineNumber);
        recipient.Check("offers").IsDenied(Reason.OptedOut).RestsOn(recipient.Last);
    }

    [Fact]
    public void Rule3_a_repeat_advances_last_opt_out_and_since_stays_the_first()
    {
        recipient.Texts("STOP");
        var first = recipient.Last;
        recipient.WaitsDays(1);
        recipient.Texts("STOP").Records(EventType.OptedOut);
        Assert.Equal(first.At, recipient.Suppression()!.Since);
        Assert.Equal(recipient.Last.At, recipient.Suppression()!.Suppression.LastOptOutAt);
        Assert.Null(recipient.Consents(at: first.At.AddHours(1), reconsent: true));
    }

    [Fact]
    public void Rule3_each_opt_out_is_recorded_at_its_own_scope()
    {
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        recipient.Texts("STOP");
        recipient.Texts("STOPALL");
        Assert.Equal([Scope.Campaign, Scope.Brand, Scope.Account], recipient.Ledger.Select(e => e.Scope!.Value));
        Assert.Equal(Scope.Account, recipient.Suppression()!.Scope);
    }

    [Fact]
    public void Rule3_a_campaigns_own_since_stays_the_first_under_a_newer_one_of_the_brand()
    {
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        var first = recipient.Last;
        recipient.Texts("STOP");
        recipient.IsOptedOut(Scope.Campaign, "reminders", source: "web");
        Assert.Equal(first.At, recipient.State.Brand("acme").Campaign("reminders").Suppression!.Since);
    }

    [Fact]
    public void Rule3_after_a_lifting_since_begins_anew()
    {
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Texts("STOP");
        Assert.Equal(recipient.Last.At, recipient.Suppression()!.Since);
    }

    [Fact]
    public void Rule3_what_a_suppression_rests_on_is_the_newest_opt_out_not_the_one_that_came_last()
    {
        var before = recipient.Now;
        recipient.Texts("STOP");
        var stop = recipient.Last;
        recipient.IsOptedOut(at: before, source: "email");
        recipient.Check().IsDenied(Reason.OptedOut).RestsOn(stop);
    }

    [Fact]
    public void Rule3_only_a_consent_newer_than_the_last_opt_out_lifts()
    {
        recipient.Texts("STOP");
        var between = recipient.Waits(TimeSpan.FromMinutes(1));
        recipient.Texts("STOP");
        Assert.Null(recipient.Consents(at: between, reconsent: true));
        Assert.Null(recipient.Consents(at: recipient.Now, reconsent: false));
        Assert.NotNull(recipient.Consents(reconsent: true));
        recipient.Check().IsAllowed();
    }
}
