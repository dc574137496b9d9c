namespace OptOut.Tests;

/// <summary>Rules 10, 12 and 13: what Twilio and the carriers answer and block; HELP.</summary>
public class ProviderTests
{
    private readonly Recipient recipient = new();

    [Theory]
    [InlineData(OptOutHandledBy.App, "STOP", true)]
    [InlineData(OptOutHandledBy.Twilio, "STOP", false)]
    [InlineData(OptOutHandledBy.Twilio, "Stop!", true)]
    [InlineData(OptOutHandledBy.Twilio, "ARRET", true)]
    [InlineData(OptOutHandledBy.Twilio, "please stop texting me", true)]
    [InlineData(OptOutHandledBy.Carrier, "STOP", false)]
    [InlineData(OptOutHandledBy.Carrier, "UNSUBSCRIBE", true)]
    public void Rule10_whoever_already_answered_answers_alone(OptOutHandledBy by, string body, bool ours)
    {
        var person = new Recipient(Clinic.Acme.HandledBy(by));
        Assert.Equal(ours, person.Texts(body).Reply is not null);
        person.Check().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule10_a_toll_free_number_is_the_carriers()
    {
        recipient.Texts("STOP", Clinic.TollFree).SaysNothing();
        recipient.Texts("START", Clinic.TollFree).SaysNothing();
        Assert.Null(recipient.Suppression());
    }

    [Theory]
    [InlineData("STOP", "no more", Meaning.OptOut, "STOP")]
    [InlineData("stop", "UNSUBSCRIBE", Meaning.OptOut, "UNSUBSCRIBE")]
    [InlineData("STOP", "STOPALL", Meaning.OptOutAll, "STOPALL")]
    [InlineData("STOP", "START", Meaning.OptOut, "STOP")]
    [InlineData("START", "back please", Meaning.OptIn, "START")]
    [InlineData("START", "YES", Meaning.OptIn, "YES")]
    [InlineData("START", "STOP", Meaning.OptOut, "STOP")]
    [InlineData("HELP", "Stop all!", Meaning.OptOutAll, "STOPALL")]
    [InlineData("START", "JOIN", Meaning.Join, "JOIN")]
    [InlineData("HELP", "JOIN", Meaning.Help, "HELP")]
    [InlineData(" stop ", "no more", Meaning.OptOut, "STOP")]
    [InlineData("HELP", "who are you", Meaning.Help, "HELP")]
    [InlineData("HELP", "INFO", Meaning.Help, "INFO")]
    public void Rule10_opt_out_type_decides_the_class_and_that_we_are_silent(string type, string body, Meaning meaning, string keyword)
    {
        var (brand, sender) = recipient.Policy.FindSender(Clinic.Number)!.Value;
        var classified = Classification.Of(
            new Inbound
            {
                MessageSid = "SM1",
                Account = recipient.Policy,
                Brand = brand,
                Sender = sender,
                Recipient = recipient.Address,
                From = "",
                Body = body,
                OptOutType = type,
                ReceivedAt = recipient.Now,
            }
        );
        Assert.Equal((meaning, keyword, true), (classified.Meaning, classified.Keyword, classified.AnsweredByProvider));
        recipient.Texts(body, type: type).SaysNothing();
    }

    [Fact]
    public void Rule10_an_opt_out_type_that_we_do_not_know_decides_nothing()
    {
        recipient.Texts("STOP", type: "LATER").Confirms(ReplyKind.OptOutConfirmation);
    }

    [Fact]
    public void Rule12_a_stop_that_the_provider_handled_blocks_the_sender_and_the_service_it_answered_for()
    {
        recipient
            .Texts("STOP", type: "STOP", service: Clinic.Service)
            .Records(EventType.OptedOut, EventType.ProviderBlocked, EventType.ProviderBlocked);
        Assert.Equal(Clinic.Number + " " + Clinic.Service, string.Join(' ', recipient.State.Brand("acme").ProviderBlocks.Keys));
        recipient.Texts("STOP", type: "STOP", service: Clinic.Service).Records(EventType.OptedOut);
    }

    [Fact]
    public void Rule12_a_block_stands_per_sender_and_usable_senders_lists_the_others()
    {
        recipient.Consents();
        recipient.IsRefused(Clinic.Number, recipient.Now).Records(EventType.ProviderBlocked);
        var block = recipient.Last;
        recipient.Check(sender: Clinic.Number).IsDenied(Reason.ProviderBlocked).RestsOn(block);
        Assert.Null(recipient.Check(sender: Clinic.WhatsApp).IsAllowed().UsableSenders);
        Assert.Equal([Clinic.WhatsApp, Clinic.TollFree], recipient.Check().IsAllowed().UsableSenders);
        recipient.IsRefused(Clinic.WhatsApp, recipient.Now);
        recipient.IsRefused(Clinic.TollFree, recipient.Now);
        Assert.Empty(recipient.Check().IsDenied(Reason.ProviderBlocked).UsableSenders!);
        recipient.Texts("START", Clinic.WhatsApp).Records(EventType.ProviderUnblocked, EventType.ConversationOpened);
        Assert.Equal([Clinic.WhatsApp], recipient.Check().IsAllowed().UsableSenders);
    }

    [Fact]
    public void Rule12_without_a_block_there_is_nothing_to_list()
    {
        recipient.Consents();
        Assert.Null(recipient.Check().UsableSenders);
    }

    [Theory]
    [InlineData("START", true)]
    [InlineData("UNSTOP", true)]
    [InlineData("YES", true)]
    [InlineData(" Yes\n", true)]
    [InlineData("START!", false)]
    [InlineData("un-stop", false)]
    [InlineData("S T A R T", false)]
    [InlineData("INICIAR", false)]
    [InlineData("JOIN", false)]
    [InlineData("hello", false)]
    public void Rule12_a_block_stands_until_a_word_that_ends_it_at_twilio_reaches_that_sender(string body, bool lifts)
    {
        recipient.Consents();
        recipient.IsRefused(Clinic.Number, recipient.Now);
        recipient.Texts(body);
        Assert.Equal(!lifts, recipient.State.Brand("acme").ProviderBlocks.ContainsKey(Clinic.Number));
    }

    [Theory]
    [InlineData(OptOutHandledBy.Carrier, "YES", false)]
    [InlineData(OptOutHandledBy.Carrier, "INICIAR", false)]
    [InlineData(OptOutHandledBy.Carrier, "unstop", true)]
    [InlineData(OptOutHandledBy.Carrier, "START!", false)]
    [InlineData(OptOutHandledBy.Carrier, "un-stop", false)]
    [InlineData(OptOutHandledBy.Carrier, "S T A R T", false)]
    [InlineData(OptOutHandledBy.Twilio, "Start.", false)]
    [InlineData(OptOutHandledBy.Twilio, "INICIAR", false)]
    [InlineData(OptOutHandledBy.Twilio, "YES", true)]
    [InlineData(OptOutHandledBy.Twilio, "START", true)]
    public void Rule12_a_word_that_the_provider_does_not_take_for_start_lifts_the_suppression_and_leaves_the_block(
        OptOutHandledBy by,
        string body,
        bool over
    )
    {
        var clinic = new Recipient(Clinic.Acme.HandledBy(by));
        clinic.Consents();
        clinic.Texts("STOP");
        clinic.Texts(body);
        Assert.Null(clinic.Suppression());
        Assert.Equal(over ? Reason.Consented : Reason.ProviderBlocked, clinic.Check(sender: Clinic.Number).Reason);
    }

    [Fact]
    public void Rule12_start_at_another_sender_lifts_the_suppression_and_leaves_the_block()
    {
        recipient.Consents();
        recipient.Texts("STOP", type: "STOP");
        recipient.Texts("START", Clinic.WhatsApp);
        recipient.Check(sender: Clinic.Number).IsDenied(Reason.ProviderBlocked);
        recipient.Check(sender: Clinic.WhatsApp).IsAllowed();
    }

    [Fact]
    public void Rule12_a_late_start_older_than_the_latest_opt_out_unblocks_nothing()
    {
        recipient.Texts("STOP", type: "STOP");
        var between = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("STOP", type: "STOP");
        recipient.Texts("START", at: between).Records(EventType.Superseded);
        Assert.NotEmpty(recipient.State.Brand("acme").ProviderBlocks);
    }

    [Fact]
    public void Rule12_a_21610_counts_as_of_the_failed_messages_creation_and_never_overrides_a_newer_inbound_consent()
    {
        var created = recipient.Now;
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.Empty(recipient.IsRefused(Clinic.Number, created).Events);
        recipient.IsRefused(Clinic.Number, recipient.Now);
        Assert.Equal(recipient.Last.At, recipient.State.Brand("acme").ProviderBlocks[Clinic.Number].At);
    }

    [Fact]
    public void Rule12_a_start_that_only_unblocked_outranks_an_older_21610_too()
    {
        var created = recipient.Now;
        recipient.IsRefused(Clinic.Number, created);
        recipient.Texts("START");
        Assert.Empty(recipient.IsRefused(Clinic.Number, created).Events);
    }

    [Fact]
    public void Rule12_a_21610_at_the_time_of_the_consent_is_in_doubt_so_it_blocks()
    {
        recipient.Texts("JOIN");
        recipient.IsRefused(Clinic.Number, recipient.Last.At).Records(EventType.ProviderBlocked);
    }

    [Fact]
    public void Rule12_a_block_also_denies_a_reply_from_that_sender()
    {
        recipient.Texts("hello");
        recipient.IsRefused(Clinic.Number, recipient.Now);
        recipient.CheckReply().IsDenied(Reason.ProviderBlocked);
    }

    [Theory]
    [InlineData("HELP")]
    [InlineData("INFO")]
    public void Rule13_help_is_answered_also_while_suppressed_and_changes_nothing(string body)
    {
        recipient.Texts(body).Confirms(ReplyKind.Help);
        recipient.Texts("STOP");
        var decision = recipient.Texts(body);
        Assert.Equal(new Reply(ReplyKind.Help, Clinic.Acme.HelpText), decision.Reply);
        Assert.Empty(decision.Events);
        recipient.CheckReply().IsDenied(Reason.OptedOut);
    }
}
