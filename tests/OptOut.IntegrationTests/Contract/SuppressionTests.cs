using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Opt-outs recorded, read and corrected by senders.</summary>
public sealed class SuppressionTests(Head head) : ContractTest(head)
{
    private Task<Answer> PutAsync(string person, JsonObject body) =>
        ApiAsync(HttpMethod.Put, $"/api/suppressions/{Uri.EscapeDataString(person)}", body, WriteKey);

    private Task<Answer> CorrectAsync(string person, string key = AdminKey) =>
        ApiAsync(
            HttpMethod.Delete,
            $"/api/suppressions/{person}?brand=acme",
            new JsonObject { ["reason"] = "typed the wrong number", ["actor"] = "ann@acme.example" },
            key
        );

    private static JsonObject OptOut(string source = "phone") =>
        new()
        {
            ["brand"] = "acme",
            ["reason"] = "asked us",
            ["source"] = source,
        };

    [Fact]
    public async Task Somebody_unknown_is_not_suppressed()
    {
        var person = Number();
        var view = await SuppressionAsync(person);
        Assert.Equal(
            (person, "acme", false),
            (view.GetProperty("recipient").GetString(), view.GetProperty("brand").GetString(), view.GetProperty("suppressed").GetBoolean())
        );
        Assert.False(view.TryGetProperty("scope", out _));
    }

    [Fact]
    public async Task The_recipients_own_word_is_shown_with_its_proof()
    {
        var (person, sid) = (Number(), NewSid());
        await TextAsync(person, "Stop!", sid: sid);
        var view = await SuppressionAsync(person);
        Assert.Equal(
            ("brand", sid, "STOP"),
            (view.GetProperty("scope").GetString(), view.GetProperty("messageSid").GetString(), view.GetProperty("keyword").GetString())
        );
        Assert.EndsWith("Z", view.GetProperty("since").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("phone")]
    [InlineData("email")]
    [InlineData("web")]
    [InlineData("agent")]
    [InlineData("provider")]
    public async Task A_reported_opt_out_holds_and_repeating_it_changes_nothing(string source)
    {
        var person = Number();
        await ConsentAsync(person);
        var first = Expect(200, await PutAsync(person, OptOut(source)));
        Assert.Equal((true, source), (first.Json.GetProperty("suppressed").GetBoolean(), first.Json.GetProperty("source").GetString()));
        Assert.Equal(first.Body, Expect(200, await PutAsync(person, OptOut(source))).Body);
        Assert.Equal(2, (await HistoryAsync(person)).Length);
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
    }

    [Theory]
    [InlineData("reason", "null")]
    [InlineData("source", "null")]
    [InlineData("source", "\"message\"")]
    [InlineData("source", "\"import\"")]
    [InlineData("scope", "\"world\"")]
    [InlineData("campaign", "\"nope\"")]
    [InlineData("sender", "\"+14155550170\"")]
    [InlineData("at", "\"2999-01-01T00:00:00Z\"")]
    [InlineData("at", "\"2026-01-01\"")]
    [InlineData("note", "\"x\"")]
    public async Task What_is_wrong_with_a_report_is_named(string field, string value)
    {
        var (person, body) = (Number(), OptOut());
        body[field] = JsonNode.Parse(value);
        ExpectProblem(400, await PutAsync(person, body), field);
        Assert.False(await SuppressedAsync(person));
    }

    [Fact]
    public async Task A_campaigns_scope_needs_its_campaign_and_closes_nothing_else()
    {
        var person = Number();
        await ConsentAsync(person);
        await ConsentAsync(person, "offers");
        var body = OptOut();
        body["scope"] = "campaign";
        ExpectProblem(400, await PutAsync(person, (JsonObject)body.DeepClone()), "campaign");
        body["campaign"] = "offers";
        Expect(200, await PutAsync(person, body));
        Assert.Equal("opted-out", (await CheckAsync(person, "offers")).Reason);
        Assert.True((await CheckAsync(person)).Allowed);
        Assert.False(await SuppressedAsync(person));
        Assert.Equal("campaign", (await SuppressionAsync(person, campaign: "offers")).GetProperty("scope").GetString());
    }

    [Fact]
    public async Task The_accounts_scope_closes_every_brand()
    {
        var (person, body) = (Number(), OptOut());
        body["scope"] = "account";
        Expect(200, await PutAsync(person, body));
        Assert.True(await SuppressedAsync(person, "shop"));
    }

    [Fact]
    public async Task An_opt_out_older_than_a_consent_is_recorded_and_superseded()
    {
        var person = Number();
        await ConsentAsync(person);
        var body = OptOut();
        body["at"] = Time(TimeSpan.FromDays(-3));
        var answer = Expect(200, await PutAsync(person, body)).Json;
        Assert.False(answer.GetProperty("suppressed").GetBoolean());
        var history = await HistoryAsync(person);
        Assert.Equal(history[0].GetProperty("id").GetString(), answer.GetProperty("supersededBy").GetString());
        Assert.Equal(2, history.Length);
        Assert.True((await CheckAsync(person)).Allowed);

        var again = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PutAsync(person, body)));
        Assert.All(again, repeated => Assert.Equal(answer.ToString(), Expect(200, repeated).Body));
        Assert.Equal(2, (await HistoryAsync(person)).Length);
        body["source"] = "email";
        Expect(200, await PutAsync(person, body));
        Assert.Equal(3, (await HistoryAsync(person)).Length);
    }

    [Fact]
    public async Task A_correction_takes_back_what_an_operator_recorded_and_keeps_it_in_the_ledger()
    {
        var person = Number();
        await ConsentAsync(person);
        Expect(200, await PutAsync(person, OptOut()));
        ExpectProblem(403, await CorrectAsync(person, WriteKey));
        Assert.False(Expect(200, await CorrectAsync(person)).Json.GetProperty("suppressed").GetBoolean());
        Assert.True((await CheckAsync(person)).Allowed);
        Assert.Equal(["consented", "opted-out", "suppression-corrected"], await EventTypesAsync(person));
        ExpectProblem(404, await CorrectAsync(person));
    }

    [Theory]
    [InlineData("message")]
    [InlineData("provider")]
    [InlineData("message, then phone")]
    [InlineData("phone, then message")]
    public async Task What_the_recipient_or_the_provider_said_is_not_corrected(string who)
    {
        var person = Number();
        foreach (var source in who.Split(", then "))
        {
            Expect(200, source == "message" ? await TextAsync(person, "STOP") : await PutAsync(person, OptOut(source)));
        }

        ExpectProblem(409, await CorrectAsync(person));
        Assert.True(await SuppressedAsync(person));
    }

    [Fact]
    public async Task A_correction_says_why_and_by_whom()
    {
        ExpectProblem(
            400,
            await ApiAsync(HttpMethod.Delete, $"/api/suppressions/{Number()}?brand=acme", new JsonObject()),
            "reason",
            "actor"
        );
    }
}
