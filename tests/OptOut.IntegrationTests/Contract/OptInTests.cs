namespace OptOut.IntegrationTests;

/// <summary>Rules 15 and 16: START, YES and a campaign's keyword.</summary>
public sealed class OptInTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task START_lifts_restores_what_was_held_and_is_confirmed_once()
    {
        var person = Number();
        await ConsentAsync(person);
        await TextAsync(person, "STOP");
        var started = Expect(200, await TextAsync(person, "Start"));
        Assert.Contains("Acme Clinics", started.Body, StringComparison.Ordinal);
        Assert.Contains("STOP", started.Body, StringComparison.Ordinal);
        Assert.False(await SuppressedAsync(person));
        Assert.Equal("consented", (await CheckAsync(person)).Reason);
        Assert.Equal("no-consent", (await CheckAsync(person, "offers")).Reason);
        Assert.Equal(0, (await TextAsync(person, "START")).Messages);
    }

    [Fact]
    public async Task START_does_not_restore_what_was_suppressed_on_its_own_or_withdrawn()
    {
        var person = Number();
        await ConsentAsync(person);
        await ConsentAsync(person, "offers");
        var id = (await ConsentAsync(person, "wine")).Json.GetProperty("id").GetString();
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/suppressions/{person}",
                new System.Text.Json.Nodes.JsonObject
                {
                    ["brand"] = "acme",
                    ["scope"] = "campaign",
                    ["campaign"] = "offers",
                    ["reason"] = "asked",
                    ["source"] = "phone",
                }
            )
        );
        await TextAsync(person, "STOP");
        Expect(200, await ApiAsync(HttpMethod.Delete, $"/api/consents/{person}/{id}"));
        await TextAsync(person, "START");
        Assert.True((await CheckAsync(person)).Allowed);
        Assert.Equal("opted-out", (await CheckAsync(person, "offers")).Reason);
        Assert.True(await SuppressedAsync(person, campaign: "offers"));
        Assert.False(await SuppressedAsync(person));
    }

    [Fact]
    public async Task START_adds_the_default_campaign_and_with_nothing_to_do_is_an_ordinary_message()
    {
        var (person, stranger) = (Number(), Number());
        Assert.Equal(1, Expect(200, await TextAsync(person, "START", Shop)).Messages);
        Assert.Equal("consented", (await CheckAsync(person, null, "shop")).Reason);
        Assert.Equal(0, Expect(200, await TextAsync(stranger, "START")).Messages);
        Assert.Equal("conversation", (await CheckAsync(stranger, null, kind: "reply", sender: Acme)).Reason);
    }

    [Fact]
    public async Task START_to_one_brand_lifts_a_STOPALL_for_that_brand_only()
    {
        var person = Number();
        await TextAsync(person, "STOPALL");
        await TextAsync(person, "START");
        Assert.False(await SuppressedAsync(person));
        Assert.True(await SuppressedAsync(person, "shop"));
    }

    [Fact]
    public async Task A_campaigns_keyword_consents_to_it_alone_and_lifts_what_covers_it()
    {
        var person = Number();
        await ConsentAsync(person);
        await TextAsync(person, "STOPALL");
        Assert.Equal(1, Expect(200, await TextAsync(person, "join!")).Messages);
        Assert.Equal("consented", (await CheckAsync(person, "offers")).Reason);
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
        Assert.True(await SuppressedAsync(person));
        Assert.False(await SuppressedAsync(person, campaign: "offers"));
        var consent = (await HistoryAsync(person)).Last(e => e.GetProperty("type").GetString() == "consented");
        Assert.StartsWith("Text JOIN", consent.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("SM", consent.GetProperty("proof").GetProperty("messageSid").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task YES_in_a_conversation_is_an_ordinary_message_and_while_suppressed_by_text_like_START()
    {
        var (talking, silent, byPhone) = (Number(), Number(), Number());
        await TextAsync(talking, "STOP");
        await TextAsync(talking, "Can you move my appointment?");
        Assert.Equal(0, Expect(200, await TextAsync(talking, "YES")).Messages);
        Assert.True(await SuppressedAsync(talking));
        await TextAsync(silent, "STOP");
        Assert.Equal(1, Expect(200, await TextAsync(silent, "YES")).Messages);
        Assert.False(await SuppressedAsync(silent));
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/suppressions/{byPhone}",
                new System.Text.Json.Nodes.JsonObject
                {
                    ["brand"] = "acme",
                    ["reason"] = "asked",
                    ["source"] = "phone",
                }
            )
        );
        Assert.Equal(0, Expect(200, await TextAsync(byPhone, "YES")).Messages);
        Assert.True(await SuppressedAsync(byPhone));
    }

    [Fact]
    public async Task A_replayed_START_lifts_no_newer_opt_out()
    {
        var (person, sid) = (Number(), NewSid());
        await TextAsync(person, "STOP");
        await TextAsync(person, "START", sid: sid);
        await TextAsync(person, "STOP");
        await TextAsync(person, "START", sid: sid);
        Assert.True(await SuppressedAsync(person));
    }
}
