using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OptOut.Benchmarks;

/// <summary>What was done at one size.</summary>
/// <param name="Name">What.</param>
/// <param name="Milliseconds">How long; the median where it was done several times.</param>
/// <param name="Result">How much came of it.</param>
/// <param name="Peak">The host's resident memory at its peak meanwhile, in bytes.</param>
internal sealed record GrowthStep(string Name, double Milliseconds, double Result, long Peak);

/// <summary>What was measured at one size.</summary>
/// <param name="Steps">In the order in which they were done.</param>
/// <param name="FileBytes">The emulator's file.</param>
/// <param name="Loading">Seconds until the host answered: mostly the emulator's, which reads its whole file.</param>
internal sealed record GrowthOutcome(IReadOnlyList<GrowthStep> Steps, long FileBytes, double Loading);

/// <summary>All steps over HTTP on one local host that has so many suppressed recipients.</summary>
internal sealed class GrowthRun : IDisposable
{
    private const int Texts = 200,
        Reviews = 20,
        Listed = 1_000;
    private readonly ServerProcess server;
    private readonly HttpClient http;
    private readonly int people;
    private readonly List<GrowthStep> steps = [];

    private GrowthRun(ServerProcess server, int people)
    {
        (this.server, this.people) = (server, people);
        http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Add("x-api-key", Webhooks.ApiKey);
    }

    public static async Task<GrowthOutcome> OfAsync(int people)
    {
        var data = await Seed.DataAsync(people);
        var quiet = Path.Combine(Peers.Repository(), "benchmarks", "peers", "no-autosave.cjs");
        var before = Environment.GetEnvironmentVariable("NODE_OPTIONS");
        Environment.SetEnvironmentVariable("NODE_OPTIONS", $"--require={quiet} --max-old-space-size=8192");
        try
        {
            var started = Stopwatch.GetTimestamp();
            await using var host = await ServerProcess.LocalHostAsync(data, "--LocalHost:Reconcile:Grace", "00:00:00");
            var loading = Stopwatch.GetElapsedTime(started).TotalSeconds;
            using var run = new GrowthRun(host, people);
            await run.AllAsync();
            return new(run.steps, new FileInfo(Path.Combine(data, "azurite", "__azurite_db_table__.json")).Length, loading);
        }
        finally
        {
            Environment.SetEnvironmentVariable("NODE_OPTIONS", before);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task AllAsync()
    {
        await StepAsync("a check", 200, i => GetAsync(Seed.CheckOf((int)((long)i * people / 200)), _ => 1));
        await StepAsync("a page of the list, 100 long", 5, _ => GetAsync("/api/suppressions?brand=acme&limit=100", Count));
        await StepAsync("the whole export", 1, _ => ExportAsync());
        await StepAsync("an import of 2,000 others", 1, _ => ImportAsync());
        await TextAsync(Reviews, "Please cancel");
        await StepAsync("the list of reviews", 5, _ => GetAsync("/api/reviews", Count));
        await StepAsync("1,000 deactivated numbers, half of them ours", 1, _ => DeactivateAsync());
        await TextAsync(Texts, "See you at ten");
        await StepAsync("reconciliation of 220 texts", 1, _ => PostAsync("/local/reconcile", null, _ => Texts + Reviews));
        await StepAsync(
            "a purge's walk over all",
            1,
            _ => PostAsync("/local/purge", null, answer => answer.GetProperty("purged").GetInt32())
        );
    }

    private async Task StepAsync(string name, int times, Func<int, Task<double>> act)
    {
        using var ended = new CancellationTokenSource();
        var peak = server.Memory;
        var watching = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                peak = Math.Max(peak, server.Memory);
                await Task.Delay(20);
            }
        });
        var (took, result) = (new double[times], 0d);
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            result = await act(i);
            took[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        await ended.CancelAsync();
        await watching;
        steps.Add(new GrowthStep(name, took.Median(), result, Math.Max(peak, server.Memory)));
    }

    private async Task<double> GetAsync(string path, Func<JsonElement, double> result)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return result(await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static double Count(JsonElement page) => page.GetProperty("items").GetArrayLength();

    private async Task<double> PostAsync(string path, HttpContent? body, Func<JsonElement, double> result)
    {
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        return result(text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    private async Task<double> ExportAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/suppressions?brand=acme");
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = 0;
        while (await reader.ReadLineAsync() is not null)
        {
            lines++;
        }

        return lines;
    }

    private async Task<double> ImportAsync()
    {
        var csv = new StringBuilder("recipient,reason\n");
        for (var i = people; i < people + Seed.Few; i++)
        {
            csv.Append(Webhooks.Number(i)).Append(",benchmark\n");
        }

        using var body = new StringContent(csv.ToString(), Encoding.ASCII, new MediaTypeHeaderValue("text/csv"));
        using var response = await http.PostAsync(new Uri("/api/suppressions/import?brand=acme", UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n');
        return lines[^1].Contains("\"complete\":true", StringComparison.Ordinal)
            ? Seed.Few
            : throw new InvalidOperationException($"The import did not complete: {lines[^1]}");
    }

    private async Task<double> DeactivateAsync()
    {
        // Every second one is nobody's here.
        var numbers = Enumerable.Range(0, Listed).Select(i => Webhooks.Number(i % 2 == 0 ? i : 5_000_000 + i));
        using var body = new StringContent(string.Join('\n', numbers));
        return await PostAsync("/local/twilio/deactivations", body, answer => answer.GetProperty("known").GetInt32());
    }

    /// <summary>Texts of people who are not suppressed, as the simulated Twilio delivers and lists them.</summary>
    private async Task TextAsync(int count, string text)
    {
        for (var i = 0; i < count; i++)
        {
            var texted = new
            {
                from = Webhooks.Number(6_000_000 + i),
                to = "+14155550100",
                body = text,
            };
            using var body = JsonContent.Create(texted);
            await PostAsync("/local/messages", body, _ => 0);
        }
    }
}
