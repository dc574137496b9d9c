namespace OptOut.IntegrationTests;

/// <summary>Inbound messages: which are taken, for whom, and how they are answered; rules 9 and 13.</summary>
public sealed class InboundMessageTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task An_opt_out_is_answered_by_one_message_with_a_status_callback_that_leads_back()
    {
        var answer = Expect(200, await TextAsync(Number(), "STOP"));
        Assert.Equal("text/xml", answer.MediaType);
        Assert.Equal(1, answer.Messages);
        Assert.Contains($"statusCallback=\"{Base}/api/twilio/status?", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Acme Clinics", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redelivery_changes_nothing_and_answers_the_same()
    {
        var (person, sid) = (Number(), NewSid());
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => TextAsync(person, "STOP", sid: sid)));
        Assert.All(answers, a => Assert.Equal((200, answers[0].Body, 1), (a.Status, a.Body, a.Messages)));
        Assert.Equal(["opted-out"], await EventTypesAsync(person));
        Assert.Equal(answers[0].Body, (await TextAsync(person, "a different text", sid: sid)).Body);
    }

    [Theory]
    [InlineData("262966")]
    [InlineData("12345")]
    [InlineData("AMAZON")]
    [InlineData("My Bank")]
    public async Task A_machine_is_answered_by_an_empty_200(string from)
    {
        var answer = Expect(200, await TextAsync(from, "STOP"));
        Assert.Equal(("text/xml", 0), (answer.MediaType, answer.Messages));
    }

    [Fact]
    public async Task Neither_To_nor_the_messaging_service_ours_is_400_and_leaves_the_ledger()
    {
        var person = Number();
        ExpectProblem(400, await TextAsync(person, "STOP", "+14155559999"), "To");
        ExpectProblem(
            400,
            await TextAsync(person, "STOP", "+14155559999", fields: ("MessagingServiceSid", "MG" + new string('0', 32))),
            "To"
        );
        ExpectProblem(400, await TextAsync(person, "STOP", Acme, fields: ("To", Other)), "To");
        Assert.Empty(await HistoryAsync(person));
    }

    [Fact]
    public async Task An_unknown_To_of_a_known_messaging_service_is_the_brands()
    {
        var person = Number();
        Assert.Equal(
            1,
            Expect(200, await TextAsync(person, "STOP", "+14155559999", fields: ("MessagingServiceSid", AcmeService))).Messages
        );
        Assert.True(await SuppressedAsync(person));
    }

    [Fact]
    public async Task A_known_To_counts_though_its_messaging_service_is_unknown()
    {
        var person = Number();
        Expect(200, await TextAsync(person, "STOP", fields: ("MessagingServiceSid", "MG" + new string('0', 32))));
        Assert.True(await SuppressedAsync(person));
    }

    [Theory]
    [InlineData("HELP")]
    [InlineData("info?")]
    [InlineData(" Help! ")]
    public async Task HELP_answers_and_changes_nothing_also_while_suppressed(string body)
    {
        var person = Number();
        await TextAsync(person, "STOP");
        var answer = Expect(200, await TextAsync(person, body));
        Assert.Equal(1, answer.Messages);
        Assert.Contains("help@acme.example", answer.Body, StringComparison.Ordinal);
        Assert.Contains("STOP", answer.Body, StringComparison.Ordinal);
        Assert.Equal(["opted-out"], await EventTypesAsync(person));
    }

    [Fact]
    public async Task An_ordinary_message_is_answered_by_nothing()
    {
        Assert.Equal(0, Expect(200, await TextAsync(Number(), "What time is my appointment?")).Messages);
        Assert.Equal(
            0,
            Expect(200, await TextAsync(Number(), "", fields: [("NumMedia", "1"), ("MediaUrl0", "https://example.org/1")])).Messages
        );
    }

    [Fact]
    public async Task A_forwarding_brand_gets_ordinary_messages_and_no_others()
    {
        var (person, sid) = (Number(), NewSid());
        var ordinary = Expect(200, await TextAsync(person, "Are you open on Sunday?", Shop, sid));
        Assert.Contains("<Redirect", ordinary.Body, StringComparison.Ordinal);
        Assert.Contains("https://shop.example/inbound?from=optout", ordinary.Body, StringComparison.Ordinal);
        Assert.Equal(ordinary.Body, (await TextAsync(person, "Are you open on Sunday?", Shop, sid)).Body);
        Assert.DoesNotContain("<Redirect", (await TextAsync(person, "STOP", Shop)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<Redirect", (await TextAsync(person, "HELP", Shop)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('"')]
    [InlineData(' ')]
    [InlineData('!')]
    public async Task A_keyword_in_a_body_as_long_as_the_limit_is_taken(char padding)
    {
        var person = Number();
        Expect(200, await TextAsync(person, "STOP" + new string(padding, 21_000)));
        Assert.True(await SuppressedAsync(person));
    }

    [Fact]
    public async Task A_long_ordinary_message_is_taken_and_a_sender_beyond_every_channels_length_is_not()
    {
        var lengthy = string.Concat(Enumerable.Repeat("\"hello\" ", 5000));
        Expect(200, await TextAsync(Number(), lengthy));
        Expect(200, await TextAsync(Number(), lengthy, Shop));
        ExpectProblem(400, await TextAsync("messenger:" + new string('7', 20_000), "STOP"), "From");
    }
}
