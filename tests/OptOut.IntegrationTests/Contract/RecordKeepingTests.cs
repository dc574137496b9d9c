using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rules 18, 19, 25 and 28 over HTTP: what the record keeps, and what it says about it.</summary>
public sealed class RecordKeepingTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task Rule18_an_import_reports_a_proof_that_several_recipients_share_at_the_line_and_in_the_summary()
    {
        var people = Enumerable.Range(0, 4).Select(_ => Number()).ToArray();
        var body = string.Concat(
            people
                .Select((person, i) => Line(person, i == 3 ? "form-alone" : "form-shared"))
                .Append(Line(people[0], "form-shared", "offers"))
        );
        var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        var lines = Expect(200, await RawAsync(HttpMethod.Post, "/api/consents/import?brand=acme", content, WriteKey))
            .Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToArray();
        Assert.Equal(
            ["added", "added", "added", "added", "added"],
            lines.SkipLast(1).OrderBy(l => l.GetProperty("line").GetInt32()).Select(l => l.GetProperty("result").GetString())
        );
        var shared = lines
            .SkipLast(1)
            .Where(l =>
                l.TryGetProperty("warnings", out var warnings) && warnings.EnumerateArray().Any(w => w.GetString() == "shared-proof")
            );
        Assert.Equal([2, 3], shared.Select(l => l.GetProperty("line").GetInt32()).Order());
        Assert.Equal(2, lines[^1].GetProperty("summary").GetProperty("shared-proof").GetInt32());
    }

    private static string Line(string person, string reference, string campaign = "reminders") =>
        new JsonObject
        {
            ["recipient"] = person,
            ["campaigns"] = new JsonArray(campaign),
            ["basis"] = "express",
            ["method"] = "web-form",
            ["obtainedAt"] = Time(TimeSpan.FromHours(-1)),
            ["statement"] = "Yes.",
            ["proof"] = new JsonObject { ["reference"] = reference },
        }.ToJsonString() + "\n";

    [Fact]
    public async Task Rule19_a_prior_relationship_keeps_trigger_reference_and_time_in_answer_and_ledger_expires_from_it_and_is_told_apart_by_it()
    {
        var (person, ordered) = (Number(), Time(TimeSpan.FromDays(-80)));
        JsonObject Relationship(string reference, string at) =>
            new()
            {
                ["recipient"] = person,
                ["brand"] = "acme",
                ["campaigns"] = new JsonArray(),
                ["basis"] = "prior-relationship",
                ["method"] = "web-form",
                ["obtainedAt"] = Time(TimeSpan.Zero)[..19] + "Z",
                ["statement"] = "Ordered.",
                ["proof"] = new JsonObject { ["reference"] = "o-1" },
                ["numberProvidedByRecipient"] = true,
                ["trigger"] = new JsonObject
                {
                    ["type"] = "order",
                    ["reference"] = reference,
                    ["at"] = at,
                },
            };
        var asked = Relationship("order-7", ordered);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var answer = Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", asked, WriteKey, key)).Json;
        Assert.Equal("order-7", answer.GetProperty("trigger").GetProperty("reference").GetString());
        Assert.Equal(
            DateTimeOffset.Parse(ordered, System.Globalization.CultureInfo.InvariantCulture).AddDays(90),
            answer.GetProperty("until").GetDateTimeOffset()
        );
        var kept = (await HistoryAsync(person))[0].GetProperty("trigger");
        Assert.Equal(("order", "order-7"), (kept.GetProperty("kind").GetString(), kept.GetProperty("reference").GetString()));
        Assert.Equal(
            DateTimeOffset.Parse(ordered, System.Globalization.CultureInfo.InvariantCulture),
            kept.GetProperty("at").GetDateTimeOffset()
        );

        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", asked.DeepClone(), WriteKey, key));
        var other = (JsonObject)asked.DeepClone();
        other["trigger"]!["reference"] = "order-8";
        Expect(422, await ApiAsync(HttpMethod.Post, "/api/consents", other, WriteKey, key));
        other = (JsonObject)asked.DeepClone();
        other["trigger"]!["at"] = Time(TimeSpan.FromDays(-79));
        Expect(422, await ApiAsync(HttpMethod.Post, "/api/consents", other, WriteKey, key));
        Assert.Single(await HistoryAsync(person));
    }

    [Fact]
    public async Task Rule25_the_first_message_after_a_new_consent_owes_opt_out_language_again()
    {
        var person = Number();
        async Task<bool> OwesAsync() =>
            (await CheckAsync(person)).Strings("obligations").Contains("opt-out-language", StringComparer.Ordinal);
        await ConsentAsync(person);
        Assert.True(await OwesAsync());
        await SentAsync(person);
        Assert.False(await OwesAsync());
        await ConsentAsync(person, "offers");
        Assert.True(await OwesAsync());
        await SentAsync(person);
        Assert.False(await OwesAsync());
        await TextAsync(person, "STOP");
        await TextAsync(person, "START");
        Assert.True(await OwesAsync());
    }

    private async Task SentAsync(string person) =>
        Expect(204, await PostSendAsync(Send(person, ("fulfilled", new JsonArray("identify-sender", "opt-out-language")))));
}
