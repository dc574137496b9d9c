using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 17, 19 and 21 to 29: kinds, reasons, obligations, findings and their precedence.</summary>
public sealed class CheckTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task Consent_covers_exactly_the_named_brand_and_campaign()
    {
        var person = Number();
        var consent = (await ConsentAsync(person)).Json;
        var allowed = await CheckAsync(person);
        Assert.Equal((true, "consented"), (allowed.Allowed, allowed.Reason));
        Assert.Equal(
            ["identify-sender", "opt-out-language"],
            allowed.Strings("obligations").Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.Equal("consented", (await CheckAsync(person, kind: "informational")).Reason);
        Assert.Equal("no-consent", (await CheckAsync(person, "offers")).Reason);
        Assert.Equal("no-consent", (await CheckAsync(person, null, "shop")).Reason);
        var proof = Assert.Single(await HistoryAsync(person));
        Assert.Equal([proof.GetProperty("id").GetString()!], allowed.Strings("evidence"));
        Assert.Equal(consent.GetProperty("id").GetString(), proof.GetProperty("consentId").GetString());
    }

    [Fact]
    public async Task An_unknown_campaign_kind_or_sender_is_400_and_named()
    {
        var person = Number();
        ExpectProblem(400, await GetAsync($"/api/checks/{person}?brand=acme&campaign=nope"), "campaign");
        ExpectProblem(400, await GetAsync($"/api/checks/{person}?brand=acme"), "campaign");
        ExpectProblem(400, await GetAsync($"/api/checks/{person}?brand=acme&campaign=reminders&kind=Campaign"), "kind");
        ExpectProblem(
            400,
            await GetAsync($"/api/checks/{person}?brand=acme&campaign=reminders&sender={Uri.EscapeDataString(Shop)}"),
            "sender"
        );
        ExpectProblem(400, await GetAsync($"/api/checks/{person}?brand=acme&kind=reply"), "sender");
        ExpectProblem(400, await GetAsync($"/api/checks/{person}?campaign=reminders"), "brand");
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("%2B{1}")]
    [InlineData("{0}%20")]
    [InlineData("whatsapp:{0}")]
    [InlineData("whatsapp%3A%2B{1}")]
    public async Task A_recipient_in_the_path_may_be_escaped_or_not(string form)
    {
        var person = Number();
        var written = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, person, person[1..]);
        var answer = Expect(200, await GetAsync($"/api/checks/{written}?brand=acme&campaign=reminders"));
        Assert.Equal(person, answer.Json.GetProperty("recipient").GetString());
    }

    [Theory]
    [InlineData("14155552671")]
    [InlineData("+1415555")]
    [InlineData("+1234567890123456")]
    [InlineData("+1415555CALL")]
    [InlineData("alice")]
    public async Task A_recipient_that_is_no_number_is_400(string recipient)
    {
        ExpectProblem(400, await GetAsync($"/api/checks/{recipient}?brand=acme&campaign=reminders"), "recipient");
    }

    [Fact]
    public async Task A_number_is_read_without_its_spaces_dots_hyphens_and_brackets()
    {
        var person = Number();
        await TextAsync(person, "STOP");
        var dressed = $"+1 ({person[2..5]}) {person[5..8]}-{person[8..10]}.{person[10..]}";
        Assert.True(await SuppressedAsync(dressed));
    }

    [Fact]
    public async Task A_dot_before_zeros_within_a_number_is_no_fraction_and_behind_one_it_is()
    {
        Assert.False(await SuppressedAsync("+1 (415) 555-27.00"));
        ExpectProblem(400, await GetAsync("/api/suppressions/%2B14155552700.00?brand=acme"), "recipient");
    }

    [Fact]
    public async Task A_prior_relationship_allows_only_informational_messages_without_promotion()
    {
        var person = Number();
        var body = Consent(person, "acme", "reminders");
        body["basis"] = "prior-relationship";
        body["trigger"] = "appointment";
        body["numberProvidedByRecipient"] = true;
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", body));
        var informational = await CheckAsync(person, kind: "informational");
        Assert.Equal((true, "prior-relationship"), (informational.Allowed, informational.Reason));
        Assert.Contains("no-promotion", informational.Strings("obligations"), StringComparer.Ordinal);
        Assert.True(informational.Json.GetProperty("until").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddDays(89));
        Assert.Equal("no-consent", (await CheckAsync(person)).Reason);
        await TextAsync(person, "STOP");
        Assert.Equal("opted-out", (await CheckAsync(person, kind: "informational")).Reason);
    }

    [Fact]
    public async Task A_prior_relationship_expires()
    {
        var person = Number();
        var body = Consent(person, "acme", "reminders");
        body["basis"] = "prior-relationship";
        body["trigger"] = "order";
        body["numberProvidedByRecipient"] = true;
        body["obtainedAt"] = Time(TimeSpan.FromDays(-91));
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", body));
        Assert.Equal("consent-expired", (await CheckAsync(person, kind: "informational")).Reason);
    }

    [Fact]
    public async Task An_old_consent_never_used_is_to_be_reconfirmed()
    {
        var person = Number();
        var body = Consent(person, "acme", "reminders");
        body["obtainedAt"] = Time(TimeSpan.FromDays(-31));
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", body));
        Assert.Contains("reconfirm-consent", (await CheckAsync(person)).Strings("obligations"), StringComparer.Ordinal);
        await SendAsync(person, "reconfirm-consent");
        Assert.DoesNotContain("reconfirm-consent", (await CheckAsync(person)).Strings("obligations"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_obligation_ends_only_when_a_send_says_it_fulfilled_it()
    {
        var person = Number();
        await ConsentAsync(person);
        await SendAsync(person);
        Assert.Contains("opt-out-language", (await CheckAsync(person)).Strings("obligations"), StringComparer.Ordinal);
        await SendAsync(person, "opt-out-language", "identify-sender");
        Assert.Equal(["identify-sender"], (await CheckAsync(person)).Strings("obligations"));
    }

    [Theory]
    [InlineData("Acme Clinics: see you at 3. Reply STOP to unsubscribe.")]
    [InlineData("ACME CLINICS: see you at 3. Text stop to opt out")]
    [InlineData("See you at 3.", "missing-sender-identification", "missing-opt-out-language")]
    [InlineData("Acme Clinics: see you at 3.", "missing-opt-out-language")]
    [InlineData("Acme Clinics: reply ST0P to unsubscribe", "non-standard-opt-out-phrase")]
    [InlineData("Acme Clinics: reply S.T.O.P to end", "non-standard-opt-out-phrase")]
    [InlineData("Acme Clinics: text N0 to quit", "non-standard-opt-out-phrase")]
    public async Task A_body_that_leaves_an_obligation_unmet_comes_back_with_findings(string text, params string[] findings)
    {
        var person = Number();
        await ConsentAsync(person);
        var answer = await CheckBatchAsync(
            new JsonObject
            {
                ["recipient"] = person,
                ["brand"] = "acme",
                ["campaign"] = "reminders",
                ["body"] = text,
            }
        );
        Assert.Equal(findings.Length == 0 ? "consented" : "obligations-unmet", answer.Reason);
        var found = answer.Json.TryGetProperty("findings", out var list)
            ? list.EnumerateArray().Select(f => f.GetProperty("type").GetString()!).Distinct(StringComparer.Ordinal)
            : [];
        Assert.Equal(findings.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Gated_content_needs_a_verified_age_of_the_law_there()
    {
        var person = Number();
        await ConsentAsync(person, "wine");
        Assert.Equal("age-not-verified", (await CheckAsync(person, "wine")).Reason);
        await AgeAsync(person, 18);
        Assert.Equal("age-not-verified", (await CheckAsync(person, "wine")).Reason);
        await AgeAsync(person, 21);
        Assert.True((await CheckAsync(person, "wine")).Allowed);
        var german = $"+49151{Random.Shared.NextInt64(10_000_000, 99_999_999)}";
        await AgeAsync(german, 18);
        Assert.True((await CheckAsync(german, "wine")).Allowed);
    }

    [Fact]
    public async Task Prohibited_content_is_refused_by_country()
    {
        var american = Number();
        foreach (var campaign in new[] { "hemp", "pills", "loans" })
        {
            await ConsentAsync(american, campaign);
            Assert.Equal("content-prohibited", (await CheckAsync(american, campaign)).Reason);
        }

        Assert.Equal("content-prohibited", (await CheckAsync("+442071234567", "loans")).Reason);
    }

    [Fact]
    public async Task What_is_suspended_is_denied_before_anything_else_and_still_hears_opt_outs()
    {
        var person = Number();
        Assert.Equal("suspended", (await CheckAsync(person, "paused")).Reason);
        Assert.Equal("suspended", (await CheckAsync(person, null, "halted")).Reason);
        Assert.Equal("suspended", (await CheckAsync(person, null, "shut", key: ShutKey)).Reason);
        Assert.Equal(1, Expect(200, await TextAsync(person, "STOP", Halted)).Messages);
        Assert.Equal(1, Expect(200, await TextAsync(person, "STOP", Shut)).Messages);
        Assert.True(await SuppressedAsync(person, "halted"));
        Assert.Equal("suspended", (await CheckAsync(person, null, "halted")).Reason);
    }

    [Fact]
    public async Task An_opt_out_comes_before_content_and_content_before_consent()
    {
        var person = Number();
        Assert.Equal("age-not-verified", (await CheckAsync(person, "wine")).Reason);
        await TextAsync(person, "STOP");
        Assert.Equal("opted-out", (await CheckAsync(person, "wine")).Reason);
        Assert.Equal("opted-out", (await CheckAsync(person, "loans")).Reason);
    }

    private async Task AgeAsync(string person, int age)
    {
        var body = Consent(person, "acme", "wine");
        body["ageVerified"] = new JsonObject
        {
            ["minimumAge"] = age,
            ["method"] = "id-document",
            ["verifiedAt"] = Time(TimeSpan.FromMinutes(-1)),
        };
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", body));
    }

    private async Task SendAsync(string person, params string[] fulfilled) =>
        Expect(204, await PostSendAsync(Send(person, ("fulfilled", new JsonArray([.. fulfilled.Select(f => (JsonNode)f)])))));
}
