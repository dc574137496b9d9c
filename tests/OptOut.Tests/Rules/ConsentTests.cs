namespace OptOut.Tests;

/// <summary>Rules 17 to 20: consents, and what they cover; and what operators record and correct.</summary>
public class ConsentTests
{
    private readonly Recipient recipient = new();

    [Fact]
    public void Rule17_consent_covers_exactly_the_named_brand_and_campaigns()
    {
        var consent = recipient.Consents("reminders+offers")!;
        Assert.Equal(2, recipient.Ledger.Count(e => e.ConsentId == consent.ConsentId));
        recipient.Check("reminders").IsAllowed();
        recipient.Check("offers").IsAllowed();
        recipient.Check("news").IsDenied(Reason.NoConsent);
        recipient.Check("tastings", brand: "vineyard").IsDenied(Reason.AgeNotVerified);
    }

    [Fact]
    public void Rule18_a_consent_dated_ahead_counts_from_now()
    {
        recipient.Consents(at: recipient.Now.AddMinutes(2));
        Assert.Equal(recipient.Now, recipient.Last.At);
        recipient.Texts("STOP");
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule18_lifting_by_api_takes_reconsent_and_covers_the_named_campaign()
    {
        recipient.Texts("STOP");
        Assert.Null(recipient.Consents());
        Assert.NotNull(recipient.Consents(reconsent: true));
        recipient.Check().IsAllowed();
        recipient.Check("offers").IsDenied(Reason.OptedOut);
        Assert.NotNull(recipient.Consents());
    }

    [Fact]
    public void Rule18_reconsent_at_the_time_of_the_opt_out_is_refused()
    {
        recipient.Texts("STOP");
        Assert.Null(recipient.Consents(at: recipient.Last.At, reconsent: true));
    }

    [Fact]
    public void Rule18_one_campaign_that_is_opted_out_of_refuses_the_whole_report()
    {
        recipient.IsOptedOut(Scope.Campaign, "offers");
        Assert.Null(recipient.Consents("reminders+offers"));
        recipient.Check("reminders").IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule18_an_import_never_lifts()
    {
        recipient.Texts("STOP");
        Assert.Null(recipient.Consents(reconsent: true, source: Sources.Import));
    }

    [Fact]
    public void Rule18_a_consent_older_than_an_opt_out_that_was_lifted_is_refused_too()
    {
        var before = recipient.Now;
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.Null(recipient.Consents(at: before));
    }

    [Fact]
    public void Rule18_a_withdrawn_consent_is_none()
    {
        var consent = recipient.Consents("reminders+offers")!;
        Assert.False(recipient.Withdraws("ev-0-1"));
        Assert.True(recipient.Withdraws(consent.ConsentId!));
        recipient.Check("reminders").IsDenied(Reason.NoConsent);
        recipient.Check("offers").IsDenied(Reason.NoConsent);
        Assert.False(recipient.Withdraws(consent.ConsentId!));
    }

    [Fact]
    public void Rule18_a_pending_consent_can_be_withdrawn()
    {
        Assert.True(recipient.Withdraws(recipient.Consents("news")!.ConsentId!));
        recipient.CheckRequest().IsDenied(Reason.NoConsent);
    }

    [Theory]
    [InlineData("reminders")]
    [InlineData(null)]
    public void Rule19_a_prior_relationship_allows_only_informational_messages_without_promotion(string? campaign)
    {
        recipient.Consents(campaign, Basis.PriorRelationship);
        var answer = recipient.CheckInformational(campaign).IsAllowed(Reason.PriorRelationship);
        answer.RestsOn(recipient.Last);
        answer.Obliges(Obligation.IdentifySender, Obligation.OptOutLanguage, Obligation.NoPromotion);
        recipient.Check("reminders").IsDenied(Reason.NoConsent);
        Assert.Equal(campaign is null, recipient.CheckInformational("offers").Allowed);
    }

    [Fact]
    public void Rule19_a_prior_relationship_expires()
    {
        recipient.Consents(basis: Basis.PriorRelationship);
        var until = recipient.Last.At.AddDays(90);
        Assert.Equal(until, recipient.CheckInformational().Until);
        recipient.Waits(until - recipient.Now - TimeSpan.FromTicks(1));
        recipient.CheckInformational().IsAllowed(Reason.PriorRelationship);
        recipient.Waits(TimeSpan.FromTicks(1));
        recipient.CheckInformational().IsDenied(Reason.ConsentExpired);
    }

    [Fact]
    public void Rule19_a_prior_relationship_is_never_a_ground_while_suppressed_and_cannot_be_recorded_then()
    {
        recipient.Consents(basis: Basis.PriorRelationship);
        recipient.Texts("STOP");
        recipient.CheckInformational().IsDenied(Reason.OptedOut);
        Assert.Null(recipient.Consents(basis: Basis.PriorRelationship, reconsent: true));
        Assert.Null(recipient.Consents(null, Basis.PriorRelationship, reconsent: true));
    }

    [Fact]
    public void Rule19_a_newer_prior_relationship_does_not_lift_an_opt_out_that_is_recorded_later()
    {
        var phoned = recipient.Now;
        recipient.Consents(basis: Basis.PriorRelationship);
        recipient.IsOptedOut(at: phoned);
        Assert.Null(recipient.Last.SupersededBy);
        recipient.CheckInformational().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule20_an_ordinary_message_opens_a_conversation_with_that_sender_and_service_only()
    {
        recipient.Texts("hello", service: Clinic.Service);
        var answer = recipient.CheckReply().IsAllowed(Reason.Conversation);
        answer.RestsOn(recipient.Last);
        answer.Obliges(Obligation.IdentifySender, Obligation.OptOutLanguage, Obligation.StayInConversation);
        Assert.NotNull(recipient.Last.Proof!.MessageSid);
        recipient.CheckReply(Clinic.Service).IsAllowed(Reason.Conversation);
        recipient.CheckReply(Clinic.WhatsApp).IsDenied(Reason.NoConsent);
        recipient.Check().IsDenied(Reason.NoConsent);
        recipient.CheckInformational().IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule20_each_further_message_extends_it_and_then_it_closes()
    {
        recipient.Texts("hello");
        recipient.Waits(TimeSpan.FromHours(23));
        recipient.Texts("still there?");
        recipient.Waits(TimeSpan.FromHours(24) - TimeSpan.FromTicks(1));
        recipient.CheckReply().IsAllowed(Reason.Conversation).RestsOn(recipient.Last);
        recipient.Waits(TimeSpan.FromTicks(1));
        recipient.CheckReply().IsDenied(Reason.ConversationClosed).RestsOn(recipient.Last);
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("STOPALL")]
    public void Rule20_an_opt_out_ends_it_with_every_sender(string body)
    {
        recipient.Texts("hello");
        recipient.Texts("hello", Clinic.WhatsApp);
        recipient.Texts(body);
        recipient.Texts("START");
        recipient.CheckReply().IsDenied(Reason.ConversationClosed);
        recipient.CheckReply(Clinic.WhatsApp).IsDenied(Reason.ConversationClosed);
    }

    [Fact]
    public void Rule20_a_keyword_opens_none()
    {
        recipient.Texts("JOIN");
        recipient.Texts("HELP");
        recipient.CheckReply().IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule20_a_closed_twilio_conversation_ends_what_it_opened_also_against_a_late_message()
    {
        Converses("CH1");
        var between = recipient.Waits(TimeSpan.FromSeconds(5));
        Assert.Empty(recipient.ConversationCloses("CH2").Events);
        recipient.ConversationCloses("CH1").Records(EventType.ConversationClosed);
        recipient.CheckReply().IsDenied(Reason.ConversationClosed);
        Assert.Empty(recipient.ConversationCloses("CH1").Events);
        recipient.Texts("late", at: between);
        recipient.CheckReply().IsDenied(Reason.ConversationClosed);
        recipient.Texts("a new one");
        recipient.CheckReply().IsAllowed(Reason.Conversation);
    }

    [Fact]
    public void Operator_repeating_an_opt_out_changes_nothing_unless_something_was_opened_since()
    {
        recipient.IsOptedOut().Records(EventType.OptedOut);
        Assert.Empty(recipient.IsOptedOut().Events);
        recipient.Texts("JOIN");
        recipient.IsOptedOut().Records(EventType.OptedOut);
        recipient.Check("offers").IsDenied(Reason.OptedOut);
    }

    [Theory]
    [InlineData(Scope.Account)]
    [InlineData(Scope.Brand)]
    public void Operator_an_opt_out_before_a_newer_consent_is_recorded_as_superseded_and_closes_what_is_older(Scope scope)
    {
        recipient.Consents("reminders");
        var phoned = recipient.Waits(TimeSpan.FromSeconds(5));
        var consent = recipient.Consents("offers")!;
        recipient.IsOptedOut(scope, at: phoned);
        Assert.Equal(consent.Id, recipient.Last.SupersededBy);
        Assert.Null(recipient.Suppression());
        recipient.Check("offers").IsAllowed();
        recipient.Check("reminders").IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Operator_an_opt_out_of_one_campaign_before_its_newer_consent_is_superseded()
    {
        var phoned = recipient.Now;
        recipient.Consents();
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: phoned);
        Assert.NotNull(recipient.Last.SupersededBy);
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Operator_a_correction_restores_what_only_operators_took()
    {
        recipient.Consents();
        recipient.IsOptedOut();
        Assert.Equal(SuppressionRules.Correction.Done, recipient.IsCorrected());
        Assert.Equal(EventType.SuppressionCorrected, recipient.Last.Type);
        recipient.Check().IsAllowed();
        Assert.Equal(SuppressionRules.Correction.NotFound, recipient.IsCorrected());
    }

    [Theory]
    [InlineData(Scope.Account)]
    [InlineData(Scope.Campaign)]
    public void Operator_a_correction_takes_back_the_scope_that_covers(Scope scope)
    {
        recipient.Consents();
        recipient.IsOptedOut(scope, scope == Scope.Campaign ? "reminders" : null);
        Assert.Equal(SuppressionRules.Correction.Done, recipient.IsCorrected("reminders"));
        recipient.Check().IsAllowed();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Operator_the_recipients_own_word_is_not_corrected_whichever_came_first(bool textFirst)
    {
        if (textFirst)
        {
            recipient.Texts("STOP");
        }

        recipient.IsOptedOut();
        recipient.Texts("STOP");
        Assert.Equal(SuppressionRules.Correction.OwnWord, recipient.IsCorrected());
        Assert.NotNull(recipient.Suppression());
    }

    [Fact]
    public void Operator_the_providers_word_is_not_corrected()
    {
        recipient.IsOptedOut(source: Sources.Provider, sender: Clinic.Number).Records(EventType.OptedOut, EventType.ProviderBlocked);
        Assert.Equal(SuppressionRules.Correction.OwnWord, recipient.IsCorrected());
        recipient.Check(sender: Clinic.Number).IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Operator_what_a_corrected_opt_out_had_replaced_counts_again()
    {
        recipient.Consents("reminders");
        recipient.Texts("STOP");
        var stop = recipient.Last;
        recipient.Consents("offers", reconsent: true);
        recipient.Texts("START");
        recipient.IsOptedOut();
        recipient.IsCorrected();
        Assert.Equal(stop.At, Coverage.LatestOver(recipient.State, "acme", null)!.LastOptOutAt);
        recipient.Check("offers").IsAllowed();
    }

    private void Converses(string sid) =>
        recipient.Take(
            new Decision([
                new LedgerEvent
                {
                    Type = EventType.ConversationOpened,
                    At = recipient.Waits(TimeSpan.FromSeconds(1)),
                    Brand = "acme",
                    Source = Sources.Conversations,
                    Sender = Clinic.Number,
                    ConversationSid = sid,
                    Until = recipient.Now.AddDays(1),
                    Basis = Basis.Conversation,
                },
            ])
        );
}
