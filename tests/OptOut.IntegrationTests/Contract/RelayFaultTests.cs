using System.Text;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 36, 40 and 41 while Twilio fails in the ways that its documents name.</summary>
public sealed partial class RelayTests
{
    [Theory]
    [InlineData("""{"fault":"consents-refused","code":429,"times":2}""")]
    [InlineData("""{"fault":"consents-refused","code":500,"times":1}""")]
    [InlineData("""{"fault":"consents-refused","code":503,"times":1}""")]
    [InlineData("""{"fault":"consents-rejected","code":30646,"times":2}""")]
    [InlineData("""{"fault":"consents-answer-lost","times":1}""")]
    public async Task Rule40_whatever_Twilio_answers_first_the_opt_out_reaches_its_list_once(string fault)
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        var person = Number();
        await FaultAsync(person, fault);
        await OptOutAsync(person);
        await Until.AsyncIs(
            async () => (await ConsentsAsync(person)).Length == 4 && (await FaultsAsync(person)).Count == 0,
            Patience,
            "it has not come"
        );
        Assert.Equal(
            4,
            (await ConsentsAsync(person)).Select(c => c.GetProperty("correlationId").GetString()).Distinct(StringComparer.Ordinal).Count()
        );
    }

    [Fact]
    public async Task Rule40_an_entry_that_Twilio_calls_invalid_is_no_endless_try()
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        var person = Number();
        await FaultAsync(person, """{"fault":"consents-invalid","code":30646,"times":1}""");
        await OptOutAsync(person);
        await Until.Is(
            () => Head.Output!.Contains("Twilio's consent list refused 4 senders of it (error 30646).", StringComparison.Ordinal),
            Patience,
            "nobody is told"
        );
        Assert.Empty(await ConsentsAsync(person));
        Assert.DoesNotContain(person[1..], Head.Output!, StringComparison.Ordinal);
        // It is said before it is laid aside.
        await Until.AsyncIs(
            async () => Expect(200, await GetAsync("/api/health", key: null)).Body.Contains("dead letters", StringComparison.Ordinal),
            Patience,
            "health does not tell"
        );
    }

    [Theory]
    [InlineData("""{"fault":"cancel-refused","code":429,"times":2}""")]
    [InlineData("""{"fault":"cancel-refused","code":503,"times":1}""")]
    [InlineData("""{"fault":"cancel-answer-lost","times":1}""")]
    public async Task Rule40_whatever_Twilio_answers_first_the_scheduled_message_is_cancelled_and_recalled_once(string fault)
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        var person = Number();
        await ConsentAsync(person);
        var sendAt = Time(TimeSpan.FromHours(3));
        var scheduled = Expect(
            200,
            await RawAsync(
                HttpMethod.Post,
                "/local/twilio/scheduled",
                Json(
                    new JsonObject
                    {
                        ["from"] = Acme,
                        ["to"] = person,
                        ["body"] = "See you.",
                        ["sendAt"] = sendAt,
                    }
                ),
                key: null
            )
        )
            .Json.GetProperty("messageSid")
            .GetString();
        var send = Scheduled(person);
        (send["messageSid"], send["sendAt"]) = (scheduled, sendAt);
        Expect(204, await ApiAsync(HttpMethod.Post, "/api/sends", send, WriteKey));
        await FaultAsync(person, fault);
        await OptOutAsync(person);
        await Until.AsyncIs(
            async () => (await EventTypesAsync(person)).Contains("send-recalled", StringComparer.Ordinal),
            Patience,
            "it has not come"
        );
        Assert.Empty(await FaultsAsync(person));
        Assert.Single(await EventTypesAsync(person), "send-recalled");
        var listed = Expect(200, await RawAsync(HttpMethod.Get, $"/local/messages?phone={Uri.EscapeDataString(person)}", null, key: null))
            .Json.GetProperty("messages");
        Assert.Equal("canceled", Assert.Single(listed.EnumerateArray()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Rule41_a_Twilio_that_does_not_tell_its_settings_is_a_finding_and_no_failure()
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        Expect(
            200,
            await RawAsync(
                HttpMethod.Put,
                "/local/faults",
                Json(JsonNode.Parse("""{"faults":[{"fault":"settings-refused","code":401,"times":1}]}""")!),
                key: null
            )
        );
        var found = Expect(200, await GetAsync("/api/doctor", AdminKey))
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Where(f => f.GetProperty("what").GetString() != "signature-refused");
        var one = Assert.Single(found);
        Assert.Equal("twilio-unreachable", one.GetProperty("what").GetString());
        Assert.Contains("Console: ", one.GetProperty("doThis").GetString(), StringComparison.Ordinal);
    }

    private async Task OptOutAsync(string person) =>
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/suppressions/{Uri.EscapeDataString(person)}",
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["reason"] = "Said so.",
                    ["source"] = "web",
                }
            )
        );

    private async Task FaultAsync(string person, string fault) =>
        Expect(200, await RawAsync(HttpMethod.Put, FaultsOf(person), Json(JsonNode.Parse($$"""{"faults":[{{fault}}]}""")!), key: null));

    /// <summary>Those that are still to happen.</summary>
    private async Task<JsonArray> FaultsAsync(string person) =>
        JsonNode.Parse(Expect(200, await RawAsync(HttpMethod.Get, FaultsOf(person), null, key: null)).Body)!["faults"]!.AsArray();

    private static string FaultsOf(string person) => $"/local/faults/{Uri.EscapeDataString(person)}";

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
