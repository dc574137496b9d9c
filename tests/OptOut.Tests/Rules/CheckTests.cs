namespace OptOut.Tests;

/// <summary>Rules 21 and 23 to 29: checks, their precedence, obligations and evidence.</summary>
public class CheckTests
{
    private readonly Recipient recipient = new();

    [Fact]
    public void Rule21_without_a_first_message_in_time_the_check_obliges_to_reconfirm()
    {
        recipient.Consents();
        recipient.WaitsDays(30);
        Assert.DoesNotContain(Obligation.ReconfirmConsent, recipient.Check().Obligations);
        recipient.Waits(TimeSpan.FromTicks(1));
        Assert.Contains(Obligation.ReconfirmConsent, recipient.Check().IsAllowed().Obligations);
        recipient.IsSent();
        Assert.Contains(Obligation.ReconfirmConsent, recipient.Check().Obligations);
        recipient.IsSent(fulfilled: Obligation.ReconfirmConsent);
        Assert.DoesNotContain(Obligation.ReconfirmConsent, recipient.Check().Obligations);
    }

    [Fact]
    public void Rule21_a_first_message_in_time_is_enough_whenever_it_is_reported()
    {
        recipient.Consents();
        var early = recipient.WaitsDays(1);
        recipient.WaitsDays(40);
        recipient.IsSent();
        recipient.IsSent(at: early);
        Assert.DoesNotContain(Obligation.ReconfirmConsent, recipient.Check().Obligations);
    }

    [Fact]
    public void Rule21_a_restored_consent_has_had_no_message_yet()
    {
        recipient.Consents();
        recipient.IsSent();
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.WaitsDays(31);
        Assert.Contains(Obligation.ReconfirmConsent, recipient.Check().Obligations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rule21_a_recurring_campaign_reconfirms_again_where_set(bool recurring)
    {
        var person = new Recipient(
            Clinic.Acme.With(Clinic.Reminders with { Recurring = recurring, ReconfirmEvery = IsoDuration.FromDays(100) })
        );
        person.Consents();
        person.IsSent();
        person.WaitsDays(101);
        Assert.Equal(recurring, person.Check().Obligations.Contains(Obligation.ReconfirmConsent));
        person.IsSent(fulfilled: Obligation.ReconfirmConsent);
        person.WaitsDays(99);
        Assert.DoesNotContain(Obligation.ReconfirmConsent, person.Check().Obligations);
        person.WaitsDays(2);
        Assert.Equal(recurring, person.Check().Obligations.Contains(Obligation.ReconfirmConsent));
    }

    [Fact]
    public void Rule23_informational_is_allowed_by_express_consent_to_the_named_campaign()
    {
        recipient.Consents();
        recipient.CheckInformational().IsAllowed().Obliges(Obligation.IdentifySender, Obligation.OptOutLanguage);
        recipient.CheckInformational("offers").IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule23_precedence_each_stage_answers_before_the_next()
    {
        var wine = Clinic.Acme.With(Clinic.Reminders with { Content = Content.Alcohol });
        var person = new Recipient(wine);
        person.Check().IsDenied(Reason.AgeNotVerified);
        person.Texts("STOP");
        person.Check().IsDenied(Reason.OptedOut);
        person.Policy = new Recipient(wine with { Suspended = true }).Policy;
        person.Check().IsDenied(Reason.Suspended);
        person.Policy = new Recipient(wine).Policy;
        person.Consents(reconsent: true, age: 21, frequency: new Frequency(1, IsoDuration.FromDays(1)));
        person.Check(body: "hi").IsDenied(Reason.ObligationsUnmet);
        person.IsSent();
        person.Check(body: "hi").IsDenied(Reason.FrequencyExceeded);
    }

    [Fact]
    public void Rule23_without_consent_neither_frequency_nor_obligations_nor_the_text_are_looked_at()
    {
        recipient.Prefers(1, IsoDuration.FromDays(1));
        recipient.IsSent();
        var answer = recipient.Check(body: "hi").IsDenied(Reason.NoConsent);
        answer.Obliges();
        Assert.Null(answer.Findings);
    }

    [Fact]
    public void Rule23_a_block_comes_before_content_age_and_consent()
    {
        recipient.IsRefused(Clinic.Number, recipient.Now);
        recipient.Check(sender: Clinic.Number).IsDenied(Reason.ProviderBlocked);
    }

    [Fact]
    public void Rule25_the_sender_is_identified_always_but_in_a_reply_after_an_identified_message_of_the_same_conversation()
    {
        recipient.Texts("hello");
        recipient.IsSent(null, CheckKind.Reply, Clinic.Number);
        Assert.Contains(Obligation.IdentifySender, recipient.CheckReply().Obligations);
        recipient.IsSent(null, CheckKind.Reply, Clinic.Number, null, null, Obligation.IdentifySender, Obligation.OptOutLanguage);
        recipient.CheckReply().Obliges(Obligation.StayInConversation);
        recipient.Consents();
        recipient.Check().Obliges(Obligation.IdentifySender, Obligation.OptOutLanguage);
        recipient.WaitsDays(1);
        recipient.Texts("hello again");
        recipient.CheckReply().Obliges(Obligation.IdentifySender, Obligation.OptOutLanguage, Obligation.StayInConversation);
    }

    [Fact]
    public void Rule25_an_identified_reply_counts_for_its_own_conversation()
    {
        recipient.Texts("hello");
        recipient.Texts("hello", Clinic.WhatsApp);
        recipient.IsSent(null, CheckKind.Reply, Clinic.WhatsApp, null, null, Obligation.IdentifySender);
        Assert.Contains(Obligation.IdentifySender, recipient.CheckReply().Obligations);
        Assert.DoesNotContain(Obligation.IdentifySender, recipient.CheckReply(Clinic.WhatsApp).Obligations);
    }

    [Fact]
    public void Rule25_a_reply_stated_in_whole_seconds_belongs_to_the_conversation_that_began_within_that_second()
    {
        recipient.Waits(TimeSpan.FromMilliseconds(700));
        recipient.Texts("hello");
        var second = recipient.Now.AddMilliseconds(-recipient.Now.Millisecond);
        recipient.IsSent(null, CheckKind.Reply, null, second.AddSeconds(-1), null, Obligation.IdentifySender);
        Assert.Contains(Obligation.IdentifySender, recipient.CheckReply().Obligations);
        recipient.IsSent(null, CheckKind.Reply, null, second, null, Obligation.IdentifySender);
        Assert.DoesNotContain(Obligation.IdentifySender, recipient.CheckReply().Obligations);
    }

    [Theory]
    [InlineData("reminders", false)]
    [InlineData("offers", true)]
    public void Rule25_opt_out_language_in_the_brands_first_message_and_again_in_a_recurring_campaign(string campaign, bool again)
    {
        recipient.Consents("reminders+offers");
        recipient.IsSent("offers");
        Assert.Contains(Obligation.OptOutLanguage, recipient.Check(campaign).Obligations);
        recipient.IsSent(fulfilled: Obligation.OptOutLanguage);
        recipient.WaitsDays(29.9);
        Assert.DoesNotContain(Obligation.OptOutLanguage, recipient.Check(campaign).Obligations);
        recipient.WaitsDays(0.2);
        Assert.Equal(again, recipient.Check(campaign).Obligations.Contains(Obligation.OptOutLanguage));
    }

    [Fact]
    public void Rule25_a_send_reported_late_does_not_turn_the_reminder_back()
    {
        recipient.Consents("offers");
        var old = recipient.Now;
        recipient.WaitsDays(20);
        recipient.IsSent("offers", fulfilled: Obligation.OptOutLanguage);
        recipient.IsSent("offers", at: old, fulfilled: Obligation.OptOutLanguage);
        recipient.WaitsDays(15);
        Assert.DoesNotContain(Obligation.OptOutLanguage, recipient.Check("offers").Obligations);
    }

    [Fact]
    public void Rule26_unmet_obligations_come_back_as_findings()
    {
        recipient.Consents();
        var answer = recipient.Check(body: "Your visit is tomorrow.").IsDenied(Reason.ObligationsUnmet);
        Assert.Equal([FindingType.MissingSenderIdentification, FindingType.MissingOptOutLanguage], answer.Findings!.Select(f => f.Type));
        Assert.NotEmpty(answer.Evidence);
        recipient.Check(body: "Acme Clinics: your visit is tomorrow. Reply STOP to unsubscribe.").IsAllowed();
        recipient.IsSent(fulfilled: Obligation.OptOutLanguage);
        recipient.Check(body: "Acme Clinics: your visit is tomorrow.").IsAllowed();
        recipient.Check(body: "Acme Clinics: text N0 to quit").IsDenied(Reason.ObligationsUnmet);
    }

    [Fact]
    public void Rule27_gated_content_needs_a_recorded_age_and_the_answer_rests_on_it()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Content = Content.Alcohol }));
        person.Consents(age: 20);
        var young = person.Last;
        person.Check().IsDenied(Reason.AgeNotVerified).RestsOn(young);
        var verified = person.Consents("offers", age: 21)!;
        person.Check().IsAllowed().RestsOn(young, verified);
        person.Consents("offers", age: 18);
        person.Check().IsAllowed();
    }

    [Theory]
    [InlineData(Content.Cannabis, "+14155552671", Reason.ContentProhibited)]
    [InlineData(Content.Prescription, "+14155552671", Reason.ContentProhibited)]
    [InlineData(Content.Prohibited, "+447700900123", Reason.ContentProhibited)]
    [InlineData(Content.Cannabis, "+14165550123", Reason.ContentProhibited)]
    [InlineData(Content.SecurityTest, "+4915112345678", Reason.ContentProhibited)]
    [InlineData(Content.Cannabis, "+4915112345678", Reason.Consented)]
    public void Rule27_prohibited_content_is_denied_where_it_is_prohibited(Content content, string number, Reason reason)
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Content = content }))
        {
            Address = RecipientAddress.FromTwilio(number)!,
        };
        person.Consents(age: 99);
        Assert.Equal(reason, person.Check().Reason);
    }

    [Fact]
    public void Rule28_a_preference_is_counted_from_recorded_sends_and_says_when_a_place_is_free()
    {
        recipient.Consents();
        recipient.Prefers(2, IsoDuration.FromDays(7));
        var preference = recipient.Last;
        recipient.IsSent();
        var first = recipient.Last.At;
        recipient.WaitsDays(1);
        recipient.Check().IsAllowed();
        recipient.IsSent();
        var answer = recipient.Check().IsDenied(Reason.FrequencyExceeded);
        answer.RestsOn(preference);
        Assert.Equal(first.AddDays(7), answer.Until);
        recipient.WaitsDays(6);
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule28_a_preference_may_change_without_a_new_consent()
    {
        recipient.Consents(frequency: new Frequency(1, IsoDuration.FromDays(1)));
        recipient.IsSent();
        recipient.Check().IsDenied(Reason.FrequencyExceeded);
        recipient.Prefers(2, IsoDuration.FromDays(1));
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule28_a_place_that_is_held_counts_until_it_is_given_up_or_taken()
    {
        recipient.Consents(frequency: new Frequency(1, IsoDuration.FromDays(1)));
        recipient.Reserved.Add(new Reservation("acme", "reminders", CheckKind.Campaign, recipient.Now + Reservation.Duration));
        recipient.Reserved.Add(new Reservation("vineyard", "tastings", CheckKind.Campaign, recipient.Now.AddDays(1)));
        Assert.Equal(recipient.Now + Reservation.Duration, recipient.Check().IsDenied(Reason.FrequencyExceeded).Until);
        recipient.Waits(Reservation.Duration);
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule28_a_recorded_send_takes_up_its_place()
    {
        var held = new Reservation("acme", "reminders", CheckKind.Campaign, recipient.Now.AddMinutes(5));
        Reservation[] reserved = [held, held with { Campaign = "offers" }, held with { Until = recipient.Now }];
        var send = new ReportedSend
        {
            Brand = Clinic.Acme,
            Campaign = Clinic.Reminders,
            Kind = CheckKind.Campaign,
            MessageSid = "SM1",
            SentAt = recipient.Now,
            Source = Sources.Api,
        };
        Assert.Equal([held with { Campaign = "offers" }], SendRules.UseReservation(reserved, send, recipient.Now));
    }

    [Fact]
    public void Rule28_a_reply_is_the_recipients_own_wish()
    {
        recipient.Prefers(1, IsoDuration.FromDays(1));
        recipient.Texts("hello");
        recipient.IsSent();
        recipient.CheckReply().IsAllowed(Reason.Conversation);
    }

    [Fact]
    public void Rule29_a_suspended_account_brand_or_campaign_denies_and_inbound_opt_outs_still_work()
    {
        recipient.Consents("reminders+offers");
        var account = recipient.Policy;
        recipient.Policy = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Suspended = true })).Policy;
        recipient.Check().IsDenied(Reason.Suspended);
        recipient.Check("offers").IsAllowed();
        recipient.Policy = new Recipient(Clinic.Acme with { Suspended = true }).Policy;
        recipient.Check("offers").IsDenied(Reason.Suspended);
        recipient.Policy = account with { Suspended = true };
        recipient.Check().IsDenied(Reason.Suspended);
        recipient.Texts("STOP").Confirms(ReplyKind.OptOutConfirmation);
        recipient.Policy = account;
        recipient.Check().IsDenied(Reason.OptedOut);
    }
}
