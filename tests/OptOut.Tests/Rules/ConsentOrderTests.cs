namespace OptOut.Tests;

/// <summary>
/// Rules 12, 18, 19, 21, 22, 27, 28: consents, withdrawals and sends that come in another order than they happened, and what they leave
/// alone.
/// </summary>
public sealed class ConsentOrderTests
{
    private readonly Recipient recipient = new();

    private BrandState Acme => recipient.State.Brand("acme");

    [Fact]
    public void Rule18_an_older_consent_reported_later_replaces_nothing_and_one_of_the_same_time_does()
    {
        var older = recipient.Now;
        var consent = recipient.Consents()!;
        recipient.Consents(at: older);
        recipient.Check().RestsOn(consent);
        recipient.Consents(at: consent.At);
        recipient.Check().RestsOn(recipient.Last);
    }

    [Fact]
    public void Rule19_an_older_prior_relationship_reported_later_shortens_nothing_and_one_of_the_same_time_is_the_newer_proof()
    {
        var older = recipient.Now;
        recipient.Consents(null, Basis.PriorRelationship);
        var known = recipient.Last;
        recipient.Consents(null, Basis.PriorRelationship, at: older);
        recipient.CheckInformational().RestsOn(known);
        recipient.Consents(null, Basis.PriorRelationship, at: known.At);
        recipient.CheckInformational().RestsOn(recipient.Last);
        recipient.Consents(null, Basis.PriorRelationship);
        recipient.CheckInformational().RestsOn(recipient.Last);
    }

    [Fact]
    public void Rule19_a_campaigns_own_window_ends_its_prior_relationship_and_the_brands_still_counts()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { PriorRelationshipWindow = IsoDuration.FromDays(10) }));
        person.Consents(basis: Basis.PriorRelationship);
        Assert.Equal(person.Last.At.AddDays(10), person.Last.Until);
        person.Consents(null, Basis.PriorRelationship);
        var brands = person.Last;
        person.WaitsDays(11);
        person.CheckInformational().IsAllowed(Reason.PriorRelationship).RestsOn(brands);
    }

    [Fact]
    public void Rule18_a_withdrawal_takes_its_own_consent_and_no_other()
    {
        var reminders = recipient.Consents("reminders")!;
        recipient.Consents("offers");
        recipient.Consents("news");
        recipient.Consents("offers", Basis.PriorRelationship);
        recipient.Consents(null, Basis.PriorRelationship);
        recipient.Withdraws(reminders.ConsentId!);
        Assert.Equal("reminders", recipient.Last.Campaign);
        recipient.Check("reminders").IsDenied(Reason.NoConsent);
        recipient.Check("offers").IsAllowed();
        recipient.CheckRequest().IsAllowed(Reason.OptInRequest);
        recipient.CheckInformational(null).IsAllowed(Reason.PriorRelationship);
        Assert.NotNull(Acme.Campaign("offers").PriorRelationship);
    }

    [Fact]
    public void Rule18_a_brands_prior_relationship_is_withdrawn_by_its_id_and_only_by_its_brand()
    {
        var prior = recipient.Consents(null, Basis.PriorRelationship)!;
        Assert.Null(ConsentRules.Withdraw(recipient.State, "vineyard", prior.ConsentId!, null, null, recipient.Now));
        Assert.NotNull(ConsentRules.Withdraw(recipient.State, "acme", prior.ConsentId!, null, null, recipient.Now));
        Assert.True(recipient.Withdraws(prior.ConsentId!));
        Assert.Null(recipient.Last.Campaign);
        recipient.CheckInformational(null).IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule18_one_consent_to_two_campaigns_has_the_id_of_its_first_event()
    {
        recipient.Consents("reminders+offers");
        Assert.All(recipient.Ledger, e => Assert.Equal(recipient.Ledger[0].Id, e.ConsentId));
    }

    [Fact]
    public void Rule28_a_consent_that_names_no_frequency_leaves_the_one_that_was_named()
    {
        recipient.Consents(frequency: new Frequency(1, IsoDuration.FromDays(1)));
        recipient.IsSent();
        recipient.Consents("offers");
        recipient.Check("offers").IsDenied(Reason.FrequencyExceeded);
    }

    [Fact]
    public void Rule27_an_age_verified_again_rests_on_the_newer_proof_and_general_content_on_none()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Content = Content.Alcohol }));
        var consent = person.Consents(age: 21)!;
        person.Consents("offers", age: 21);
        person.Check().IsAllowed().RestsOn(consent, person.Last);
        person.Consents("offers");
        person.Check("offers").IsAllowed().RestsOn(person.Last);
    }

    [Fact]
    public void Rule12_a_consent_that_the_sender_reports_is_no_message_of_the_recipients_and_outranks_no_21610()
    {
        var created = recipient.Now;
        recipient.Consents();
        recipient.IsRefused(Clinic.Number, created).Records(EventType.ProviderBlocked);
    }

    [Theory]
    [InlineData(Scope.Campaign, "news")]
    [InlineData(Scope.Brand, null)]
    public void Rule22_an_opt_out_ends_the_requests_that_are_not_newer_than_it(Scope scope, string? campaign)
    {
        var before = recipient.Now;
        var request = recipient.Consents("news")!;
        recipient.IsOptedOut(scope, campaign, at: before);
        Assert.NotNull(Acme.Campaign("news").Pending);
        recipient.IsOptedOut(scope, campaign, at: request.At, source: "email");
        Assert.Null(Acme.Campaign("news").Pending);
    }

    [Fact]
    public void Rule21_only_a_first_message_after_the_consent_counts_and_a_later_one_does_not_take_its_place()
    {
        var before = recipient.Now;
        recipient.Consents();
        recipient.IsSent(at: before);
        recipient.IsSent(kind: CheckKind.Reply);
        Assert.Null(Acme.Campaign("reminders").FirstSendAt);
        recipient.IsSent(at: Acme.Campaign("reminders").Express!.At);
        Assert.Equal(Acme.Campaign("reminders").Express!.At, Acme.Campaign("reminders").FirstSendAt);
        recipient.IsSent();
        Assert.Equal(Acme.Campaign("reminders").Express!.At, Acme.Campaign("reminders").FirstSendAt);
    }

    [Fact]
    public void Rule22_YES_is_looked_for_on_the_sender_that_asked_first()
    {
        recipient.Consents("news");
        recipient.IsSent("news", CheckKind.OptInRequest, Clinic.Number);
        recipient.IsSent("news", CheckKind.OptInRequest, Clinic.WhatsApp);
        Assert.Equal(Clinic.Number, Acme.Campaign("news").Pending!.Sender);
    }

    [Fact]
    public void Rule28_sends_are_counted_in_the_order_of_their_time_and_the_oldest_of_too_many_goes()
    {
        var first = recipient.WaitsDays(1);
        foreach (var offset in (int[])[5, 1, 9, 1, 3])
        {
            recipient.IsSent(at: first.AddSeconds(offset));
        }

        Assert.Equal([1, 1, 3, 5, 9], Acme.Sends.Select(at => (int)(at - first).TotalSeconds));
        for (var n = Acme.Sends.Count; n < SendFold.MaxCounted; n++)
        {
            recipient.IsSent(at: first.AddSeconds(n + 100));
        }

        Assert.Equal((SendFold.MaxCounted, first.AddSeconds(1)), (Acme.Sends.Count, Acme.Sends[0]));
        recipient.IsSent(at: first.AddDays(1));
        recipient.IsSent(at: first.AddDays(1));
        Assert.Equal((SendFold.MaxCounted, first.AddSeconds(3)), (Acme.Sends.Count, Acme.Sends[0]));
    }

    [Fact]
    public void Rule28_a_send_takes_up_the_place_of_its_own_brand_campaign_and_kind()
    {
        var held = new Reservation("acme", "reminders", CheckKind.Campaign, recipient.Now.AddMinutes(5));
        Reservation[] others =
        [
            held with
            {
                Brand = "vineyard",
            },
            held with
            {
                Kind = CheckKind.Informational,
            },
            held with
            {
                Campaign = "offers",
            },
        ];
        var send = new ReportedSend
        {
            Brand = Clinic.Acme,
            Campaign = Clinic.Reminders,
            Kind = CheckKind.Campaign,
            MessageSid = "SM1",
            SentAt = recipient.Now,
            Source = Sources.Api,
        };
        Assert.Equal(others, SendRules.UseReservation([.. others, held], send, recipient.Now));
        Assert.Null(Assert.Single(SendRules.Record(send).Events).Fulfilled);
    }

    [Fact]
    public void Rule22_the_request_names_the_brand_and_says_how_to_answer_and_how_to_stop()
    {
        var text = recipient.Texts("NEWS").Reply!.Text;
        Assert.Equal(
            "Acme Clinics: Reply YES to get our alerts. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to unsubscribe.",
            text
        );
    }
}
