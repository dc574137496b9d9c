namespace OptOut.IntegrationTests;

/// <summary>Rules 4 to 7: what is an opt-out keyword, what is not, and what plain language revokes.</summary>
public sealed class KeywordTests(Head head) : ContractTest(head)
{
    [Theory]
    [InlineData("STOP")]
    [InlineData("unsubscribe")]
    [InlineData("Cancel")]
    [InlineData("eNd")]
    [InlineData("QUIT")]
    [InlineData("revoke")]
    [InlineData("OptOut")]
    [InlineData("opt-out")]
    [InlineData("OPT OUT")]
    [InlineData("  stop\r\n")]
    [InlineData("\u00a0\u2003STOP\u3000")]
    [InlineData("S\u200bT\u200dO\ufeffP")]
    [InlineData("ＳＴＯＰ")]
    [InlineData("ⓢⓣⓞⓟ")]
    [InlineData("𝐒𝐓𝐎𝐏")]
    [InlineData("“Stop.”")]
    [InlineData("«stop»!!!")]
    [InlineData("STOP 🛑🛑")]
    [InlineData("👎🏽 stop 👨‍👩‍👧")]
    [InlineData("(STOP)")]
    [InlineData("S-T-O-P")]
    [InlineData("un‑subscribe")]
    [InlineData("ARRÊT")]
    [InlineData("arret")]
    [InlineData("no more")]
    [InlineData("Stop promotions")]
    public async Task The_whole_message_is_the_keyword_however_it_is_dressed(string body)
    {
        var person = Number();
        Assert.Equal(1, Expect(200, await TextAsync(person, body)).Messages);
        Assert.Equal("brand", (await SuppressionAsync(person)).GetProperty("scope").GetString());
    }

    [Theory]
    [InlineData("STOPALL")]
    [InlineData("stop all")]
    [InlineData("Stop-All!")]
    public async Task STOPALL_closes_every_brand_of_the_account_and_no_other_accounts(string body)
    {
        var person = Number();
        Assert.Equal(1, Expect(200, await TextAsync(person, body)).Messages);
        Assert.Equal("account", (await SuppressionAsync(person, "shop")).GetProperty("scope").GetString());
        Assert.True(await SuppressedAsync(person));
        Assert.False(await SuppressedAsync(person, "other", key: OtherKey));
    }

    [Theory]
    [InlineData("I can't stop laughing")]
    [InlineData("The bus stop is closed")]
    [InlineData("Please cancel my appointment")]
    [InlineData("When does the sale end?")]
    [InlineData("Don't stop")]
    [InlineData("Is there a stop at Main Street?")]
    [InlineData("STOP by later")]
    [InlineData("How do I unsubscribe?")]
    [InlineData("stopping")]
    [InlineData("NONSTOP")]
    public async Task A_keyword_inside_a_sentence_is_none(string body)
    {
        var person = Number();
        Assert.Equal(0, Expect(200, await TextAsync(person, body)).Messages);
        Assert.False(await SuppressedAsync(person));
    }

    [Theory]
    [InlineData("Please stop texting me")]
    [InlineData("take me off your list")]
    [InlineData("Remove my number from your list please.")]
    [InlineData("don't text me anymore!")]
    public async Task Plain_language_revokes_the_brand(string body)
    {
        var person = Number();
        Assert.Equal(1, Expect(200, await TextAsync(person, body)).Messages);
        Assert.True(await SuppressedAsync(person));
        Assert.Equal(body, (await HistoryAsync(person))[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Plain_language_under_Review_is_an_event_and_suppresses_nothing()
    {
        var person = Number();
        Assert.Equal(0, Expect(200, await TextAsync(person, "Please stop texting me", Shop)).Messages);
        Assert.Equal(["review-needed"], await EventTypesAsync(person, "shop"));
        Assert.False(await SuppressedAsync(person, "shop"));
        Assert.Equal("no-consent", (await CheckAsync(person, null, "shop", "reply", Shop)).Reason);
    }

    [Fact]
    public async Task Plain_language_under_Off_does_nothing_and_opens_no_conversation()
    {
        var person = Number();
        Assert.Equal(0, Expect(200, await TextAsync(person, "Please stop texting me", Quiet)).Messages);
        Assert.False(await SuppressedAsync(person, "quiet"));
        Assert.Equal("no-consent", (await CheckAsync(person, null, "quiet", "reply", Quiet)).Reason);
    }

    [Fact]
    public async Task Media_and_buttons_do_not_hide_an_opt_out()
    {
        var (withMedia, pressed, byChannel) = (Number(), Number(), Number());
        await TextAsync(withMedia, "Stop", fields: [("NumMedia", "2"), ("MediaUrl0", "https://example.org/1")]);
        Assert.True(await SuppressedAsync(withMedia));
        await TextAsync(
            "whatsapp:" + pressed,
            "Not interested",
            AcmeWhatsApp,
            fields: [("ButtonPayload", "STOP"), ("ButtonText", "Not interested")]
        );
        Assert.True(await SuppressedAsync(pressed));
        await TextAsync("whatsapp:" + byChannel, "Stop promotions", AcmeWhatsApp, fields: ("ButtonText", "Stop promotions"));
        Assert.True(await SuppressedAsync(byChannel));
    }
}
