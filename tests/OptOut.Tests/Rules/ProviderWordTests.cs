namespace OptOut.Tests;

/// <summary>Rules 10, 12 and 15: what Twilio says of a message, and what the message says.</summary>
public class ProviderWordTests
{
    private const string Rcs = "rcs:acme_clinics";
    private readonly Recipient recipient = new(
        Clinic.Acme with
        {
            Senders = [.. Clinic.Acme.Senders, new Sender(Rcs, OptOutHandledBy.App), new Sender(Clinic.Service, OptOutHandledBy.App)],
        }
    );

    [Fact]
    public void Rule10_an_opt_out_word_in_the_body_closes_although_twilio_took_it_for_something_else()
    {
        recipient.Consents();
        recipient.Texts("stop", type: "HELP").Records(EventType.OptedOut);
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Theory]
    [InlineData("START")]
    [InlineData("HELP")]
    public void Rule10_plain_words_that_revoke_close_although_twilio_took_them_for_something_else(string type)
    {
        recipient.Consents();
        var said = recipient.Texts("please stop texting me", type: type);
        said.Records(EventType.OptedOut);
        said.SaysNothing();
        recipient.CheckReply().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule10_a_stop_that_twilio_took_for_start_is_no_block_there_and_ends_none()
    {
        recipient.IsRefused(Clinic.Number, recipient.Now);
        recipient.Texts("STOP", type: "START").Records(EventType.OptedOut);
        Assert.NotEmpty(recipient.State.Brand("acme").ProviderBlocks);
    }

    [Fact]
    public void Rule10_a_yes_that_twilio_took_for_start_completes_the_double_opt_in_that_waits_for_it()
    {
        recipient.Texts("NEWS");
        var confirmed = recipient.Texts("YES", type: "START");
        confirmed.Records(EventType.Consented);
        confirmed.SaysNothing();
        recipient.Check("news").IsAllowed();
    }

    [Fact]
    public void Rule10_a_campaigns_keyword_that_twilio_took_for_start_consents_to_that_campaign_only()
    {
        recipient.Consents();
        recipient.Texts("STOP", type: "STOP");
        var joined = recipient.Texts("JOIN", type: "START");
        joined.Records(EventType.ProviderUnblocked, EventType.Consented);
        joined.SaysNothing();
        recipient.Check("offers", sender: Clinic.Number).IsAllowed();
        recipient.Check("reminders").IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule10_where_twilio_answered_a_double_opt_ins_keyword_the_request_is_still_the_senders_to_send()
    {
        recipient.Texts("NEWS", type: "START").SaysNothing();
        recipient.CheckRequest().IsAllowed(Reason.OptInRequest);
    }

    [Fact]
    public void Rule12_a_yes_that_says_something_else_to_us_still_ends_twilios_block()
    {
        recipient.Texts("NEWS");
        recipient.IsRefused(Clinic.Number, recipient.Now);
        recipient.Texts("YES").Records(EventType.ProviderUnblocked, EventType.Consented);
    }

    [Fact]
    public void Rule12_one_opt_out_holds_for_all_senders_of_a_messaging_service_over_rcs_and_sms()
    {
        recipient.Texts("hello", Clinic.Number, service: Clinic.Service);
        recipient.Consents();
        recipient.Texts("STOP", Rcs, type: "STOP", service: Clinic.Service);
        recipient.Texts("START", Clinic.WhatsApp);
        recipient.Check(sender: Clinic.Service).IsDenied(Reason.ProviderBlocked);
        recipient.Check(sender: Clinic.Number).IsDenied(Reason.ProviderBlocked);
        recipient.Check(sender: Clinic.WhatsApp).IsAllowed();
        Assert.DoesNotContain(Clinic.Number, recipient.Check().IsAllowed().UsableSenders!);
    }

    [Fact]
    public void Rule12_one_opt_in_opens_all_senders_of_a_messaging_service_over_rcs_and_sms()
    {
        recipient.Consents();
        recipient.Texts("STOP", Rcs, type: "STOP", service: Clinic.Service);
        recipient.Texts("START", Clinic.Number, type: "START", service: Clinic.Service);
        recipient.Check(sender: Rcs).IsAllowed();
        recipient.Check(sender: Clinic.Service).IsAllowed();
    }

    [Fact]
    public void Rule12_the_answer_says_which_word_to_text_to_which_sender_where_a_block_outlives_the_consent()
    {
        recipient.Consents();
        recipient.IsRefused(Clinic.TollFree, recipient.Now);
        Assert.Contains(
            $"START to {Clinic.TollFree}",
            recipient.Check(sender: Clinic.TollFree).IsDenied(Reason.ProviderBlocked).Hint,
            StringComparison.Ordinal
        );
        Assert.Contains($"START to {Clinic.TollFree}", recipient.Check().IsAllowed().Hint, StringComparison.Ordinal);
        Assert.Null(recipient.Check(sender: Clinic.Number).Hint);
        Assert.Null(recipient.Check("offers", sender: Clinic.TollFree).Hint);
    }

    [Theory]
    [InlineData(21610, Clinic.Number, true)]
    [InlineData(21610, Clinic.WhatsApp, true)]
    [InlineData(63014, Clinic.WhatsApp, true)]
    [InlineData(63014, Clinic.Service, true)]
    [InlineData(63014, Clinic.Number, false)]
    [InlineData(30007, Clinic.Number, false)]
    [InlineData(null, Clinic.Number, false)]
    public void Rule12_an_error_that_says_the_recipient_is_blocked_blocks(int? code, string sender, bool blocks) =>
        Assert.Equal(blocks, TwilioErrors.Blocks(code, sender));

    [Theory]
    [InlineData("STOP")]
    [InlineData("please stop texting me")]
    public void Rule4_where_stop_reaches_the_account_no_brand_of_it_may_send(string body)
    {
        var person = new Recipient();
        person.Policy = person.Policy with { StopScope = StopScope.Account };
        person.Texts(body).Confirms(ReplyKind.OptOutConfirmation);
        Assert.Equal(Scope.Account, person.Last.Scope);
        person.Check("tastings", brand: "vineyard").IsDenied(Reason.OptedOut);
    }
}
