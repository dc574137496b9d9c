using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 2, 18 and 19 over HTTP: what a consent must have, what stands against it, and its withdrawal.</summary>
public sealed class ConsentTests(Head head) : ContractTest(head)
{
    private Task<Answer> PostAsync(JsonObject body, string key = WriteKey, string? idempotencyKey = null) =>
        ApiAsync(HttpMethod.Post, "/api/consents", body, key, idempotencyKey is null ? [] : [("Idempotency-Key", idempotencyKey)]);

    [Theory]
    [InlineData("recipient", "null")]
    [InlineData("recipient", "\"4155552671\"")]
    [InlineData("campaigns", "null")]
    [InlineData("campaigns", "[]")]
    [InlineData("campaigns", "\"reminders\"")]
    [InlineData("campaigns", "[\"reminders\",\"reminders\"]")]
    [InlineData("basis", "null")]
    [InlineData("basis", "\"implied\"")]
    [InlineData("basis", "\"conversation\"")]
    [InlineData("method", "null")]
    [InlineData("method", "\"carrier-pigeon\"")]
    [InlineData("method", "\"third-party\"")]
    [InlineData("method", "\"purchased-list\"")]
    [InlineData("obtainedAt", "null")]
    [InlineData("obtainedAt", "\"yesterday\"")]
    [InlineData("obtainedAt", "\"2026-01-01T00:00:00\"")]
    [InlineData("obtainedAt", "1767225600")]
    [InlineData("obtainedAt", "\"2999-01-01T00:00:00Z\"")]
    [InlineData("statement", "null")]
    [InlineData("statement", "\"  \"")]
    [InlineData("proof", "null")]
    [InlineData("proof", "{}")]
    [InlineData("proof", "{\"reference\":\"\"}")]
    [InlineData("proof.uri", "{\"uri\":\"not a uri\"}")]
    [InlineData("proof.messageSid", "{\"messageSid\":\"12\"}")]
    [InlineData("proof.photo", "{\"photo\":\"x\"}")]
    [InlineData("frequency.max", "{\"max\":0,\"per\":\"P1D\"}")]
    [InlineData("frequency.per", "{\"max\":1,\"per\":\"daily\"}")]
    [InlineData("ageVerified.minimumAge", "{\"minimumAge\":0,\"method\":\"in-person\",\"verifiedAt\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("ageVerified.verifiedAt", "{\"minimumAge\":21,\"method\":\"in-person\"}")]
    [InlineData("trigger", "\"order\"")]
    [InlineData("reconsent", "\"true\"")]
    [InlineData("surprise", "1")]
    [InlineData("Statement", "\"twice in other letters\"")]
    public async Task What_a_consent_lacks_or_has_wrong_is_named(string field, string value)
    {
        var person = Number();
        var body = Consent(person, "acme", "reminders");
        body[field.Split('.')[0]] = JsonNode.Parse(value);
        ExpectProblem(400, await PostAsync(body), field);
        Assert.Empty(await HistoryAsync(person));
    }

    [Fact]
    public async Task An_unknown_campaign_among_known_ones_is_named_and_nothing_is_recorded()
    {
        var person = Number();
        ExpectProblem(400, await PostAsync(Consent(person, "acme", "reminders", "nope")), "campaigns[1]");
        Assert.Equal("no-consent", (await CheckAsync(person)).Reason);
    }

    [Theory]
    [InlineData("trigger", "null")]
    [InlineData("trigger", "\"friendship\"")]
    [InlineData("numberProvidedByRecipient", "null")]
    [InlineData("numberProvidedByRecipient", "false")]
    public async Task A_prior_relationship_needs_its_trigger_and_the_number_from_the_recipient(string field, string value)
    {
        var body = Consent(Number(), "acme", "reminders");
        body["basis"] = "prior-relationship";
        body["trigger"] = "order";
        body["numberProvidedByRecipient"] = true;
        body[field] = JsonNode.Parse(value);
        ExpectProblem(400, await PostAsync(body), field);
    }

    [Theory]
    [InlineData(90, 201)]
    [InlineData(180, 400)]
    public async Task A_clock_may_be_two_minutes_ahead_and_no_more(int seconds, int status)
    {
        var body = Consent(Number(), "acme", "reminders");
        body["obtainedAt"] = Time(TimeSpan.FromSeconds(seconds));
        Expect(status, await PostAsync(body));
    }

    [Fact]
    public async Task A_consent_with_a_clock_ahead_yields_to_the_next_opt_out()
    {
        var person = Number();
        var body = Consent(person, "acme", "reminders");
        body["obtainedAt"] = Time(TimeSpan.FromSeconds(90));
        Expect(201, await PostAsync(body));
        await TextAsync(person, "STOP");
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("STOPALL")]
    public async Task Only_a_newer_reconsent_lifts_an_opt_out(string word)
    {
        var person = Number();
        var before = Consent(person, "acme", "reminders");
        await TextAsync(person, word);
        var after = Consent(person, "acme", "reminders");
        AssertOptedOut(await PostAsync((JsonObject)after.DeepClone()));
        before["reconsent"] = true;
        AssertOptedOut(await PostAsync(before));
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
        after["reconsent"] = true;
        Expect(201, await PostAsync(after));
        Assert.Equal("consented", (await CheckAsync(person)).Reason);
        Assert.Equal("opted-out", (await CheckAsync(person, "offers")).Reason);
    }

    [Fact]
    public async Task A_prior_relationship_lifts_nothing()
    {
        var person = Number();
        await TextAsync(person, "STOP");
        var body = Consent(person, "acme", "reminders");
        body["basis"] = "prior-relationship";
        body["trigger"] = "order";
        body["numberProvidedByRecipient"] = true;
        body["reconsent"] = true;
        AssertOptedOut(await PostAsync(body));
    }

    [Fact]
    public async Task An_idempotency_key_gives_the_same_answer_and_refuses_another_body()
    {
        var (person, key) = (Number(), Guid.NewGuid().ToString());
        var body = Consent(person, "acme", "reminders");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync((JsonObject)body.DeepClone(), idempotencyKey: key)));
        Assert.All(answers, a => Assert.Equal((201, answers[0].Body), (a.Status, a.Body)));
        Assert.Single(await HistoryAsync(person));
        body["statement"] = "Something else.";
        ExpectProblem(422, await PostAsync(body, idempotencyKey: key));
        ExpectProblem(422, await PostAsync(Consent(Number(), "acme", "reminders"), idempotencyKey: key));
    }

    [Fact]
    public async Task A_withdrawn_consent_is_gone_and_kept_in_the_ledger()
    {
        var person = Number();
        var consent = Expect(201, await PostAsync(Consent(person, "acme", "reminders", "offers"))).Json;
        var id = consent.GetProperty("id").GetString();
        Assert.Contains(id!, (await GetAsync($"/api/consents/{person}?brand=acme")).Body, StringComparison.Ordinal);
        ExpectProblem(404, await ApiAsync(HttpMethod.Delete, $"/api/consents/{Number()}/{id}", key: WriteKey));
        Expect(200, await ApiAsync(HttpMethod.Delete, $"/api/consents/{person}/{id}", key: WriteKey));
        Assert.Equal("no-consent", (await CheckAsync(person)).Reason);
        Assert.Equal("no-consent", (await CheckAsync(person, "offers")).Reason);
        Assert.Equal(["consented", "consented", "consent-withdrawn", "consent-withdrawn"], await EventTypesAsync(person));
        ExpectProblem(404, await ApiAsync(HttpMethod.Delete, $"/api/consents/{person}/{id}", key: WriteKey));
    }

    private static void AssertOptedOut(Answer answer) =>
        Assert.Contains("opted-out", ExpectProblem(409, answer).Json.GetProperty("type").GetString()!, StringComparison.Ordinal);
}
