using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>
/// Does random things to few people from many threads on the hosts of one store, and records what was asked and answered, and when. A seed decides who does
/// what; the threads decide the order.
/// </summary>
internal sealed class Historian(Uri[] hosts, int seed) : IDisposable
{
    private const int Threads = 16, Crowd = 6;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly string[] people = [.. Enumerable.Range(0, Crowd).Select(_ => TwilioSide.Person())];
    private readonly ConcurrentBag<Operation> operations = [];
    private readonly ConcurrentQueue<(string Person, string Sid, string Body)> texts = new();
    private readonly ConcurrentDictionary<string, HashSet<string>> followed = new(StringComparer.Ordinal);
    private readonly DateTimeOffset from = TimeProvider.System.GetUtcNow().AddMinutes(-1);

    /// <summary>Runs so many operations, and reads what is kept.</summary>
    public async Task<Recording> RecordAsync(int count)
    {
        using var ended = new CancellationTokenSource();
        var following = hosts.Select((host, i) => FollowAsync($"follower {i}", host, ended.Token)).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, Threads), new ParallelOptions { MaxDegreeOfParallelism = Threads }, async (thread, _) =>
        {
            var random = new Random((seed * 1000) + thread);
            for (var n = thread; n < count; n += Threads)
            {
                await DoAsync(random);
            }
        });
        await ended.CancelAsync();
        await Task.WhenAll(following);
        var everybody = operations.Select(o => o.Person).Distinct(StringComparer.Ordinal).ToList();
        return new Recording([.. operations], await StandingsAsync(everybody), followed.ToDictionary(f => f.Key, f => (IReadOnlySet<string>)f.Value, StringComparer.Ordinal));
    }

    public void Dispose() => http.Dispose();

    private Task DoAsync(Random random)
    {
        var (host, person) = (hosts[random.Next(hosts.Length)], people[random.Next(people.Length)]);
        return random.Next(100) switch
        {
            < 14 => TextAsync(host, person, "STOP", TwilioSide.NewSid("SM"), Effect.Closes),
            < 18 => TextAsync(host, person, "START", TwilioSide.NewSid("SM"), Effect.Opens),
            < 21 => TextAsync(host, person, "hello", TwilioSide.NewSid("SM"), Effect.None),
            < 29 when texts.TryDequeue(out var again) => TextAsync(host, again.Person, again.Body, again.Sid, again.Body == "START" ? Effect.Opens : Effect.None),
            < 40 => ConsentAsync(host, person),
            < 44 => SendAsync(person, "phone", Effect.Closes, () => SuppressAsync(host, person)),
            < 47 => SendAsync(person, "correction", Effect.Opens, () => CorrectAsync(host, person)),
            < 50 => SendAsync(person, "import", Effect.Closes, () => ImportAsync(host, person)),
            // People of whom nothing else is heard: a follower that misses one has no second chance.
            < 55 => TextAsync(host, TwilioSide.Person(), "STOP", TwilioSide.NewSid("SM"), Effect.Closes),
            < 60 => SendAsync(person, "send", Effect.None, () => http.SendAsync(Api(HttpMethod.Post, host, "/api/sends", new
            {
                recipient = person, brand = "acme", campaign = "reminders", kind = "campaign", messageSid = TwilioSide.NewSid("SM"), sentAt = TimeProvider.System.GetUtcNow(), fulfilled = Array.Empty<string>(),
            }))),
            < 75 => BatchAsync(host, random),
            _ => CheckAsync(host, person),
        };
    }

    private async Task TextAsync(Uri host, string person, string body, string sid, Effect effect)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await TwilioSide.PostAsync(
            http, host, "/api/twilio/messages", ("MessageSid", sid), ("From", person), ("To", TwilioSide.Number), ("Body", body), ("NumMedia", "0"));
        var twiml = await answer.Content.ReadAsStringAsync();
        operations.Add(new(person, body, effect, began, Stopwatch.GetTimestamp(), answer.IsSuccessStatusCode, twiml, sid));
        texts.Enqueue((person, sid, body));
    }

    private Task ConsentAsync(Uri host, string person) => SendAsync(person, "consent", Effect.Opens, () => http.SendAsync(Api(HttpMethod.Post, host, "/api/consents", new
    {
        recipient = person, brand = "acme", campaigns = new[] { "reminders" }, basis = "express", method = "web-form", obtainedAt = TimeProvider.System.GetUtcNow(), statement = "Yes",
        proof = new { reference = Guid.NewGuid().ToString("N") }, reconsent = true,
    })));

    private Task<HttpResponseMessage> SuppressAsync(Uri host, string person) => http.SendAsync(
        Api(HttpMethod.Put, host, $"/api/suppressions/{person}", new { brand = "acme", reason = Guid.NewGuid().ToString("N"), source = "phone" }));

    private Task<HttpResponseMessage> CorrectAsync(Uri host, string person) => http.SendAsync(
        Api(HttpMethod.Delete, host, $"/api/suppressions/{person}?brand=acme", new { reason = "a mistake", actor = "ann" }));

    private Task<HttpResponseMessage> ImportAsync(Uri host, string person)
    {
        var request = Api(HttpMethod.Post, host, "/api/suppressions/import?brand=acme", null);
        request.Content = new StringContent($"recipient,reason\n{person},{Guid.NewGuid():N}\n", Encoding.UTF8, "text/csv");
        return http.SendAsync(request);
    }

    private async Task CheckAsync(Uri host, string person)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(Api(HttpMethod.Get, host, $"/api/checks/{person}?brand=acme&campaign=reminders", null));
        var allowed = answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("allowed").GetBoolean();
        operations.Add(new(person, "check", Effect.None, began, Stopwatch.GetTimestamp(), answer.IsSuccessStatusCode, allowed ? "yes" : "no"));
    }

    private async Task BatchAsync(Uri host, Random random)
    {
        var began = Stopwatch.GetTimestamp();
        var reserve = random.Next(4) == 0;
        using var answer = await http.SendAsync(Api(HttpMethod.Post, host, "/api/checks", new
        {
            checks = people.Select(person => new { recipient = person, brand = "acme", campaign = "reminders", reserve }),
        }));
        var results = answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results").EnumerateArray().ToArray() : [];
        var ended = Stopwatch.GetTimestamp();
        foreach (var (person, result) in people.Zip(results))
        {
            operations.Add(new(person, "check", Effect.None, began, ended, true, result.GetProperty("allowed").GetBoolean() ? "yes" : "no"));
        }
    }

    private async Task SendAsync(string person, string kind, Effect effect, Func<Task<HttpResponseMessage>> send)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await send();
        var text = await answer.Content.ReadAsStringAsync();
        // An opt-out that is superseded by a newer consent closes nothing.
        var closed = answer.IsSuccessStatusCode && !text.Contains("supersede", StringComparison.Ordinal);
        operations.Add(new(person, kind, effect, began, Stopwatch.GetTimestamp(), effect == Effect.Closes ? closed : answer.IsSuccessStatusCode));
    }

    /// <summary>Goes on from each list's <c>asOf</c> until all is done, and once more.</summary>
    private async Task FollowAsync(string name, Uri host, CancellationToken ended)
    {
        var (seen, since, last) = (followed.GetOrAdd(name, _ => new(StringComparer.Ordinal)), "2020-01-01T00:00:00Z", false);
        while (!last)
        {
            last = ended.IsCancellationRequested;
            var (cursor, asOf) = ("", "");
            do
            {
                using var answer = await http.SendAsync(Api(
                    HttpMethod.Get, host, $"/api/suppressions?brand=acme&limit=1000&since={Uri.EscapeDataString(since)}{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}", null), CancellationToken.None);
                var page = await answer.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
                seen.UnionWith(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("recipient").GetString()!));
                asOf = page.GetProperty("asOf").GetString()!;
                cursor = page.TryGetProperty("cursor", out var more) ? more.GetString()! : "";
            }
            while (cursor.Length > 0);
            since = asOf;
            await Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        }
    }

    private async Task<IReadOnlyDictionary<string, Standing>> StandingsAsync(IReadOnlyList<string> everybody)
    {
        var listed = await LinesAsync("/api/suppressions?brand=acme", "application/x-ndjson");
        var suppressed = listed.Where(l => l.GetProperty("suppressed").GetBoolean() && !l.TryGetProperty("campaign", out _)).Select(l => l.GetProperty("recipient").GetString()!).ToHashSet(StringComparer.Ordinal);
        var pages = new HashSet<string>(followed.Values.SelectMany(f => f), StringComparer.Ordinal);
        var to = TimeProvider.System.GetUtcNow().AddMinutes(1);
        var audit = (await LinesAsync($"/api/audit?brand=acme&from={Time(from)}&to={Time(to)}", "application/x-ndjson"))
            .Where(l => l.TryGetProperty("recipient", out _) && l.TryGetProperty("sequence", out _)).ToLookup(l => l.GetProperty("recipient").GetString()!, EntryOf, StringComparer.Ordinal);
        var standings = new ConcurrentDictionary<string, Standing>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(everybody, new ParallelOptions { MaxDegreeOfParallelism = Threads }, async (person, _) =>
        {
            var own = await JsonAsync($"/api/suppressions/{person}?brand=acme");
            standings[person] = new Standing(
                await HistoryAsync(person), [.. audit[person]], own.GetProperty("suppressed").GetBoolean(), suppressed.Contains(person),
                suppressed.Contains(person) && pages.Contains(person));
        });
        return standings;
    }

    private async Task<List<Entry>> HistoryAsync(string person)
    {
        var (entries, cursor) = (new List<Entry>(), "");
        do
        {
            var page = await JsonAsync($"/api/recipients/{person}/history?brand=acme&limit=1000{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            entries.AddRange(page.GetProperty("events").EnumerateArray().Select(EntryOf));
            cursor = page.TryGetProperty("cursor", out var more) ? Uri.EscapeDataString(more.GetString()!) : "";
        }
        while (cursor.Length > 0);
        return [.. entries.OrderBy(e => e.Sequence)];
    }

    private static Entry EntryOf(JsonElement e) => new(
        e.GetProperty("id").GetString()!, e.GetProperty("sequence").GetInt64(), e.GetProperty("type").GetString()!,
        e.TryGetProperty("proof", out var proof) && proof.TryGetProperty("messageSid", out var sid) ? sid.GetString() : null);

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await http.SendAsync(Api(HttpMethod.Get, hosts[0], path, null));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<JsonElement[]> LinesAsync(string path, string accept)
    {
        var request = Api(HttpMethod.Get, hosts[^1], path, null);
        request.Headers.Add("Accept", accept);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static HttpRequestMessage Api(HttpMethod method, Uri host, string path, object? body)
    {
        var request = new HttpRequestMessage(method, new Uri(host, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("x-api-key", "demo-key");
        return request;
    }

    private static string Time(DateTimeOffset time) => Uri.EscapeDataString(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
}
