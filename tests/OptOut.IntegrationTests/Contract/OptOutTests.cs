namespace OptOut.IntegrationTests;

/// <summary>Rules 1 to 4, 8, 10 and 12: what an opt-out closes, how often it is confirmed, and who answers it.</summary>
public sealed class OptOutTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task An_opt_out_on_one_channel_holds_on_all()
    {
        var (byText, byWhatsApp) = (Number(), Number());
        await TextAsync(byText, "STOP");
        await TextAsync("whatsapp:" + byWhatsApp, "STOP", AcmeWhatsApp);
        Assert.True(await SuppressedAsync("whatsapp:" + byText));
        Assert.True(await SuppressedAsync(byWhatsApp));
        Assert.Equal("opted-out", (await CheckAsync(byText, sender: AcmeWhatsApp)).Reason);
    }

    [Theory]
    [InlineData("+5215512345678", "+525512345678")]
    [InlineData("+5491123456789", "+541123456789")]
    [InlineData("+551187654321", "+5511987654321")]
    public async Task A_number_in_its_national_variants_is_one_person(string texted, string asked)
    {
        await TextAsync("whatsapp:" + texted, "STOP", AcmeWhatsApp);
        Assert.True(await SuppressedAsync(asked));
        Assert.True(await SuppressedAsync(texted));
    }

    [Fact]
    public async Task A_channel_id_without_a_number_stands_for_itself()
    {
        var id = $"messenger:{Random.Shared.NextInt64(1_000_000_000, 9_999_999_999)}";
        await TextAsync(id, "STOP");
        Assert.True(await SuppressedAsync(id));
    }

    [Theory]
    [InlineData("STOP STOP", 1)]
    [InlineData("STOP JOIN STOP", 2)]
    [InlineData("STOP STOPALL", 1)]
    [InlineData("STOPALL STOP", 1)]
    [InlineData("STOPALL START STOPALL", 2)]
    [InlineData("STOP START STOP START", 2)]
    [InlineData("STOP hello STOP", 1)]
    public async Task Each_opt_out_is_confirmed_once(string words, int confirmations)
    {
        var person = Number();
        var confirmed = 0;
        foreach (var word in words.Split(' '))
        {
            confirmed += Expect(200, await TextAsync(person, word)).Body.Contains("unsubscribed", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(confirmations, confirmed);
    }

    [Fact]
    public async Task Racing_opt_outs_are_confirmed_once()
    {
        var person = Number();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => TextAsync(person, i % 2 == 0 ? "STOP" : "STOPALL")));
        Assert.Equal(1, answers.Sum(a => a.Messages));
        Assert.Equal(16, (await EventTypesAsync(person)).Count(type => type == "opted-out"));
    }

    [Fact]
    public async Task A_repeat_is_recorded_and_since_stays_the_first()
    {
        var person = Number();
        await TextAsync(person, "STOP");
        var first = await SuppressionAsync(person);
        await TextAsync(person, "quit");
        var second = await SuppressionAsync(person);
        Assert.Equal(first.GetProperty("since").GetDateTimeOffset(), second.GetProperty("since").GetDateTimeOffset());
        Assert.True(second.GetProperty("lastOptOutAt").GetDateTimeOffset() > first.GetProperty("lastOptOutAt").GetDateTimeOffset());
        Assert.Equal(["opted-out", "opted-out"], await EventTypesAsync(person));
    }

    [Fact]
    public async Task Another_brand_of_the_account_stays_open_after_STOP()
    {
        var person = Number();
        await ConsentAsync(person);
        await ConsentAsync(person, "deals", "shop");
        await TextAsync(person, "STOP");
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
        Assert.True((await CheckAsync(person, "deals", "shop")).Allowed);
    }

    [Theory]
    [InlineData("STOP", AcmeByTwilio, 0)]
    [InlineData("stop ", AcmeByTwilio, 0)]
    [InlineData("opt-out", AcmeByTwilio, 1)]
    [InlineData("ARRET", AcmeByTwilio, 1)]
    [InlineData("please stop texting me", AcmeByTwilio, 1)]
    [InlineData("STOP", AcmeTollFree, 0)]
    [InlineData("CANCEL", AcmeTollFree, 1)]
    public async Task Whoever_already_answered_answers_alone(string body, string to, int messages)
    {
        var person = Number();
        Assert.Equal(messages, Expect(200, await TextAsync(person, body, to)).Messages);
        Assert.True(await SuppressedAsync(person));
    }

    [Theory]
    [InlineData("STOP", "anything else", true)]
    [InlineData("stop", "STOP", true)]
    [InlineData("HELP", "STOP", true)]
    [InlineData("START", "stop!", true)]
    [InlineData("HELP", "what is this", false)]
    public async Task OptOutType_decides_the_class_and_empties_the_answer(string type, string body, bool suppressed)
    {
        var person = Number();
        Assert.Equal(0, Expect(200, await TextAsync(person, body, fields: ("OptOutType", type))).Messages);
        Assert.Equal(suppressed, await SuppressedAsync(person));
    }

    [Fact]
    public async Task A_provider_block_stands_for_its_sender_until_START_reaches_it()
    {
        var person = Number();
        await ConsentAsync(person);
        await TextAsync(person, "STOP", AcmeByTwilio);
        Assert.Contains("provider-blocked", await EventTypesAsync(person), StringComparer.Ordinal);
        await TextAsync(person, "START");
        Assert.Equal("provider-blocked", (await CheckAsync(person, sender: AcmeByTwilio)).Reason);
        var any = await CheckAsync(person);
        Assert.True(any.Allowed);
        Assert.DoesNotContain(AcmeByTwilio, any.Strings("usableSenders"), StringComparer.Ordinal);
        Assert.Contains(Acme, any.Strings("usableSenders"), StringComparer.Ordinal);
        await TextAsync(person, "UNSTOP", AcmeByTwilio);
        Assert.True((await CheckAsync(person, sender: AcmeByTwilio)).Allowed);
        Assert.Contains("provider-unblocked", await EventTypesAsync(person), StringComparer.Ordinal);
    }
}
