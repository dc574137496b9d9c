using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>One person, one address, by every way in: path, query, body, batch, import and webhook.</summary>
public sealed class OnePersonTests(Head head) : ContractTest(head)
{
    private static string Tail() => Number()[5..];

    private async Task<Answer> PutAsync(string rawSegment) =>
        await ApiAsync(
            HttpMethod.Put,
            $"/api/suppressions/{rawSegment}",
            new JsonObject
            {
                ["brand"] = "acme",
                ["reason"] = "asked us",
                ["source"] = "phone",
            },
            WriteKey
        );

    /// <summary>What the check says under another spelling: denied as opted out, or refused; never yes.</summary>
    private async Task DeniedAsync(string spelling)
    {
        var one = await GetAsync($"/api/checks/{Uri.EscapeDataString(spelling)}?brand=acme&campaign=reminders");
        Assert.True(one.Status == 400 || one.Json.GetProperty("reason").GetString() == "opted-out", one.Body);
        var batch = Expect(
            200,
            await ApiAsync(
                HttpMethod.Post,
                "/api/checks",
                new JsonObject
                {
                    ["checks"] = new JsonArray(
                        new JsonObject
                        {
                            ["recipient"] = spelling,
                            ["brand"] = "acme",
                            ["campaign"] = "reminders",
                        }
                    ),
                },
                ReadKey
            )
        );
        Assert.Equal(one.Status == 400 ? "invalid" : "opted-out", batch.Json.GetProperty("results")[0].GetProperty("reason").GetString());
        Assert.Equal(
            one.Status,
            (await ApiAsync(HttpMethod.Post, "/api/consents", Consent(spelling, "acme", "reminders"), WriteKey)).Status is 409 ? 200 : 400
        );
    }

    [Fact]
    public async Task A_STOP_holds_under_every_way_to_write_the_number()
    {
        var tail = Tail();
        await TextAsync($"+4479{tail}", "STOP");
        foreach (
            var spelling in (string[])
                [$"+44 (0)79{tail}", $"+44079{tail}", $"+44 0 79{tail}", $"+00 4479{tail}", $"+4479{tail}.0", $"WhatsApp:+44-79{tail}"]
        )
        {
            await DeniedAsync(spelling);
        }
    }

    [Fact]
    public async Task A_STOP_holds_in_the_old_form_of_a_renumbered_plan()
    {
        var tail = Tail();
        await TextAsync($"+2290197{tail[..6]}", "STOP");
        await DeniedAsync($"+22997{tail[..6]}");
        await TextAsync($"whatsapp:+22507{tail[..6]}", "STOP");
        await DeniedAsync($"+2250707{tail[..6]}");
    }

    [Theory]
    [InlineData("From")]
    [InlineData("To")]
    public async Task What_a_channel_writes_differently_is_the_same_person_and_sender(string field)
    {
        var person = Number();
        await ConsentAsync(person);
        Expect(
            200,
            field == "From"
                ? await TextAsync($"WhatsApp:{person[..5]} {person[5..8]}-{person[8..]}", "STOP")
                : await TextAsync(person, "STOP", fields: ("To", "WhatsApp:+1 (415) 555-0160"))
        );
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("%")]
    [InlineData("%2F")]
    [InlineData("%252F")]
    [InlineData("?x=1")]
    [InlineData("#")]
    [InlineData("\\")]
    [InlineData(";v=1")]
    [InlineData("+")]
    [InlineData("&brand=shop")]
    [InlineData("!\"$'()*,-.:<=>@[]^_`{|}~")]
    public async Task An_id_in_a_path_is_the_id_in_a_body(string odd)
    {
        Assert.SkipWhen(
            Head.Elsewhere is not null && odd is "/" or "%2F",
            "The Functions host makes one of both; the head refuses them (ADR 0200)."
        );
        var id = $"messenger:x{odd}y{Guid.NewGuid():N}";
        Assert.Equal(id, Expect(200, await PutAsync(Uri.EscapeDataString(id))).Json.GetProperty("recipient").GetString());
        var batch = Expect(
            200,
            await ApiAsync(
                HttpMethod.Post,
                "/api/checks",
                new JsonObject
                {
                    ["checks"] = new JsonArray(
                        new JsonObject
                        {
                            ["recipient"] = id,
                            ["brand"] = "acme",
                            ["campaign"] = "reminders",
                        }
                    ),
                },
                ReadKey
            )
        );
        Assert.Equal("opted-out", batch.Json.GetProperty("results")[0].GetProperty("reason").GetString());
        Assert.Equal("opted-out", (await CheckAsync(id)).Reason);
    }

    [Theory]
    [InlineData("whatsapp:whatsapp:+14155552671")]
    [InlineData("http://+14155552671")]
    [InlineData("+0014155552671")]
    [InlineData("+14155552671.0")]
    public async Task What_no_phone_can_have_is_refused_by_every_way(string spelling)
    {
        Expect(400, await PutAsync(Uri.EscapeDataString(spelling)));
        Expect(400, await GetAsync($"/api/suppressions/{Uri.EscapeDataString(spelling)}?brand=acme"));
        Expect(400, await GetAsync($"/api/recipients/{Uri.EscapeDataString(spelling)}/history"));
        var import = await RawAsync(
            HttpMethod.Post,
            "/api/suppressions/import?brand=acme&dryRun=true",
            new StringContent($"recipient\n{spelling}\n", null, "text/csv"),
            WriteKey
        );
        Assert.Contains("\"invalid\"", import.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_there_twice_is_refused()
    {
        var person = Number();
        KeyValuePair<string, string>[] form =
        [
            new("MessageSid", NewSid()),
            new("AccountSid", Account),
            new("From", person),
            new("To", Acme),
            new("Body", "hello"),
            new("Body", "STOP"),
        ];
        Expect(400, await FormAsync(form));
        Assert.Empty(await HistoryAsync(person));
    }
}
