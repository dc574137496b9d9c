using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 20, 23, 27 to 29, 35 to 38 as a sender meets them.</summary>
public sealed class GateTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task Rule23_at_asks_about_a_planned_time_up_to_a_week_ahead_and_quiet_hours_say_when_they_end()
    {
        var number = Number();
        await ConsentAsync(number, "nightly");
        var tomorrow = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(1);
        var noon = await CheckAsync(number, at: tomorrow.AddHours(18));
        Assert.True(noon.Allowed, noon.Body);
        var night = await CheckAsync(number, at: tomorrow.AddHours(8));
        Assert.Equal("quiet-hours", night.Reason);
        Assert.True((await CheckAsync(number, at: night.Json.GetProperty("until").GetDateTime())).Allowed);
        foreach (var at in new[] { TimeSpan.FromDays(8), TimeSpan.FromHours(-1) })
        {
            ExpectProblem(
                400,
                await GetAsync(
                    $"/api/checks/{Uri.EscapeDataString(number)}?brand=acme&campaign=nightly&at={Uri.EscapeDataString(Time(at))}"
                ),
                "at"
            );
        }
    }

    [Fact]
    public async Task Rule35_the_recipients_time_zone_and_region_are_told_by_preferences_and_a_wrong_one_is_named()
    {
        var number = Number();
        await ConsentAsync(number, "nightly");
        var path = $"/api/recipients/{Uri.EscapeDataString(number)}/preferences";
        ExpectProblem(
            400,
            await ApiAsync(HttpMethod.Put, path, new JsonObject { ["brand"] = "acme", ["timeZone"] = "Mars/Olympus" }),
            "timeZone"
        );
        ExpectProblem(
            400,
            await ApiAsync(
                HttpMethod.Put,
                path,
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["region"] = "US-ZZ",
                    ["language"] = "español",
                }
            ),
            "language",
            "region"
        );
        var told = Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                path,
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["timeZone"] = "Asia/Tokyo",
                    ["region"] = "JP",
                    ["language"] = "ja",
                }
            )
        );
        Assert.Equal("Asia/Tokyo", told.Json.GetProperty("timeZone").GetString());
        var noonInNewYork = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(17);
        Assert.Equal("quiet-hours", (await CheckAsync(number, at: noonInNewYork)).Reason);
    }

    [Fact]
    public async Task Rule28_a_frequency_is_loosened_only_with_source_and_proof()
    {
        var path = $"/api/recipients/{Uri.EscapeDataString(Number())}/preferences";
        static JsonObject Once(int max) =>
            new()
            {
                ["brand"] = "acme",
                ["frequency"] = new JsonObject { ["max"] = max, ["per"] = "P1D" },
            };
        Expect(200, await ApiAsync(HttpMethod.Put, path, Once(2)));
        Expect(200, await ApiAsync(HttpMethod.Put, path, Once(1)));
        ExpectProblem(400, await ApiAsync(HttpMethod.Put, path, Once(5)), "source", "proof");
        var proven = Once(5);
        proven["source"] = "web";
        proven["proof"] = new JsonObject { ["reference"] = "form-7" };
        Expect(200, await ApiAsync(HttpMethod.Put, path, proven));
    }

    [Fact]
    public async Task Rule36_a_reassigned_number_is_nobodys_until_a_newer_consent()
    {
        var number = Number();
        await ConsentAsync(number);
        var path = $"/api/recipients/{Uri.EscapeDataString(number)}/reassigned";
        ExpectProblem(400, await ApiAsync(HttpMethod.Post, path, new JsonObject { ["at"] = Time(TimeSpan.FromDays(1)) }), "at", "source");
        var report = Expect(
            200,
            await ApiAsync(HttpMethod.Post, path, new JsonObject { ["at"] = Time(TimeSpan.Zero), ["source"] = "list" }, WriteKey)
        );
        var denied = await CheckAsync(number);
        Assert.Equal(
            ("number-reassigned", report.Json.GetProperty("event").GetString()),
            (denied.Reason, denied.Strings("evidence").Single())
        );
        var old = Consent(number, "acme", "reminders");
        old["obtainedAt"] = Time(TimeSpan.FromDays(-1));
        ExpectProblem(409, await ApiAsync(HttpMethod.Post, "/api/consents", old, WriteKey));
        await TextAsync(number, "JOIN");
        Assert.True((await CheckAsync(number, "offers")).Allowed);
        Assert.Contains("number-reassigned", await EventTypesAsync(number), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Rule36_reassigned_numbers_are_imported()
    {
        var number = Number();
        await ConsentAsync(number);
        // The same list both times, also where it is midnight between them.
        var list = $"recipient,at,source\n{number},{Time(TimeSpan.Zero)[..10]}T00:00:00Z,list\n";
        foreach (var result in new[] { "added", "already-reassigned" })
        {
            var body = new StringContent(list, Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));
            var answer = Expect(200, await RawAsync(HttpMethod.Post, "/api/recipients/reassigned/import?brand=acme", body, WriteKey));
            Assert.Contains($"\"result\":\"{result}\"", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rule29_a_campaign_is_suspended_and_goes_on_at_run_time()
    {
        var number = Number();
        await ConsentAsync(number, "survey2");
        static JsonObject Body(bool suspended) =>
            new()
            {
                ["suspended"] = suspended,
                ["reason"] = "complaints",
                ["actor"] = "dana",
            };
        Expect(403, await ApiAsync(HttpMethod.Put, "/api/suspensions/acme/survey2", Body(true), WriteKey));
        ExpectProblem(
            400,
            await ApiAsync(HttpMethod.Put, "/api/suspensions/acme/survey2", new JsonObject()),
            "suspended",
            "reason",
            "actor"
        );
        Expect(404, await ApiAsync(HttpMethod.Put, "/api/suspensions/acme/none", Body(true)));
        Expect(409, await ApiAsync(HttpMethod.Put, "/api/suspensions/halted", Body(false)));
        var done = Expect(200, await ApiAsync(HttpMethod.Put, "/api/suspensions/acme/survey2", Body(true)));
        var denied = await CheckAsync(number, "survey2");
        Assert.Equal(("suspended", done.Json.GetProperty("event").GetString()), (denied.Reason, denied.Strings("evidence").Single()));
        Expect(200, await ApiAsync(HttpMethod.Put, "/api/suspensions/acme/survey2", Body(false)));
        Assert.True((await CheckAsync(number, "survey2")).Allowed);
    }

    [Fact]
    public async Task Rule27_a_check_may_say_itself_what_its_message_is_about_and_an_age_is_verified_by_a_listed_way()
    {
        var number = Number();
        await ConsentAsync(number);
        var check = new JsonObject
        {
            ["recipient"] = number,
            ["brand"] = "acme",
            ["campaign"] = "reminders",
            ["content"] = "gambling",
        };
        Assert.Equal("content-prohibited", (await CheckBatchAsync(check)).Reason);
        var consent = Consent(number, "acme", "wine");
        consent["ageVerified"] = new JsonObject
        {
            ["minimumAge"] = 21,
            ["method"] = "checkbox",
            ["verifiedAt"] = Time(TimeSpan.Zero),
        };
        ExpectProblem(400, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey), "ageVerified.method");
    }

    [Fact]
    public async Task Rule37_an_oral_consent_does_not_suffice_for_marketing_and_a_stated_level_does()
    {
        var number = Number();
        var consent = Consent(number, "acme", "reminders");
        consent["method"] = "verbal";
        Assert.Equal(
            "oral",
            Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey)).Json.GetProperty("level").GetString()
        );
        Assert.Equal("consent-insufficient", (await CheckAsync(number, "reminders")).Reason);
        consent["level"] = "written";
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey));
        Assert.True((await CheckAsync(number, "reminders")).Allowed);
    }

    [Fact]
    public async Task Rule20_a_reply_has_no_campaign_unless_it_names_one()
    {
        var number = Number();
        await TextAsync(number, "What are your hours?", Tobacconist);
        Assert.Equal("conversation", (await CheckAsync(number, null, "tobacconist", "reply", Tobacconist)).Reason);
        Assert.Equal("age-not-verified", (await CheckAsync(number, "pipes", "tobacconist", "reply", Tobacconist)).Reason);
    }

    private const string Tobacconist = "+14155550185";

    private Task<Answer> CheckAsync(string number, DateTime at) =>
        GetAsync(
            $"/api/checks/{Uri.EscapeDataString(number)}?brand=acme&campaign=nightly&at={at.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)}Z"
        );
}
