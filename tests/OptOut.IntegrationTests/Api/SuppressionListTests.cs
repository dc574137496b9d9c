using System.Globalization;
using System.Text.Json;
using static OptOut.IntegrationTests.ApiClient;

namespace OptOut.IntegrationTests;

/// <summary>The list of suppressions over real Azurite: pages, what changed since, and the whole as CSV and NDJSON.</summary>
public sealed class SuppressionListTests(ApiHost host)
{
    [Fact]
    public async Task Pages_give_each_suppression_once_in_an_order_that_stays_while_others_are_written()
    {
        using var api = host.NewAccount();
        await Parallel.ForAsync(0, 25, async (i, _) => await api.SuppressAsync(Number(i)));
        var seen = new List<string>();
        string? cursor = null,
            asOf = null;
        do
        {
            var page = await api.GetAsync($"/api/suppressions?brand=acme&limit=7{(cursor is null ? "" : "&cursor=" + cursor)}");
            asOf ??= page.GetProperty("asOf").GetString();
            Assert.Equal(asOf, page.GetProperty("asOf").GetString());
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 7);
            seen.AddRange(
                page.GetProperty("items")
                    .EnumerateArray()
                    .Select(i => $"{i.GetProperty("recipient")} {(i.TryGetProperty("campaign", out var c) ? c.GetString() : "")}".Trim())
            );
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString() : null;
            await api.SuppressAsync(Number(100 + seen.Count));
            await api.SuppressAsync(Number(3), scope: "campaign", campaign: "news");
        } while (cursor is not null);
        var first = Enumerable.Range(0, 25).Select(Number);
        Assert.Empty(first.Except(seen, StringComparer.Ordinal));
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Account_brand_and_campaign_scopes_are_items_of_the_brand_asked_for_a_brand_never_met_too()
    {
        using var api = host.NewAccount();
        await api.SuppressAsync(Number(1), scope: "account");
        await api.SuppressAsync(Number(2));
        await api.SuppressAsync(Number(3), scope: "campaign", campaign: "news");
        await api.SuppressAsync(Number(3), scope: "campaign", campaign: "offers");
        string[] Items(JsonElement page) =>
            [
                .. page.GetProperty("items")
                    .EnumerateArray()
                    .Select(i =>
                        $"{i.GetProperty("recipient")} {i.GetProperty("scope")} {(i.TryGetProperty("campaign", out var c) ? c.GetString() : "")}".Trim()
                    )
                    .Order(StringComparer.Ordinal),
            ];
        Assert.Equal(
            [$"{Number(1)} account", $"{Number(2)} brand", $"{Number(3)} campaign news", $"{Number(3)} campaign offers"],
            Items(await api.GetAsync("/api/suppressions?brand=acme"))
        );
        Assert.Equal([$"{Number(1)} account"], Items(await api.GetAsync("/api/suppressions?brand=vineyard")));

        var one = await api.GetAsync("/api/suppressions?brand=acme&limit=1");
        var rest = await api.GetAsync($"/api/suppressions?brand=acme&limit=1000&cursor={one.GetProperty("cursor")}");
        Assert.Equal(3, rest.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Since_goes_by_recorded_time_and_shows_what_was_lifted()
    {
        using var api = host.NewAccount();
        var ago = (DateTimeOffset days) => days.ToString("O", CultureInfo.InvariantCulture);
        var now = TimeProvider.System.GetUtcNow();
        await api.SuppressAsync(Number(1));
        await api.SuppressAsync(Number(2), scope: "campaign", campaign: "news", at: ago(now.AddDays(-2)));
        await api.SuppressAsync(Number(3));
        var asOf = $"{TimeProvider.System.GetUtcNow().UtcDateTime:O}";
        Assert.InRange(
            (await api.GetAsync("/api/suppressions?brand=acme")).GetProperty("asOf").GetDateTimeOffset(),
            now.AddSeconds(-30),
            TimeProvider.System.GetUtcNow().AddSeconds(-30)
        );
        Assert.Empty((await api.GetAsync($"/api/suppressions?brand=acme&since={asOf}")).GetProperty("items").EnumerateArray());

        await api.SuppressAsync(Number(4), at: ago(now.AddDays(-9)));
        await api.ConsentAsync(Number(2), "news", now.AddDays(-1));
        using var corrected = await api.SendAsync(
            HttpMethod.Delete,
            $"/api/suppressions/{Number(3)}?brand=acme",
            Json("""{"reason":"a mistake","actor":"ann"}""")
        );
        Assert.Equal(200, (int)corrected.StatusCode);
        var changed = (await api.GetAsync($"/api/suppressions?brand=acme&since={asOf}"))
            .GetProperty("items")
            .EnumerateArray()
            .ToDictionary(i => i.GetProperty("recipient").GetString()!, StringComparer.Ordinal);
        Assert.Equal([Number(2), Number(3), Number(4)], changed.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.True(changed[Number(4)].GetProperty("suppressed").GetBoolean());
        Assert.False(changed[Number(2)].GetProperty("suppressed").GetBoolean());
        Assert.Equal(now.AddDays(-1), changed[Number(2)].GetProperty("liftedAt").GetDateTimeOffset());
        Assert.InRange(changed[Number(3)].GetProperty("liftedAt").GetDateTimeOffset(), now, TimeProvider.System.GetUtcNow());
        var standing = (await api.GetAsync("/api/suppressions?brand=acme"))
            .GetProperty("items")
            .EnumerateArray()
            .Select(i => i.GetProperty("recipient").GetString());
        Assert.Equal([Number(1), Number(4)], standing.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_whole_list_comes_as_csv_without_formulas_and_as_ndjson()
    {
        using var api = host.NewAccount();
        await Parallel.ForAsync(0, 12, async (i, _) => await api.SuppressAsync(Number(i)));
        var csv = (await api.GetTextAsync("/api/suppressions?brand=acme", "text/csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("recipient,brand,campaign,suppressed,scope,since,", csv[0], StringComparison.Ordinal);
        Assert.Equal(12, csv.Length - 1);
        Assert.DoesNotContain(
            csv.SelectMany(line => line.Split(',')),
            cell => "=+-@\t\r".Contains(cell.Trim('"').FirstOrDefault('x'), StringComparison.Ordinal)
        );
        var lines = (await api.GetTextAsync("/api/suppressions?brand=acme", "application/x-ndjson")).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        var recipients = lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("recipient").GetString()!).ToArray();
        Assert.Equal(Enumerable.Range(0, 12).Select(Number), recipients.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        var page = await api.GetAsync("/api/suppressions?brand=acme");
        Assert.Equal(
            recipients,
            page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("recipient").GetString()!),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task What_is_wrong_with_the_query_is_named()
    {
        using var api = host.NewAccount();
        async Task Refused(string query, string field) =>
            Assert.Equal(
                (400, field),
                await api.RefusedAsync(HttpMethod.Get, "/api/suppressions?" + query) is var (status, fields)
                    ? (status, string.Join(',', fields))
                    : default
            );
        await Refused("brand=acme&limit=0", "limit");
        await Refused("brand=acme&limit=1001", "limit");
        await Refused("brand=acme&limit=x", "limit");
        await Refused("brand=acme&since=2026-01-01", "since");
        await Refused("brand=acme&since=yesterday", "since");
        await Refused("brand=acme&cursor=abc", "cursor");
        await Refused("brand=acme&cursor=***", "cursor");
        await Refused("brand=acme&campain=news", "campain");
        await Refused("brand=acme&limit=1&limit=2", "limit");
        await Refused("limit=1", "brand");

        await api.SuppressAsync(Number(1));
        await api.SuppressAsync(Number(2));
        var cursor = (await api.GetAsync("/api/suppressions?brand=acme&limit=1")).GetProperty("cursor").GetString()!;
        await Refused($"brand=vineyard&cursor={cursor}", "cursor");
        // Another character within the hash at its end, whichever stands there.
        await Refused($"brand=acme&cursor={cursor[..^8]}{(cursor[^8] == 'A' ? 'B' : 'A')}{cursor[^7..]}", "cursor");
        using var other = host.NewAccount();
        Assert.Equal(400, (await other.RefusedAsync(HttpMethod.Get, $"/api/suppressions?brand=acme&cursor={cursor}")).Status);
    }

    [Fact]
    public async Task Another_accounts_suppressions_are_never_in_the_list()
    {
        using var one = host.NewAccount();
        using var two = host.NewAccount();
        await one.SuppressAsync(Number(1), scope: "account");
        Assert.Empty((await two.GetAsync("/api/suppressions?brand=acme")).GetProperty("items").EnumerateArray());
        Assert.Equal(403, (await two.RefusedAsync(HttpMethod.Get, "/api/suppressions?brand=other")).Status);
    }
}
