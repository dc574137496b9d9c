using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>The ledger as it is read.</summary>
public sealed class HistoryTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task Events_are_numbered_without_gaps_dated_and_carry_the_policys_date()
    {
        var person = Number();
        await ConsentAsync(person);
        foreach (var word in new[] { "hello", "STOP", "STOP", "START", "JOIN", "STOPALL" })
        {
            Expect(200, await TextAsync(person, word));
        }

        var events = await HistoryAsync(person);
        Assert.Equal(Enumerable.Range(1, events.Length), events.Select(e => e.GetProperty("sequence").GetInt32()));
        Assert.Equal(events.Length, events.Select(e => e.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            ["consented", "conversation-opened", "opted-out", "opted-out", "opted-in", "consented", "opted-out"],
            events.Select(e => e.GetProperty("type").GetString()),
            StringComparer.Ordinal
        );
        Assert.All(
            events,
            e =>
            {
                Assert.Equal("2024-11-12", e.GetProperty("policy").GetString());
                Assert.True(e.GetProperty("at").GetDateTimeOffset() <= e.GetProperty("recordedAt").GetDateTimeOffset());
                Assert.EndsWith("Z", e.GetProperty("at").GetString(), StringComparison.Ordinal);
                Assert.False(string.IsNullOrEmpty(e.GetProperty("source").GetString()));
            }
        );
    }

    [Fact]
    public async Task A_long_history_comes_in_pages()
    {
        var person = Number();
        for (var i = 0; i < 28; i++)
        {
            Expect(
                201,
                await ApiAsync(HttpMethod.Post, "/api/consents", Consent(person, "acme", "reminders", "offers", "wine", "hemp"), WriteKey)
            );
        }

        var (sequences, cursor) = (new List<int>(), "");
        do
        {
            var page = Expect(200, await GetAsync($"/api/recipients/{person}/history?brand=acme{cursor}")).Json;
            sequences.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt32()));
            cursor = page.TryGetProperty("cursor", out var next) ? "&cursor=" + Uri.EscapeDataString(next.GetString()!) : "";
        } while (cursor.Length > 0);
        Assert.Equal(Enumerable.Range(1, 112), sequences);
    }

    [Fact]
    public async Task A_brands_history_shows_no_other_brands_events_but_account_wide_opt_outs()
    {
        var person = Number();
        await TextAsync(person, "hello");
        await TextAsync(person, "STOP", Quiet);
        await TextAsync(person, "STOPALL", Shop);
        Assert.Equal(["conversation-opened", "opted-out"], await EventTypesAsync(person));
        Assert.Equal(["opted-out", "opted-out"], await EventTypesAsync(person, "quiet"));
    }

    [Theory]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("cursor=-1", "cursor")]
    public async Task A_cursor_that_no_page_gave_is_400(string query, string field)
    {
        ExpectProblem(400, await GetAsync($"/api/recipients/{Number()}/history?brand=acme&{query}"), field);
    }
}
