namespace OptOut.Tests;

/// <summary>Rules 4, 7, 8 and 11: what an opt-out covers, and what is said about it.</summary>
public class OptOutTests
{
    private readonly Recipient recipient = new();

    [Theory]
    [InlineData("STOP")]
    [InlineData("UNSUBSCRIBE")]
    [InlineData("CANCEL")]
    [InlineData("END")]
    [InlineData("QUIT")]
    [InlineData("REVOKE")]
    [InlineData("OPTOUT")]
    public void Rule4_each_standard_keyword_suppresses_the_brand_that_was_texted(string keyword)
    {
        recipient.Consents();
        recipient.Consents("tastings", brand: "vineyard", age: 21);
        recipient.Texts(keyword).Confirms(ReplyKind.OptOutConfirmation);
        Assert.Equal((Scope.Brand, keyword), (recipient.Suppression()!.Scope, recipient.Last.Keyword));
        recipient.Check().IsDenied(Reason.OptedOut);
        recipient.Check("tastings", brand: "vineyard").IsAllowed();
    }

    [Theory]
    [InlineData(Clinic.Number)]
    [InlineData(Clinic.WhatsApp)]
    [InlineData(Clinic.TollFree)]
    public void Rule4_all_senders_and_channels_of_the_brand_are_covered(string to)
    {
        recipient.Consents();
        recipient.Texts("STOP", to);
        foreach (var sender in (string?[])[null, Clinic.Number, Clinic.WhatsApp, Clinic.TollFree])
        {
            recipient.Check(sender: sender).IsDenied(Reason.OptedOut);
        }
    }

    [Fact]
    public void Rule4_stopall_suppresses_every_brand_of_the_account_also_one_never_met()
    {
        recipient.Consents("tastings", brand: "vineyard", age: 21);
        recipient.Texts("STOPALL").Confirms(ReplyKind.OptOutConfirmation);
        recipient.Check().IsDenied(Reason.OptedOut);
        recipient.Check("tastings", brand: "vineyard").IsDenied(Reason.OptedOut);
        Assert.Equal(recipient.Last.At, recipient.Suppression(brand: "never-met")!.Since);
        Assert.Null(recipient.Consents("tastings", brand: "vineyard", age: 21));
    }

    [Fact]
    public void Rule4_start_after_stopall_lifts_the_brand_it_was_sent_to_and_no_other()
    {
        recipient.Consents();
        recipient.Consents("tastings", brand: "vineyard", age: 21);
        recipient.Texts("STOPALL");
        recipient.Texts("START");
        recipient.Check().IsAllowed();
        recipient.Check("tastings", brand: "vineyard").IsDenied(Reason.OptedOut);
        recipient.Texts("START", Clinic.WineNumber).Confirms(ReplyKind.OptInConfirmation);
        recipient.Check("tastings", brand: "vineyard").IsAllowed();
    }

    [Fact]
    public void Rule4_since_of_a_brand_under_two_account_wide_opt_outs_is_its_own()
    {
        recipient.Texts("STOPALL");
        var first = recipient.Last.At;
        recipient.Texts("START");
        recipient.Texts("STOPALL", Clinic.WineNumber);
        Assert.Equal(recipient.Last.At, recipient.Suppression()!.Since);
        Assert.Equal(first, recipient.Suppression(brand: "vineyard")!.Since);
    }

    [Fact]
    public void Rule4_the_proof_of_a_second_account_wide_opt_out_is_its_own()
    {
        recipient.Texts("STOPALL");
        var first = recipient.Last.Proof!.MessageSid;
        recipient.Texts("START");
        recipient.Texts("STOPALL");
        Assert.Equal(recipient.Last.Proof!.MessageSid, recipient.Suppression()!.Suppression.MessageSid);
        Assert.Equal(first, recipient.Suppression(brand: "vineyard")!.Suppression.MessageSid);
    }

    [Theory]
    [InlineData(FreeTextOptOut.OptOut, EventType.OptedOut, Reason.OptedOut)]
    [InlineData(FreeTextOptOut.Review, EventType.ReviewNeeded, Reason.ReviewPending)]
    public void Rule7_plain_language_does_what_the_brand_says(FreeTextOptOut setting, EventType recorded, Reason reason)
    {
        var person = new Recipient(Clinic.Acme with { FreeTextOptOut = setting });
        person.Consents();
        person.Texts("please stop texting me").Records(recorded);
        Assert.Equal("please stop texting me", person.Last.Text);
        Assert.Null(person.Last.Keyword);
        Assert.Equal(reason, person.Check().Reason);
    }

    [Theory]
    [InlineData(FreeTextOptOut.OptOut)]
    [InlineData(FreeTextOptOut.Review)]
    [InlineData(FreeTextOptOut.Off)]
    public void Rule7_what_matches_never_opens_a_conversation(FreeTextOptOut setting)
    {
        var person = new Recipient(Clinic.Acme with { FreeTextOptOut = setting });
        person.Texts("take me off your list");
        Assert.False(person.CheckReply().Allowed);
        Assert.Empty(person.State.Brand("acme").Conversations);
    }

    [Fact]
    public void Rule7_what_a_brand_looks_for_by_itself_is_passed_on()
    {
        var person = new Recipient(Clinic.Acme with { FreeTextOptOut = FreeTextOptOut.Off, ForwardUrl = "https://example.com/in" });
        var decision = person.Texts("take me off your list");
        decision.Confirms(ReplyKind.Forward);
        Assert.Empty(decision.Events);
    }

    /// <summary>The examples of rule 8, and their neighbours. A letter is the brand that is texted.</summary>
    [Theory]
    [InlineData("a:STOP a:STOP", 1)]
    [InlineData("a:STOP a:JOIN a:STOP", 2)]
    [InlineData("a:STOP a:STOPALL", 1)]
    [InlineData("a:STOPALL a:STOP", 1)]
    [InlineData("a:STOPALL a:START a:STOPALL", 2)]
    [InlineData("a:STOP v:STOPALL", 2)]
    [InlineData("a:STOPALL v:STOP", 1)]
    [InlineData("a:STOPALL v:START v:STOP a:STOP", 2)]
    [InlineData("a:STOP a:hello a:STOP", 1)]
    [InlineData("a:STOP a:NEWS a:STOP", 1)]
    [InlineData("a:STOP a:NEWS a:YES a:STOP", 2)]
    [InlineData("a:JOIN a:CANCEL a:END a:START a:QUIT", 2)]
    [InlineData("a:STOP a:HELP a:STOP", 1)]
    public void Rule8_exactly_one_confirmation_per_opt_out(string texts, int confirmations)
    {
        var said = texts
            .Split(' ')
            .Select(t => t.Split(':'))
            .Select(t => recipient.Texts(t[1], t[0] == "a" ? Clinic.Number : Clinic.WineNumber))
            .ToList();
        Assert.Equal(confirmations, said.Count(d => d.Reply?.Kind == ReplyKind.OptOutConfirmation));
    }

    [Fact]
    public void Rule8_a_late_repeat_is_not_confirmed_for_a_consent_that_is_newer_than_it()
    {
        recipient.Texts("STOP").Confirms(ReplyKind.OptOutConfirmation);
        var between = recipient.Waits(TimeSpan.FromSeconds(1));
        recipient.Texts("JOIN");
        recipient.Texts("STOP", at: between).SaysNothing();
        recipient.Check("offers").IsAllowed();
    }

    [Fact]
    public void Rule8_an_opt_out_after_one_campaigns_own_is_confirmed()
    {
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        recipient.Texts("STOP").Confirms(ReplyKind.OptOutConfirmation);
    }

    [Fact]
    public void Rule8_after_an_opt_out_by_phone_the_first_stop_says_nothing_new()
    {
        recipient.IsOptedOut().SaysNothing();
        recipient.Texts("STOP").SaysNothing();
    }

    [Fact]
    public void Rule11_after_an_opt_out_nothing_is_allowed_but_a_reply_in_a_conversation_opened_afterwards()
    {
        recipient.Consents();
        recipient.Consents("reminders", Basis.PriorRelationship);
        recipient.Texts("hello");
        recipient.CheckReply().IsAllowed(Reason.Conversation);
        recipient.Texts("STOP");
        recipient.Check().IsDenied(Reason.OptedOut);
        recipient.CheckInformational().IsDenied(Reason.OptedOut);
        recipient.CheckRequest().IsDenied(Reason.OptedOut);
        recipient.CheckReply().IsDenied(Reason.OptedOut);
        recipient.Texts("one question");
        recipient.CheckReply().IsAllowed(Reason.Conversation).RestsOn(recipient.Last);
        recipient.CheckReply(Clinic.WhatsApp).IsDenied(Reason.OptedOut);
        recipient.Check().IsDenied(Reason.OptedOut);
        recipient.WaitsDays(1);
        recipient.CheckReply().IsDenied(Reason.OptedOut);
    }
}
