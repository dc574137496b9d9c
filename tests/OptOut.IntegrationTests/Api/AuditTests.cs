using System.Text.Json;
using static OptOut.IntegrationTests.ApiClient;

namespace OptOut.IntegrationTests;

/// <summary>The auditor's file over real Azurite.</summary>
public sealed class AuditTests(ApiHost host)
{
    [Fact]
    public async Task The_ledger_of_a_period_comes_whole_by_recorded_time_each_recipients_events_in_sequence()
    {
        using var api = host.NewAccount();
        await Parallel.ForAsync(
            0,
            10,
            async (i, _) =>
            {
                await api.SuppressAsync(Number(i), at: "2026-01-01T00:00:00Z");
                await api.SuppressAsync(Number(i), brand: "vineyard");
            }
        );
        var between = $"{TimeProvider.System.GetUtcNow():O}".Replace("+00:00", "Z", StringComparison.Ordinal);
        await api.SuppressAsync(Number(50), scope: "account");
        await api.SuppressAsync("messenger:" + new string('9', 240));
        JsonElement[] Lines(string ndjson) =>
            [.. ndjson.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        async Task<JsonElement[]> AuditAsync(string query)
        {
            var lines = Lines(await api.GetTextAsync("/api/audit" + query, "application/x-ndjson"));
            Assert.Equal(lines.Length - 1, lines[^1].GetProperty("seal").GetProperty("count").GetInt32());
            return lines[..^1];
        }

        var all = await AuditAsync("");
        Assert.Equal(22, all.Length);
        foreach (var history in all.GroupBy(e => e.GetProperty("recipient").GetString(), StringComparer.Ordinal))
        {
            Assert.Equal(Enumerable.Range(1, history.Count()), history.Select(e => e.GetProperty("sequence").GetInt32()));
        }

        Assert.Equal(all.Select(e => e.GetRawText()), (await AuditAsync("")).Select(e => e.GetRawText()), StringComparer.Ordinal);
        Assert.Equal(20, (await AuditAsync($"?to={between}")).Length);
        var late = await AuditAsync($"?from={between}");
        Assert.Equal(
            ["+14155550050", "messenger:" + new string('9', 240)],
            late.Select(e => e.GetProperty("recipient").GetString()!).Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.Equal(11, (await AuditAsync("?brand=vineyard")).Length);
        using var other = host.NewAccount();
        Assert.StartsWith(
            "{\"seal\":{\"count\":0,",
            await other.GetTextAsync("/api/audit", "application/x-ndjson"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_person_can_read_it_and_search_it_and_no_browser_takes_it_for_a_page()
    {
        using var api = host.NewAccount();
        using var put = await api.SendAsync(
            HttpMethod.Put,
            "/api/suppressions/%2B14155550001",
            Json("""{"brand":"acme","reason":"s'il vous plaît <b>","source":"phone"}""")
        );
        Assert.Equal(200, (int)put.StatusCode);
        Assert.Contains("\"+14155550001\"", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var answer = await api.SendAsync(HttpMethod.Get, "/api/audit", accept: "application/x-ndjson");
        var audit = await answer.Content.ReadAsStringAsync();

        Assert.Contains("\"+14155550001\"", audit, StringComparison.Ordinal);
        Assert.Contains("s'il vous plaît <b>", audit, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task It_is_for_admins_and_names_what_is_wrong_with_the_period()
    {
        using var api = host.NewAccount();
        async Task<string> Refused(string query, string permission = "admin")
        {
            var (status, fields) = await api.RefusedAsync(HttpMethod.Get, "/api/audit" + query, permission: permission);
            return $"{status} {string.Join(',', fields)}".Trim();
        }

        Assert.Equal("403", await Refused("", "write"));
        Assert.Equal("400 from", await Refused("?from=2026-01-01"));
        Assert.Equal("400 to", await Refused("?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"));
        Assert.Equal("403", await Refused("?brand=other"));
        Assert.Equal("400 until", await Refused("?until=2026-01-01T00:00:00Z"));
    }
}
