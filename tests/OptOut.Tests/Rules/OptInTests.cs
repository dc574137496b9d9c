namespace OptOut.Tests;

/// <summary>Rules 15, 16 and 22: opting in by text.</summary>
public class OptInTests
{
    private readonly Recipient recipient = new();

    [Theory]
    [InlineData("START")]
    [InlineData("UNSTOP")]
    [InlineData("unstop!")]
    public void Rule15_start_lifts_restores_and_sends_one_confirmation(string body)
    {
        recipient.Consents("reminders");
        recipient.Texts("STOP");
        var decision = recipient.Texts(body);
        Assert.Equal(new Reply(ReplyKind.OptInConfirmation, Clinic.Acme.OptInText), decision.Reply);
        Assert.Equal(["reminders"], recipient.Last.Restored);
        recipient.Check("reminders").IsAllowed().RestsOn(recipient.Ledger[0], recipient.Last);
        recipient.Check("offers").IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule15_while_subscribed_a_repeat_sends_nothing_and_is_an_ordinary_message()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        recipient.Texts("START");
        var repeat = recipient.Texts("START");
        repeat.SaysNothing();
        repeat.Records(EventType.ConversationOpened);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("START")]
    public void Rule15_with_nothing_to_lift_restore_or_add_it_is_an_ordinary_message(string? type)
    {
        recipient.Texts("START", type: type).Records(EventType.ConversationOpened);
        recipient.CheckReply().IsAllowed(Reason.Conversation);
    }

    [Fact]
    public void Rule15_what_is_restored_was_held_just_before_the_first_opt_out_since_the_last_opt_in()
    {
        recipient.Consents("reminders");
        recipient.Texts("STOP");
        recipient.Texts("JOIN");
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.Equal(["reminders"], recipient.Last.Restored);
        recipient.Texts("JOIN");
        recipient.Texts("STOPALL");
        recipient.Texts("START");
        Assert.Equal(["offers", "reminders"], recipient.Last.Restored);
    }

    [Fact]
    public void Rule15_a_campaign_suppressed_on_its_own_is_not_restored()
    {
        recipient.Consents("reminders+offers");
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.Equal(["offers"], recipient.Last.Restored);
        recipient.Check("reminders").IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule15_a_campaign_suppressed_on_its_own_after_the_stop_is_not_restored()
    {
        recipient.Consents("reminders+offers");
        recipient.Texts("STOP");
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        recipient.Texts("START");
        Assert.Equal(["offers"], recipient.Last.Restored);
        recipient.Check("reminders").IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule15_an_expired_consent_is_not_restored()
    {
        recipient.Consents("reminders", Basis.PriorRelationship);
        recipient.Texts("STOP");
        recipient.WaitsDays(90);
        recipient.Texts("START");
        Assert.Null(recipient.Last.Restored);
        recipient.CheckInformational().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule15_a_prior_relationship_is_restored_without_getting_longer()
    {
        recipient.Consents("reminders", Basis.PriorRelationship);
        var until = recipient.Last.Until;
        recipient.WaitsDays(10);
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.Equal(until, recipient.CheckInformational().IsAllowed(Reason.PriorRelationship).Until);
    }

    [Fact]
    public void Rule15_a_basis_that_was_opted_out_of_on_its_own_stays_so_beside_one_that_is_restored()
    {
        recipient.Consents("reminders", Basis.PriorRelationship);
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        var consent = recipient.Consents("reminders", reconsent: true)!;
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check().IsAllowed();
        recipient.Withdraws(consent.ConsentId!);
        recipient.CheckInformational().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule15_a_withdrawn_consent_is_not_restored()
    {
        var consent = recipient.Consents()!;
        recipient.Texts("STOP");
        recipient.Withdraws(consent.ConsentId!);
        recipient.Texts("START");
        recipient.Check().IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule15_a_campaign_that_is_gone_is_not_restored()
    {
        recipient.Consents("reminders");
        recipient.Texts("STOP");
        recipient.Policy = new Recipient(Clinic.Brand("acme", "Acme Clinics", [Clinic.Number], Clinic.Offers)).Policy;
        recipient.Texts("START").Confirms(ReplyKind.OptInConfirmation);
        Assert.Null(recipient.Last.Restored);
    }

    [Fact]
    public void Rule15_start_adds_the_default_campaign_once()
    {
        var person = new Recipient(Clinic.Acme with { DefaultCampaign = "offers" });
        person.Texts("START").Records(EventType.OptedIn, EventType.Consented);
        person.Check("offers").IsAllowed().RestsOn(person.Last);
        person.Check("reminders").IsDenied(Reason.NoConsent);
        person.Texts("START").Records(EventType.ConversationOpened);
        person.Texts("STOP");
        person.Texts("START").Records(EventType.OptedIn);
        Assert.Equal(["offers"], person.Last.Restored);
    }

    [Fact]
    public void Rule15_22_a_default_campaign_with_double_opt_in_is_asked_for_once()
    {
        var person = new Recipient(Clinic.Acme with { DefaultCampaign = "news" });
        person.Texts("STOP");
        person.Texts("START").Confirms(ReplyKind.OptInRequest);
        Assert.Null(person.Suppression());
        person.Check("news").IsDenied(Reason.ConsentPending);
        person.Texts("START").SaysNothing();
        person.Texts("YES").Confirms(ReplyKind.OptInConfirmation);
        person.Check("news").IsAllowed();
    }

    [Fact]
    public void Rule15_start_after_an_opt_out_by_phone_lifts_too()
    {
        recipient.Consents();
        recipient.IsOptedOut();
        recipient.Texts("START").Confirms(ReplyKind.OptInConfirmation);
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule15_first_yes_confirms_the_latest_double_opt_in_requested_on_this_sender()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Offers with { DoubleOptIn = true }));
        person.Texts("JOIN");
        person.Texts("NEWS");
        person.Texts("NEWS", Clinic.WhatsApp).SaysNothing();
        person.Texts("YES").Confirms(ReplyKind.OptInConfirmation);
        person.Check("news").IsAllowed();
        person.Check("offers").IsDenied(Reason.ConsentPending);
        person.Texts("YES");
        person.Check("offers").IsAllowed();
    }

    [Fact]
    public void Rule15_a_request_on_another_sender_is_not_confirmed()
    {
        recipient.Texts("NEWS", Clinic.WhatsApp);
        recipient.Texts("YES").Records(EventType.ConversationOpened);
        recipient.Check("news").IsDenied(Reason.ConsentPending);
        recipient.Texts("YES", Clinic.WhatsApp).Records(EventType.Consented);
    }

    [Fact]
    public void Rule15_a_pending_request_comes_before_an_open_conversation()
    {
        recipient.Texts("NEWS");
        recipient.Texts("what do you write?");
        recipient.Texts("YES").Records(EventType.Consented);
    }

    [Theory]
    [InlineData(Clinic.Number, null)]
    [InlineData(Clinic.WhatsApp, Clinic.Service)]
    public void Rule15_else_with_an_open_conversation_yes_is_an_ordinary_message(string to, string? service)
    {
        recipient.Texts("STOP");
        recipient.Texts("do you take walk-ins?", to, service: service);
        recipient
            .Texts("YES", to == Clinic.Number ? Clinic.Number : Clinic.TollFree, service: service)
            .Records(EventType.ConversationOpened);
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule15_else_while_suppressed_by_the_recipients_own_text_yes_is_like_start()
    {
        recipient.Consents();
        recipient.Texts("STOPALL");
        recipient.Texts("YES").Confirms(ReplyKind.OptInConfirmation);
        recipient.Check().IsAllowed();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rule15_an_opt_out_by_phone_is_not_lifted_by_yes(bool afterStop)
    {
        recipient.Consents();
        if (afterStop)
        {
            recipient.Texts("STOP");
        }

        recipient.IsOptedOut();
        recipient.Texts("YES").Records(EventType.ConversationOpened);
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule15_else_yes_is_an_ordinary_message() => recipient.Texts("YES").Records(EventType.ConversationOpened);

    [Fact]
    public void Rule16_a_campaigns_keyword_consents_to_that_campaign_only_with_its_call_to_action_as_statement()
    {
        recipient.Texts("join").Confirms(ReplyKind.OptInConfirmation);
        Assert.Equal(("Text JOIN for offers.", "keyword", "JOIN"), (recipient.Last.Text, recipient.Last.Method, recipient.Last.Keyword));
        Assert.NotNull(recipient.Last.Proof!.MessageSid);
        recipient.Check("offers").IsAllowed();
        recipient.Check("reminders").IsDenied(Reason.NoConsent);
        recipient.Texts("JOIN").SaysNothing();
    }

    [Theory]
    [InlineData(Scope.Account)]
    [InlineData(Scope.Brand)]
    [InlineData(Scope.Campaign)]
    public void Rule16_a_campaigns_keyword_lifts_what_covers_it_and_nothing_else(Scope scope)
    {
        recipient.Consents("reminders");
        recipient.IsOptedOut(scope, scope == Scope.Campaign ? "offers" : null);
        recipient.Texts("JOIN").Confirms(ReplyKind.OptInConfirmation);
        recipient.Check("offers").IsAllowed();
        Assert.Equal(scope != Scope.Campaign, recipient.Suppression() is not null);
        Assert.Equal(scope == Scope.Campaign, recipient.Check("reminders").Allowed);
    }

    [Fact]
    public void Rule16_with_double_opt_in_the_answer_is_the_request()
    {
        recipient.Texts("NEWS").Confirms(ReplyKind.OptInRequest);
        recipient.Check("news").IsDenied(Reason.ConsentPending).RestsOn(recipient.Last);
        recipient.CheckRequest().IsDenied(Reason.ConsentPending);
        recipient.Texts("NEWS").SaysNothing();
    }

    [Fact]
    public void Rule22_pending_until_yes_within_the_window()
    {
        recipient.Texts("NEWS");
        recipient.Waits(TimeSpan.FromHours(24));
        recipient.Check("news").IsDenied(Reason.ConsentExpired);
        recipient.Texts("YES").Records(EventType.ConversationOpened);
        recipient.Texts("NEWS").Confirms(ReplyKind.OptInRequest);
        recipient.Waits(TimeSpan.FromHours(23.9));
        recipient.Texts("YES").Confirms(ReplyKind.OptInConfirmation);
        recipient.Check("news").IsAllowed();
    }

    [Fact]
    public void Rule22_a_reported_consent_allows_exactly_one_request_within_its_window()
    {
        var asked = recipient.Consents("news", at: recipient.Now.AddDays(-3))!;
        Assert.Equal(EventType.ConsentRequested, asked.Type);
        recipient.Check("news").IsDenied(Reason.ConsentPending);
        recipient.CheckRequest().IsAllowed(Reason.OptInRequest).RestsOn(asked);
        recipient.IsSent("news", CheckKind.OptInRequest, Clinic.Number);
        recipient.CheckRequest().IsDenied(Reason.ConsentPending);
        recipient.Texts("YES", Clinic.WhatsApp).Records(EventType.ConversationOpened);
        recipient.Texts("YES").Records(EventType.Consented);
        Assert.Equal((asked.ConsentId, asked.Id), (recipient.Last.ConsentId, recipient.Last.About));
        recipient.Check("news").IsAllowed();
        recipient.CheckRequest().IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule22_two_workers_cannot_both_send_the_request()
    {
        recipient.Consents("news");
        recipient.Reserved.Add(new Reservation("acme", "news", CheckKind.Campaign, recipient.Now + Reservation.Duration));
        recipient.Reserved.Add(new Reservation("acme", "offers", CheckKind.OptInRequest, recipient.Now + Reservation.Duration));
        recipient.CheckRequest().IsAllowed(Reason.OptInRequest);
        recipient.Reserved.Add(new Reservation("acme", "news", CheckKind.OptInRequest, recipient.Now + Reservation.Duration));
        recipient.CheckRequest().IsDenied(Reason.ConsentPending);
        recipient.Waits(Reservation.Duration);
        recipient.CheckRequest().IsAllowed(Reason.OptInRequest);
    }

    [Fact]
    public void Rule22_an_opt_out_ends_the_request_and_yes_then_lifts_but_does_not_consent()
    {
        recipient.Texts("NEWS");
        recipient.Texts("STOP");
        recipient.CheckRequest().IsDenied(Reason.OptedOut);
        recipient.Texts("YES").Confirms(ReplyKind.OptInConfirmation);
        recipient.Check("news").IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule22_the_request_of_a_consent_given_anew_after_an_opt_out_is_allowed()
    {
        recipient.Texts("STOP");
        Assert.Null(recipient.Consents("news"));
        recipient.Consents("news", reconsent: true);
        recipient.CheckRequest().IsAllowed(Reason.OptInRequest);
        recipient.Check("news").IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule22_a_late_yes_older_than_an_opt_out_confirms_nothing()
    {
        recipient.Texts("NEWS");
        var between = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("STOP");
        recipient.Texts("YES", at: between).Records(EventType.Superseded);
        recipient.Check("news").IsDenied(Reason.OptedOut);
    }
}
