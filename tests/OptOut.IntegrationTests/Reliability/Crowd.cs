using System.Diagnostics;

namespace OptOut.IntegrationTests;

/// <summary>What one person texts, one after another as people do: MessageSid and body.</summary>
internal sealed record Script(string Person, (string Sid, string Body)[] Texts);

/// <summary>
/// Many people, each texting on when the last text was acknowledged; Twilio delivers again, to whichever host it reaches, until one
/// acknowledges.
/// </summary>
internal sealed class Crowd(Site site, RunningHost[] hosts, ITestOutputHelper output)
{
    private static readonly TimeSpan BeforeRedelivery = TimeSpan.FromMilliseconds(200);
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int acknowledged,
        deliveries,
        redeliveries;

    public TimeSpan Elapsed => watch.Elapsed;

    public int Redeliveries => redeliveries;

    public async Task TextAsync(IReadOnlyList<Script> scripts, int atOnce)
    {
        await Parallel.ForEachAsync(
            scripts,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (script, _) =>
            {
                foreach (var (sid, body) in script.Texts)
                {
                    await AcknowledgedAsync(script.Person, sid, body);
                }
            }
        );
        output.WriteLine($"{acknowledged} acknowledged after {Elapsed.TotalSeconds:F1} s");
    }

    /// <summary>
    /// Kills one of the hosts each time that so many messages are acknowledged, and starts another in its place while the rest goes on.
    /// </summary>
    public async Task KillAsync(IReadOnlyList<int> moments, int seed)
    {
        var random = new Random(seed + 2);
        foreach (var moment in moments)
        {
            await Until.AsyncIs(() => Task.FromResult(Volatile.Read(ref acknowledged) >= moment), 120, "the crowd is stuck");
            var which = random.Next(hosts.Length);
            await hosts[which].KillAsync();
            hosts[which] = await site.StartHostAsync();
        }

        output.WriteLine($"{moments.Count} hosts killed after {Elapsed.TotalSeconds:F1} s");
    }

    public Task<Kept> KeptAsync(Script script) => Kept.ReadAsync(site, hosts[0], script.Person, [.. script.Texts.Select(t => t.Sid)]);

    private async Task AcknowledgedAsync(string person, string sid, string body)
    {
        for (
            var tries = 0;
            await site.TextAsync(hosts[Interlocked.Increment(ref deliveries) % hosts.Length], person, body, sid) != 200;
            tries++
        )
        {
            Assert.True(tries < 100, $"{sid} is never acknowledged.");
            Interlocked.Increment(ref redeliveries);
            await Task.Delay(BeforeRedelivery, TestContext.Current.CancellationToken);
        }

        Interlocked.Increment(ref acknowledged);
    }
}
