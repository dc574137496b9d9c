using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 18, 30, 32 to 34 over HTTP: decisions, judged sends, holds, and the auditor's file.</summary>
public sealed class ProofTests(Head head) : ContractTest(head)
{
    private Task<Answer> SendAsync(string person, string? decision = null, TimeSpan? ago = null, string campaign = "reminders") =>
        PostSendAsync(Send(person, ("campaign", campaign), ("sentAt", Time(-(ago ?? TimeSpan.Zero))), ("decision", decision)));

    private async Task<JsonElement> LastSendAsync(string person) =>
        (await HistoryAsync(person)).Last(e => e.GetProperty("type").GetString() == "send-recorded");

    private static string? Word(JsonElement e, string member) => e.TryGetProperty(member, out var value) ? value.GetString() : null;

    private Task<Answer> HoldAsync(string person, bool hold) =>
        ApiAsync(
            HttpMethod.Put,
            $"/api/recipients/{person}/hold",
            new JsonObject
            {
                ["hold"] = hold,
                ["reason"] = "Claim 17",
                ["actor"] = "j.doe",
            }
        );

    [Fact]
    public async Task Rule33_an_allowed_answer_carries_a_decision_that_the_send_brings_back()
    {
        var person = Number();
        await ConsentAsync(person);
        var check = (await CheckAsync(person)).Json;
        var decision = check.GetProperty("decision").GetString()!;
        Assert.DoesNotContain(person[2..], decision, StringComparison.Ordinal);
        Assert.InRange(
            check.GetProperty("validUntil").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(),
            TimeSpan.FromMinutes(4),
            TimeSpan.FromMinutes(5)
        );
        Expect(204, await SendAsync(person, decision));
        var kept = (await LastSendAsync(person)).GetProperty("decision");
        Assert.Equal("consented", kept.GetProperty("reason").GetString());
        Assert.Equal(check.GetProperty("evidence").GetRawText(), kept.GetProperty("evidence").GetRawText());
        Expect(204, await SendAsync(person, decision));
        Assert.Equal("used", Word(await LastSendAsync(person), "unchecked"));
        Expect(204, await SendAsync(person, "d1.abc.def"));
        Assert.Equal("forged", Word(await LastSendAsync(person), "unchecked"));
        Expect(204, await SendAsync(person, (await CheckAsync(person)).Json.GetProperty("decision").GetString(), campaign: "offers"));
        Assert.Equal("another-campaign", Word(await LastSendAsync(person), "unchecked"));
        var other = Number();
        await ConsentAsync(other);
        Expect(204, await SendAsync(other, (await CheckAsync(person)).Json.GetProperty("decision").GetString()));
        Assert.Equal("another-recipient", Word(await LastSendAsync(other), "unchecked"));
    }

    [Fact]
    public async Task Rule30_a_send_after_STOP_is_a_violation_and_a_callback_brings_its_decision_back()
    {
        var person = Number();
        await ConsentAsync(person);
        var decision = (await CheckAsync(person)).Json.GetProperty("decision").GetString()!;
        KeyValuePair<string, string>[] form =
        [
            new("MessageSid", NewSid()),
            new("AccountSid", Account),
            new("From", Acme),
            new("To", person),
            new("MessageStatus", "sent"),
        ];
        Expect(204, await FormAsync(form, $"/api/twilio/status?brand=acme&campaign=reminders&decision={decision}"));
        Assert.True((await LastSendAsync(person)).TryGetProperty("decision", out _));
        await TextAsync(person, "STOP");
        Expect(204, await SendAsync(person));
        var wrong = await LastSendAsync(person);
        Assert.Equal("opted-out", Word(wrong, "violation"));
        Assert.Single(wrong.GetProperty("evidence").EnumerateArray());
    }

    [Fact]
    public async Task Rule18_a_proof_by_message_is_a_message_of_this_recipient()
    {
        var (person, sid) = (Number(), NewSid());
        var consent = Consent(person, "acme", "reminders");
        consent["proof"] = new JsonObject { ["messageSid"] = sid };
        ExpectProblem(400, await ApiAsync(HttpMethod.Post, "/api/consents", consent.DeepClone(), WriteKey), "proof.messageSid");
        await TextAsync(Number(), "yes please", sid: sid);
        ExpectProblem(400, await ApiAsync(HttpMethod.Post, "/api/consents", consent.DeepClone(), WriteKey), "proof.messageSid");
        consent["proof"]!["messageSid"] = sid = NewSid();
        await TextAsync(person, "yes please", sid: sid);
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey));
    }

    [Fact]
    public async Task Rule32_a_legal_hold_stops_an_erasure()
    {
        var person = Number();
        await ConsentAsync(person);
        Expect(
            403,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/recipients/{person}/hold",
                new JsonObject
                {
                    ["hold"] = true,
                    ["reason"] = "x",
                    ["actor"] = "y",
                },
                WriteKey
            )
        );
        ExpectProblem(400, await ApiAsync(HttpMethod.Put, $"/api/recipients/{person}/hold", new JsonObject()), "hold", "reason", "actor");
        Assert.True(Expect(200, await HoldAsync(person, true)).Json.GetProperty("hold").GetBoolean());
        var erasure = new JsonObject { ["reason"] = "asked", ["actor"] = "j.doe" };
        ExpectProblem(409, await ApiAsync(HttpMethod.Delete, $"/api/recipients/{person}", erasure.DeepClone()));
        Assert.False(Expect(200, await HoldAsync(person, false)).Json.GetProperty("hold").GetBoolean());
        Expect(200, await ApiAsync(HttpMethod.Delete, $"/api/recipients/{person}", erasure));
        Assert.Equal(["consented", "hold-changed", "hold-changed", "erased"], await EventTypesAsync(person));
    }

    [Fact]
    public async Task Rule34_history_and_audit_carry_the_hashes_and_the_audit_is_sealed()
    {
        var person = Number();
        await ConsentAsync(person);
        await TextAsync(person, "STOP");
        var history = await HistoryAsync(person);
        Assert.Equal(history[0].GetProperty("hash").GetString(), history[1].GetProperty("previous").GetString());
        var audit = Expect(200, await GetAsync("/api/audit", AdminKey)).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(audit, line => line.Contains(history[1].GetProperty("hash").GetString()!, StringComparison.Ordinal));
        var seal = JsonDocument.Parse(audit[^1]).RootElement.GetProperty("seal");
        Assert.Equal(audit.Length - 1, seal.GetProperty("count").GetInt32());
        Assert.Equal(64, seal.GetProperty("root").GetString()!.Length);
    }
}
