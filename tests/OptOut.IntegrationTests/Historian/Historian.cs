using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>
/// Does random things to few people from many threads on the hosts of one store, and records what was asked and answered, and when. A seed
/// decides who does what; the threads decide the order.
/// </summary>
/// <param name="hosts">Where they listen; a host that is killed leaves its place to the next.</param>
/// <param name="faults">Runs beside the operations until they are done, and comes back when all is well again; null: nothing goes
/// wrong.</param>
internal sealed class Historian(Uri[] hosts, int seed, Func<CancellationToken, Task>? faults = null) : IDisposable
{
    private const int Threads = 16,
        Crowd = 12;

    /// <summary>A host that answers no list any more is not waited for without end.</summary>
    private const int MaxRefused = 500;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly string[] people = [.. Enumerable.Range(0, Crowd).Select(_ => TwilioSide.Person())];
    private readonly ConcurrentBag<Operation> operations = [];
    private readonly ConcurrentQueue<(string Person, string Sid, string Body)> texts = new();
    private readonly ConcurrentDictionary<string, HashSet<string>> followed = new(StringComparer.Ordinal);
    private readonly DateTimeOffset from = TimeProvider.System.GetUtcNow().AddMinutes(-1);

    /// <summary>Runs so many operations, lets all come to rest, and reads what is kept.</summary>
    public async Task<Recording> RecordAsync(int count, Func<Task> rest)
    {
        using var ended = new CancellationTokenSource();
        using var faultsEnd = new CancellationTokenSource();
        var injecting = faults?.Invoke(faultsEnd.Token) ?? Task.CompletedTask;
        var following = hosts.Select((host, i) => FollowAsync($"follower {i}", i, ended.Token)).ToArray();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Threads),
            new ParallelOptions { MaxDegreeOfParallelism = Threads },
            async (thread, _) =>
            {
                var random = new Random((seed * 1000) + thread);
                for (var n = thread; n < count; n += Threads)
                {
                    await DoAsync(random);
                }
            }
        );
        await faultsEnd.CancelAsync();
        await injecting;
        await rest();
        await ended.CancelAsync();
        await Task.WhenAll(following);
        var everybody = operations.Select(o => o.Person).Distinct(StringComparer.Ordinal).ToList();
        var standings = await new StandingReader(http, hosts, from).ReadAsync(everybody);
        return new Recording(
            [.. operations],
            standings,
            followed.ToDictionary(f => f.Key, f => (IReadOnlySet<string>)f.Value, StringComparer.Ordinal)
        )
        {
            HadFaults = faults is not null,
        };
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
            < 29 when texts.TryDequeue(out var again) => TextAsync(
                host,
                again.Person,
                again.Body,
                again.Sid,
                again.Body == "START" ? Effect.Opens : Effect.None
            ),
            < 40 => ConsentAsync(host, person),
            < 44 => SendAsync(person, "phone", Effect.Closes, null, () => SuppressAsync(host, person)),
            < 47 => SendAsync(person, "correction", Effect.Opens, null, () => CorrectAsync(host, person)),
            < 50 => SendAsync(person, "import", Effect.Closes, null, () => ImportAsync(host, person)),
            // People of whom nothing else is heard: a follower that misses one has no second chance.
            < 55 => TextAsync(host, TwilioSide.Person(), "STOP", TwilioSide.NewSid("SM"), Effect.Closes),
            < 60 => ReportAsync(host, person, TwilioSide.NewSid("SM")),
            < 75 => BatchAsync(host, random),
            _ => CheckAsync(host, person),
        };
    }

    /// <summary>
    /// By way of the simulated Twilio, which signs it, delivers it and takes the answer; the same SID again is a redelivery.
    /// </summary>
    private async Task TextAsync(Uri host, string person, string body, string sid, Effect effect)
    {
        var began = Stopwatch.GetTimestamp();
        var (status, text) = await AnswerAsync(() =>
            http.PostAsJsonAsync(
                new Uri(host, "/local/messages"),
                new
                {
                    from = person,
                    to = TwilioSide.Number,
                    body,
                    messageSid = sid,
                }
            )
        );
        var delivery = status == 200 ? JsonDocument.Parse(text).RootElement : default;
        var taken = status == 200 && delivery.GetProperty("status").GetInt32() == 200;
        operations.Add(
            new(person, body, effect, began, Stopwatch.GetTimestamp(), taken, taken ? delivery.GetProperty("twiml").GetString()! : "", sid)
            {
                IsUnknown = !taken,
            }
        );
        texts.Enqueue((person, sid, body));
    }

    private Task ConsentAsync(Uri host, string person) =>
        SendAsync(
            person,
            "consent",
            Effect.Opens,
            null,
            () =>
                http.SendAsync(
                    Api(
                        HttpMethod.Post,
                        host,
                        "/api/consents",
                        new
                        {
                            recipient = person,
                            brand = "acme",
                            campaigns = new[] { "reminders" },
                            basis = "express",
                            method = "web-form",
                            obtainedAt = TimeProvider.System.GetUtcNow(),
                            statement = "Yes",
                            proof = new { reference = Guid.NewGuid().ToString("N") },
                            reconsent = true,
                        }
                    )
                )
        );

    private Task ReportAsync(Uri host, string person, string sid) =>
        SendAsync(
            person,
            "send",
            Effect.None,
            sid,
            () =>
                http.SendAsync(
                    Api(
                        HttpMethod.Post,
                        host,
                        "/api/sends",
                        new
                        {
                            recipient = person,
                            brand = "acme",
                            campaign = "reminders",
                            kind = "campaign",
                            messageSid = sid,
                            sentAt = TimeProvider.System.GetUtcNow(),
                            fulfilled = Array.Empty<string>(),
                        }
                    )
                )
        );

    private Task<HttpResponseMessage> SuppressAsync(Uri host, string person) =>
        http.SendAsync(
            Api(
                HttpMethod.Put,
                host,
                $"/api/suppressions/{person}",
                new
                {
                    brand = "acme",
                    reason = Guid.NewGuid().ToString("N"),
                    source = "phone",
                }
            )
        );

    private Task<HttpResponseMessage> CorrectAsync(Uri host, string person) =>
        http.SendAsync(Api(HttpMethod.Delete, host, $"/api/suppressions/{person}?brand=acme", new { reason = "a mistake", actor = "ann" }));

    private Task<HttpResponseMessage> ImportAsync(Uri host, string person)
    {
        var request = Api(HttpMethod.Post, host, "/api/suppressions/import?brand=acme", null);
        request.Content = new StringContent($"recipient,reason\n{person},{Guid.NewGuid():N}\n", Encoding.UTF8, "text/csv");
        return http.SendAsync(request);
    }

    private async Task CheckAsync(Uri host, string person)
    {
        var began = Stopwatch.GetTimestamp();
        var (status, text) = await AnswerAsync(() =>
            http.SendAsync(Api(HttpMethod.Get, host, $"/api/checks/{person}?brand=acme&campaign=reminders", null))
        );
        var allowed = status == 200 && JsonDocument.Parse(text).RootElement.GetProperty("allowed").GetBoolean();
        operations.Add(new(person, "check", Effect.None, began, Stopwatch.GetTimestamp(), status == 200, allowed ? "yes" : "no"));
    }

    private async Task BatchAsync(Uri host, Random random)
    {
        var began = Stopwatch.GetTimestamp();
        var reserve = random.Next(4) == 0;
        var (status, text) = await AnswerAsync(() =>
            http.SendAsync(
                Api(
                    HttpMethod.Post,
                    host,
                    "/api/checks",
                    new
                    {
                        checks = people.Select(person => new
                        {
                            recipient = person,
                            brand = "acme",
                            campaign = "reminders",
                            reserve,
                        }),
                    }
                )
            )
        );
        var ended = Stopwatch.GetTimestamp();
        foreach (
            var (person, result) in people.Zip(
                status == 200 ? JsonDocument.Parse(text).RootElement.GetProperty("results").EnumerateArray().ToArray() : []
            )
        )
        {
            operations.Add(
                new(person, "check", Effect.None, began, ended, true, result.GetProperty("allowed").GetBoolean() ? "yes" : "no")
            );
        }
    }

    private async Task SendAsync(string person, string kind, Effect effect, string? sid, Func<Task<HttpResponseMessage>> send)
    {
        var began = Stopwatch.GetTimestamp();
        var (status, text) = await AnswerAsync(send);
        var (taken, unknown) = (status is >= 200 and < 300, status is 0 or >= 500);
        if (kind == "import" && taken)
        {
            // Its answer begins before its end: only the last line says that all was read.
            (taken, unknown) = text.Contains("\"complete\":true", StringComparison.Ordinal) ? (taken, unknown) : (false, true);
        }

        // An opt-out that is superseded by a newer consent closes nothing.
        taken &= effect != Effect.Closes || !text.Contains("supersede", StringComparison.Ordinal);
        var id = kind == "consent" && taken ? JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()! : "";
        operations.Add(new(person, kind, effect, began, Stopwatch.GetTimestamp(), taken, id, sid) { IsUnknown = unknown });
    }

    /// <summary>Status and text; 0 where no answer came, as from a host that dies.</summary>
    private static async Task<(int Status, string Text)> AnswerAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var answer = await send();
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return (0, "");
        }
    }

    /// <summary>Goes on from each list's <c>asOf</c> until all is done, and once more.</summary>
    private async Task FollowAsync(string name, int place, CancellationToken ended)
    {
        var (seen, since, last) = (followed.GetOrAdd(name, _ => new(StringComparer.Ordinal)), "2020-01-01T00:00:00Z", false);
        var refused = 0;
        while (!last)
        {
            last = ended.IsCancellationRequested;
            var (cursor, asOf, began) = ("", since, Stopwatch.GetTimestamp());
            do
            {
                var (status, text) = await AnswerAsync(() =>
                    http.SendAsync(
                        Api(
                            HttpMethod.Get,
                            hosts[place],
                            $"/api/suppressions?brand=acme&limit=1000&since={Uri.EscapeDataString(since)}{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}",
                            null
                        ),
                        CancellationToken.None
                    )
                );
                if (status != 200)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);
                    asOf = since;
                    // What a host or a store did not answer was not looked at: the last look is one that was answered.
                    last &= ++refused > MaxRefused;
                    break;
                }

                var page = JsonDocument.Parse(text).RootElement;
                seen.UnionWith(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("recipient").GetString()!));
                asOf = page.GetProperty("asOf").GetString()!;
                cursor = page.TryGetProperty("cursor", out var more) ? more.GetString()! : "";
            } while (cursor.Length > 0);
            since = asOf;
            // A list walks over everybody: no more than a fourth of the time, however many there are.
            var took = Stopwatch.GetElapsedTime(began);
            await Task.Delay(
                took * 3 > TimeSpan.FromMilliseconds(300) && !ended.IsCancellationRequested ? took * 3 : TimeSpan.FromMilliseconds(300),
                CancellationToken.None
            );
        }
    }

    internal static HttpRequestMessage Api(HttpMethod method, Uri host, string path, object? body)
    {
        var request = new HttpRequestMessage(method, new Uri(host, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("x-api-key", "demo-key");
        return request;
    }
}
