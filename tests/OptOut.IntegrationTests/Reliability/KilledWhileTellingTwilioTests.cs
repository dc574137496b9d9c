using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace OptOut.IntegrationTests;

/// <summary>
/// Opt-outs by the recipient's page, by text, by a call and by import while the host is killed again and again (rule 40): each reaches
/// Twilio's consent list once, and cancels what was scheduled. <c>OPTOUT_LOAD_SEED</c> repeats a run.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KilledWhileTellingTwilioTests(ITestOutputHelper output)
{
    private const int AtOnce = 6;
    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromMilliseconds(100);
    private int acknowledged;
    private RunningHost host = null!;

    [Theory]
    [InlineData(12, 2)]
    [InlineData(400, 12, Explicit = true)]
    public async Task Rule40_an_opt_out_by_page_text_call_or_import_reaches_Twilios_list_once_whatever_dies(int people, int kills)
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable("OPTOUT_LOAD_SEED"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var wanted
        )
            ? wanted
            : 1;
        output.WriteLine($"{people} people, {kills} kills, OPTOUT_LOAD_SEED={seed}");
        await using var site = await Site.OpenAsync(handlingTimeout: 2, more: Demo());
        host = await site.StartHostAsync();
        Leaver[] leavers =
        [
            .. Enumerable
                .Range(0, people)
                .Select(n => new Leaver(string.Create(CultureInfo.InvariantCulture, $"+1646{3_000_000 + n}"), (Way)(n % 4))),
        ];
        await Parallel.ForEachAsync(
            leavers,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (leaver, _) => await leaver.PrepareAsync(site, host.Address, schedule: leavers.IndexOf(leaver) % 3 == 0)
        );

        await Task.WhenAll(AllLeaveAsync(site, leavers), KillAsync(site, kills, people, new Random(seed)));
        await site.AtRestAsync();

        var listed = (await site.Http.GetFromJsonAsync<JsonElement>(new Uri(host.Address, "/local/twilio/consents")))
            .GetProperty("consents")
            .EnumerateArray()
            .ToLookup(c => c.GetProperty("recipient").GetString()!, StringComparer.Ordinal);
        var reports = Reports(site).ToLookup(r => r.Recipient, r => r.CorrelationId, StringComparer.Ordinal);
        foreach (var leaver in leavers)
        {
            await leaver.HoldsAsync(site, host, [.. listed[leaver.Number]], [.. reports[leaver.Number]]);
        }

        Assert.Equal(people, listed.Count);
        output.WriteLine(
            $"{kills} hosts killed; {reports.Sum(r => r.Count())} reports of {people} opt-outs, {leavers.Count(l => l.ScheduledSid is not null)} messages cancelled"
        );
    }

    private async Task AllLeaveAsync(Site site, Leaver[] leavers)
    {
        var list = leavers.Where(l => l.How == Way.Import).ToArray();
        await Task.WhenAll(
            UntilAcknowledgedAsync(() => Leaver.ImportAsync(site, host, list), list.Length),
            Parallel.ForEachAsync(
                leavers.Except(list),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (leaver, _) => await UntilAcknowledgedAsync(() => leaver.LeaveAsync(site, host), 1)
            )
        );
    }

    private async Task UntilAcknowledgedAsync(Func<Task<bool>> tryAsync, int people)
    {
        for (var tries = 0; !await tryAsync(); tries++)
        {
            // The one host is away for as long as a busy machine takes to start another.
            Assert.True(tries < 1_200, "An opt-out is never acknowledged.");
            await Task.Delay(BeforeAnotherTry, TestContext.Current.CancellationToken);
        }

        Interlocked.Add(ref acknowledged, people);
    }

    /// <summary>
    /// Each time that so many opt-outs are acknowledged the host dies, at once or within the time that telling Twilio takes.
    /// </summary>
    private async Task KillAsync(Site site, int kills, int people, Random random)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            var moment = 1 + (people * kill / (kills + 1));
            await Until.Is(() => Volatile.Read(ref acknowledged) >= moment, 120, "nobody gets on");
            await Task.Delay(random.Next(400), TestContext.Current.CancellationToken);
            await host.KillAsync();
            host = await site.StartHostAsync();
        }
    }

    /// <summary>Everything that was ever reported to the list, repetitions included.</summary>
    private static IEnumerable<(string Recipient, string CorrelationId)> Reports(Site site)
    {
        foreach (var line in File.ReadLines(site.TwilioLog).Where(l => l.Contains("\"consent\":", StringComparison.Ordinal)))
        {
            var consent = JsonDocument.Parse(line).RootElement.GetProperty("consent");
            yield return (consent.GetProperty("recipient").GetString()!, consent.GetProperty("correlationId").GetString()!);
        }
    }

    /// <summary>The demo account, which tells Twilio of opt-outs.</summary>
    private static Dictionary<string, string> Demo()
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "demo.json"))
            .Build()
            .GetSection("OptOut")
            .AsEnumerable()
            .Where(s => s.Value is not null)
            .ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!, StringComparer.Ordinal);
        settings["OptOut__Accounts__0__SyncToTwilio"] = "OptOuts";
        return settings;
    }
}
