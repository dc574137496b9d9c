namespace OptOut.Tests;

/// <summary>Rules 1 to 3 and every window: what holds at the very moment. Ties deny, and what ends at a time has ended then.</summary>
public sealed class SameMomentTests
{
    private readonly Recipient recipient = new();

    private BrandState Acme => recipient.State.Brand("acme");

    private void Happens(EventType type, DateTimeOffset at, string? campaign = null, Scope? scope = null, string? restored = null) =>
        recipient.Take(
            new Decision([
                new LedgerEvent
                {
                    Type = type,
                    At = at,
                    Brand = "acme",
                    Source = Sources.Message,
                    Campaign = campaign,
                    Scope = scope,
                    Basis = Basis.Express,
                    Restored = restored is null ? null : [restored],
                },
            ])
        );

    private static Grant Grant(DateTimeOffset at, DateTimeOffset? until = null) => new("ev-0-1", at, "ev-0-1", 1, Basis.Express, until);

    [Fact]
    public void Rule2_a_grant_ends_at_its_end_and_counts_from_its_beginning()
    {
        var (from, until) = (recipient.Now, recipient.Now.AddDays(1));
        Assert.True(Coverage.IsEffective(recipient.State, "acme", "reminders", Grant(from, until), until.AddTicks(-1)));
        Assert.False(Coverage.IsEffective(recipient.State, "acme", "reminders", Grant(from, until), until));
        recipient.Consents();
        Assert.Equal(["reminders"], Coverage.CampaignsHeldBefore(recipient.State, "acme", recipient.Last.At), StringComparer.Ordinal);
        Assert.Empty(Coverage.CampaignsHeldBefore(recipient.State, "acme", recipient.Last.At.AddTicks(-1)));
    }

    [Theory]
    [InlineData(Scope.Account)]
    [InlineData(Scope.Brand)]
    [InlineData(Scope.Campaign)]
    public void Rule2_a_consent_at_the_time_of_an_opt_out_is_not_effective(Scope scope)
    {
        Happens(EventType.OptedOut, recipient.Now, scope == Scope.Campaign ? "reminders" : null, scope);
        Assert.False(Coverage.IsEffective(recipient.State, "acme", "reminders", Grant(recipient.Now), recipient.Now));
        Assert.True(Coverage.IsEffective(recipient.State, "acme", "reminders", Grant(recipient.Now.AddTicks(1)), recipient.Now));
    }

    [Fact]
    public void Rule2_an_opt_in_at_the_time_of_an_opt_out_lifts_nothing()
    {
        Happens(EventType.OptedOut, recipient.Now, scope: Scope.Brand);
        Happens(EventType.OptedIn, recipient.Now, scope: Scope.Brand);
        Assert.Equal(Scope.Brand, recipient.Suppression()!.Scope);
        Happens(EventType.OptedIn, recipient.Now.AddTicks(1), scope: Scope.Brand);
        Assert.Null(recipient.Suppression());
    }

    [Fact]
    public void Rule3_of_the_opt_outs_that_stand_the_newest_answers_and_of_two_at_once_the_wider()
    {
        recipient.Texts("STOPALL");
        Happens(EventType.OptedOut, recipient.Last.At, scope: Scope.Brand);
        Assert.Equal(Scope.Account, recipient.Suppression()!.Scope);
        recipient.Texts("STOP");
        Assert.Equal(Scope.Brand, recipient.Suppression()!.Scope);
        Assert.Equal(Scope.Brand, recipient.Suppression("reminders")!.Scope);
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        Assert.Equal(Scope.Campaign, recipient.Suppression("reminders")!.Scope);
    }

    [Fact]
    public void Rule3_an_opt_in_newer_than_the_campaigns_consent_leaves_the_campaigns_own_opt_out()
    {
        recipient.Consents();
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.Equal(Scope.Campaign, recipient.Suppression("reminders")!.Scope);
    }

    [Fact]
    public void Rule3_a_repeat_at_the_same_time_by_another_way_is_what_the_suppression_rests_on()
    {
        recipient.Texts("STOP");
        recipient.IsOptedOut(at: recipient.Last.At, source: "email").Records(EventType.OptedOut);
        Assert.Equal((recipient.Last.Id, "email"), (Acme.Suppression!.Event, Acme.Suppression.LastSource));
    }

    [Theory]
    [InlineData("START")]
    [InlineData("JOIN")]
    [InlineData("hello")]
    public void Rule1_an_opening_message_at_the_time_of_the_opt_out_opens_nothing(string body)
    {
        recipient.Texts("STOP");
        recipient.Texts(body, at: recipient.Last.At).Records(EventType.Superseded);
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("STOPALL")]
    public void Rule1_an_opt_out_that_commits_after_a_newer_START_is_of_its_time_denies_is_confirmed_and_is_one_with_the_next(string body)
    {
        recipient.Consents();
        recipient.Texts(body);
        var door = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("START", raced: door.AddSeconds(2));
        recipient.Texts(body, raced: door).Confirms(ReplyKind.OptOutConfirmation);
        var raced = recipient.Last;
        Assert.Equal(door.AddSeconds(2), raced.At);
        recipient.Check().IsDenied(Reason.OptedOut).RestsOn(raced);
        recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts(body).SaysNothing();
        Assert.Equal(raced.At, recipient.Suppression()!.Since);
        recipient.Texts("START");
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Operator_an_opt_out_at_the_time_of_a_consent_is_not_superseded_and_its_repeat_changes_nothing()
    {
        recipient.Consents();
        recipient.IsOptedOut(at: recipient.Last.At);
        Assert.Null(recipient.Last.SupersededBy);
        Assert.Empty(recipient.IsOptedOut().Events);
    }

    [Fact]
    public void Rule3_after_an_opt_out_at_the_time_of_a_campaigns_consent_the_next_one_is_the_same()
    {
        recipient.Consents();
        var at = recipient.Last.At;
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: at);
        recipient.IsOptedOut(Scope.Campaign, "reminders", source: "email");
        Assert.Equal(at, Acme.Campaign("reminders").Suppression!.Since);
    }

    [Fact]
    public void Rule15_a_campaign_opted_out_of_at_the_time_of_its_consent_is_not_restored()
    {
        recipient.Consents();
        var at = recipient.Last.At;
        recipient.Texts("STOP");
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: at);
        recipient.Texts("START");
        Assert.Null(recipient.Last.Restored);
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule11_a_conversation_or_request_opened_at_the_time_of_the_opt_out_allows_nothing()
    {
        recipient.Consents("news");
        recipient.Texts("hello");
        var (opened, asked) = (Acme.Conversations[Clinic.Number], Acme.Campaign("news").Pending!);
        var state = recipient.State;
        Assert.Equal(Reason.OptedOut, Ask(opened.OpenedAt, CheckKind.Reply));
        Assert.Equal(Reason.Conversation, Ask(opened.OpenedAt.AddTicks(-1), CheckKind.Reply));
        Assert.Equal(Reason.OptedOut, Ask(asked.At, CheckKind.OptInRequest));
        Assert.Equal(Reason.OptInRequest, Ask(asked.At.AddTicks(-1), CheckKind.OptInRequest));

        // Not by an event, which would end both.
        Reason Ask(DateTimeOffset optedOutAt, CheckKind kind) =>
            CheckRules
                .Answer(
                    state.With(
                        "acme",
                        b =>
                            b with
                            {
                                Suppression = new Suppression(
                                    optedOutAt,
                                    optedOutAt,
                                    "phone",
                                    "ev-0-9",
                                    "phone",
                                    false,
                                    optedOutAt,
                                    null,
                                    null,
                                    null
                                ),
                            }
                    ),
                    [],
                    new CheckQuestion
                    {
                        Account = recipient.Policy,
                        Brand = Clinic.Acme,
                        Kind = kind,
                        Campaign = kind == CheckKind.Reply ? null : Clinic.News,
                        Sender = kind == CheckKind.Reply ? Clinic.Number : null,
                    },
                    recipient.Address,
                    recipient.Now
                )
                .Reason;
    }

    [Fact]
    public void Rule15_what_ends_at_the_time_of_START_is_not_restored()
    {
        recipient.Consents(basis: Basis.PriorRelationship);
        var until = recipient.Last.Until!.Value;
        recipient.Texts("STOP");
        recipient.Waits(until - recipient.Now - TimeSpan.FromSeconds(1));
        recipient.Texts("START").Records(EventType.OptedIn);
        Assert.Equal(until, recipient.Last.At);
        Assert.Null(recipient.Last.Restored);
    }

    [Fact]
    public void Rule15_beside_a_consent_that_is_restored_what_ends_then_is_not_renewed()
    {
        recipient.Consents();
        recipient.Consents(basis: Basis.PriorRelationship);
        var until = recipient.Last.Until!.Value;
        recipient.Texts("STOP");
        recipient.Waits(until - recipient.Now - TimeSpan.FromSeconds(1));
        recipient.Texts("START");
        Assert.Equal(recipient.Last.Id, Acme.Campaign("reminders").Express!.RenewedBy);
        Assert.Null(Acme.Campaign("reminders").PriorRelationship!.RenewedBy);
    }

    [Fact]
    public void Rule15_of_two_opt_ins_the_newest_counts_whichever_came_last()
    {
        recipient.Texts("STOP");
        var between = recipient.Waits(TimeSpan.FromSeconds(5));
        var phoned = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("START");
        var start = recipient.Last;
        Happens(EventType.OptedIn, between, scope: Scope.Brand);
        recipient.IsOptedOut(at: phoned);
        Assert.Equal(start.Id, recipient.Last.SupersededBy);
    }

    [Fact]
    public void Rule22_a_request_ends_at_the_end_of_its_window()
    {
        recipient.Texts("NEWS");
        var until = recipient.Last.Until!.Value;
        recipient.Waits(until - recipient.Now - TimeSpan.FromSeconds(1));
        recipient.Texts("NEWS", raced: until.AddTicks(-1)).SaysNothing();
        recipient.Texts("YES", raced: until).Records(EventType.ConversationOpened);
        recipient.Texts("NEWS", raced: until).Confirms(ReplyKind.OptInRequest);
    }

    [Fact]
    public void Rule22_a_reported_request_is_expired_at_the_end_of_its_window()
    {
        recipient.Consents("news");
        recipient.Waits(recipient.Last.Until!.Value - recipient.Now);
        recipient.CheckRequest().IsDenied(Reason.ConsentExpired);
    }

    [Fact]
    public void Rule25_a_reminder_is_due_at_its_time_and_an_identified_opening_counts()
    {
        recipient.Consents("offers");
        recipient.IsSent("offers", fulfilled: Obligation.OptOutLanguage);
        recipient.Waits(TimeSpan.FromDays(30));
        Assert.Contains(Obligation.OptOutLanguage, recipient.Check("offers").Obligations);
        recipient.Texts("hello");
        recipient.IsSent(null, CheckKind.Reply, Clinic.Number, Acme.Conversations[Clinic.Number].OpenedAt, null, Obligation.IdentifySender);
        Assert.DoesNotContain(Obligation.IdentifySender, recipient.CheckReply().Obligations);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(86_399, true)]
    [InlineData(86_400, false)]
    public void Rule25_a_reply_identifies_within_its_conversation_only(int secondsAfterOpening, bool identifies)
    {
        recipient.Texts("hello");
        var opened = Acme.Conversations[Clinic.Number].OpenedAt;
        recipient.IsSent(null, CheckKind.Reply, Clinic.Number, opened.AddSeconds(secondsAfterOpening), null, Obligation.IdentifySender);
        Assert.Equal(identifies, Acme.Conversations[Clinic.Number].IdentifiedAt is not null);
    }

    [Fact]
    public void Rule28_a_place_is_free_at_the_end_of_its_period()
    {
        recipient.Consents();
        recipient.Prefers(1, IsoDuration.FromDays(7));
        recipient.IsSent();
        recipient.Waits(recipient.Check().IsDenied(Reason.FrequencyExceeded).Until!.Value - recipient.Now);
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule12_a_block_at_the_time_of_START_stands()
    {
        recipient.IsRefused(Clinic.Number, recipient.Now.AddSeconds(2));
        recipient.Texts("START");
        Assert.Equal(recipient.Now, Acme.ProviderBlocks[Clinic.Number].At);
    }
}
