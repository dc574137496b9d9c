using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>Reads what is kept of everybody, by every way in which it can be asked for, from several hosts.</summary>
internal sealed class StandingReader(HttpClient http, Uri[] hosts, DateTimeOffset from)
{
    private const int AtOnce = 16;

    public async Task<IReadOnlyDictionary<string, Standing>> ReadAsync(IReadOnlyList<string> everybody)
    {
        var exported = Suppressed(await LinesAsync("/api/suppressions?brand=acme"));
        var listed = Suppressed(await PagesAsync("/api/suppressions?brand=acme&limit=100", "items"));
        var to = TimeProvider.System.GetUtcNow().AddMinutes(1);
        var audit = (await LinesAsync($"/api/audit?brand=acme&from={Time(from)}&to={Time(to)}"))
            .Where(l => l.TryGetProperty("recipient", out _) && l.TryGetProperty("sequence", out _))
            .ToLookup(l => l.GetProperty("recipient").GetString()!, EntryOf, StringComparer.Ordinal);
        var standings = new ConcurrentDictionary<string, Standing>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            everybody,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (person, _) =>
            {
                var own = await JsonAsync($"/api/suppressions/{person}?brand=acme");
                var history = (await PagesAsync($"/api/recipients/{person}/history?brand=acme&limit=1000", "events"))
                    .Select(EntryOf)
                    .OrderBy(e => e.Sequence)
                    .ToList();
                var phone = (await JsonAsync($"/local/phone/{person}"))
                    .GetProperty("messages")
                    .EnumerateArray()
                    .Select(m => m.GetProperty("body").GetString()!)
                    .ToList();
                standings[person] = new Standing(
                    history,
                    [.. audit[person]],
                    own.GetProperty("suppressed").GetBoolean(),
                    listed.Contains(person),
                    exported.Contains(person),
                    phone
                );
            }
        );
        return standings;
    }

    private static HashSet<string> Suppressed(IEnumerable<JsonElement> items) =>
        [
            .. items
                .Where(i => i.GetProperty("suppressed").GetBoolean() && !i.TryGetProperty("campaign", out _))
                .Select(i => i.GetProperty("recipient").GetString()!),
        ];

    private static Entry EntryOf(JsonElement e) =>
        new(
            e.GetProperty("id").GetString()!,
            e.GetProperty("sequence").GetInt64(),
            e.GetProperty("type").GetString()!,
            e.TryGetProperty("proof", out var proof) && proof.TryGetProperty("messageSid", out var sid) ? sid.GetString() : null
        );

    private async Task<List<JsonElement>> PagesAsync(string path, string items)
    {
        var (all, cursor) = (new List<JsonElement>(), "");
        do
        {
            var page = await JsonAsync(path + (cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"));
            all.AddRange(page.GetProperty(items).EnumerateArray());
            cursor = page.TryGetProperty("cursor", out var more) ? more.GetString()! : "";
        } while (cursor.Length > 0);
        return all;
    }

    private async Task<JsonElement> JsonAsync(string path) =>
        JsonDocument.Parse(await TextAsync(hosts[0], path, "application/json")).RootElement;

    private async Task<JsonElement[]> LinesAsync(string path) =>
        [
            .. (await TextAsync(hosts[^1], path, "application/x-ndjson"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    private async Task<string> TextAsync(Uri host, string path, string accept)
    {
        using var request = Historian.Api(HttpMethod.Get, host, path, null);
        request.Headers.Add("Accept", accept);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    private static string Time(DateTimeOffset time) => Uri.EscapeDataString(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
}
