using System.Text.Json;
using System.Text.Json.Nodes;
using OptOut.Audit;

namespace OptOut.IntegrationTests;

/// <summary>
/// Rules 30, 33 and 34 over HTTP: ten sends, four of them wrong in four ways, as the operator's list and the audit show them.
/// </summary>
public sealed class ViolationTests(Head head) : TenSendsTest(head)
{
    private async Task<JsonElement[]> ListedAsync(IReadOnlyDictionary<string, string> wrong)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = Expect(
                200,
                await GetAsync(
                    $"/api/activity?brand=acme&type=send-recorded&limit=2{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}"
                )
            ).Json;
            items.AddRange(page.GetProperty("items").EnumerateArray());
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 0, 2);
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        } while (cursor is not null);
        Assert.All(items, i => Assert.False(string.IsNullOrEmpty(i.GetProperty("violation").GetString())));
        Assert.Equal(
            items.Select(i => i.GetProperty("recordedAt").GetDateTimeOffset()).OrderDescending(),
            items.Select(i => i.GetProperty("recordedAt").GetDateTimeOffset())
        );
        return [.. items.Where(i => wrong.ContainsKey(i.GetProperty("recipient").GetString()!))];
    }

    [Fact]
    public async Task Rule30_of_ten_sends_the_four_wrong_ones_are_listed_to_the_operator_page_by_page_and_stand_in_the_audit()
    {
        var begin = Time(TimeSpan.Zero);
        var wrong = await TenSendsAsync();
        JsonElement[] listed = [];
        await Until.AsyncIs(async () => (listed = await ListedAsync(wrong)).Length == 4, 60, "not all of them are entered");
        Assert.Equal(
            wrong,
            listed.ToDictionary(
                i => i.GetProperty("recipient").GetString()!,
                i => i.GetProperty("violation").GetString()!,
                StringComparer.Ordinal
            )
        );

        var audit = Expect(200, await GetAsync($"/api/audit?brand=acme&from={Uri.EscapeDataString(begin)}", AdminKey)).Body;
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(audit));
        Assert.Empty((await Verification.OfAsync(file, TestContext.Current.CancellationToken)).Faults);
        var violations = audit
            .Split('\n')
            .Where(l => l.Contains("\"violation\":", StringComparison.Ordinal))
            .Select(l => JsonDocument.Parse(l).RootElement)
            .Where(e => wrong.ContainsKey(e.GetProperty("recipient").GetString()!));
        Assert.Equal(
            wrong,
            violations.ToDictionary(
                e => e.GetProperty("recipient").GetString()!,
                e => e.GetProperty("violation").GetString()!,
                StringComparer.Ordinal
            )
        );
    }

    [Fact]
    public async Task Rule33_a_scheduled_message_brings_its_decision_when_it_is_scheduled_and_it_is_its_proof_when_it_went_out()
    {
        var person = Number();
        await ConsentAsync(person);
        var due = TimeProvider.System.GetUtcNow().AddSeconds(5);
        var check = await CheckBatchAsync(
            new JsonObject
            {
                ["recipient"] = person,
                ["brand"] = "acme",
                ["campaign"] = "reminders",
                ["at"] = due.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            }
        );
        var sid = NewSid();
        Expect(
            204,
            await ApiAsync(
                HttpMethod.Post,
                "/api/sends",
                new JsonObject
                {
                    ["recipient"] = person,
                    ["brand"] = "acme",
                    ["campaign"] = "reminders",
                    ["kind"] = "campaign",
                    ["messageSid"] = sid,
                    ["status"] = "scheduled",
                    ["sendAt"] = due.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                    ["decision"] = check.Json.GetProperty("decision").GetString(),
                    ["fulfilled"] = new JsonArray("opt-out-language"),
                },
                WriteKey
            )
        );
        Assert.Contains("opt-out-language", (await CheckAsync(person)).Strings("obligations"), StringComparer.Ordinal);
        KeyValuePair<string, string>[] sent =
        [
            new("MessageSid", sid),
            new("AccountSid", Account),
            new("From", Acme),
            new("To", person),
            new("MessageStatus", "sent"),
        ];
        Expect(204, await FormAsync(sent, "/api/twilio/status?brand=acme"));
        var events = (await HistoryAsync(person)).Where(e => e.GetProperty("type").GetString() == "send-recorded").ToArray();
        Assert.Equal(2, events.Length);
        Assert.All(events, e => Assert.Equal("consented", e.GetProperty("decision").GetProperty("reason").GetString()));
        Assert.False(events[1].TryGetProperty("violation", out _));
        Assert.DoesNotContain("opt-out-language", (await CheckAsync(person)).Strings("obligations"), StringComparer.Ordinal);
    }
}
