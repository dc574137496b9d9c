using System.Globalization;

namespace OptOut.IntegrationTests;

/// <summary>
/// Random concurrent operations on real hosts, recorded and judged. A short run each time; a long one by
/// <c>OPTOUT_HISTORIAN_OPERATIONS=10000</c>, another by
/// <c>OPTOUT_HISTORIAN_SEED</c>, and kills and outages by the explicit test.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HistorianTests(ITestOutputHelper output)
{
    private static readonly int Operations = Setting("OPTOUT_HISTORIAN_OPERATIONS", 400),
        Seed = Setting("OPTOUT_HISTORIAN_SEED", 1);

    [Fact]
    public Task Random_operations_from_many_threads_leave_no_anomaly_on_one_host() => RunAsync(1, (_, _) => null);

    [Fact]
    public Task Random_operations_from_many_threads_leave_no_anomaly_on_two_hosts() => RunAsync(2, (_, _) => null);

    [Fact(Explicit = true)]
    public Task Random_operations_leave_no_anomaly_while_hosts_are_killed_and_storage_freezes() =>
        RunAsync(2, (site, hosts) => addresses => ended => new FaultInjector(site, hosts, Seed, output).RunAsync(addresses, ended));

    private async Task RunAsync(int count, Func<Site, RunningHost[], Func<Uri[], Func<CancellationToken, Task>>?> faults)
    {
        // Follow-ups come due while a long run goes on; 10 s, so that nothing is late only because the machine is slow.
        await using var site = await Site.OpenAsync(gap: 10, handlingTimeout: 20);
        var hosts = new RunningHost[count];
        for (var i = 0; i < count; i++)
        {
            hosts[i] = await site.StartHostAsync();
        }

        Uri[] addresses = [.. hosts.Select(h => h.Address)];
        using var historian = new Historian(addresses, Seed, faults(site, hosts)?.Invoke(addresses));
        var recording = await historian.RecordAsync(Operations, () => site.AtRestAsync("the run", seconds: 120));
        output.WriteLine(
            $"seed {Seed}, {count} host(s): {recording.Operations.Count} answers, {recording.Operations.Count(o => o.Answer == "yes")} times yes, "
                + $"{recording.Operations.Count(o => !o.Acknowledged)} refused, {recording.Operations.Count(o => o.IsUnknown)} without an answer, {recording.Standings.Count} people, "
                + $"{recording.Standings.Values.Sum(s => s.History.Count)} events, {recording.Standings.Values.Sum(s => s.Phone.Count)} texts on phones"
        );
        foreach (var line in Pace.Of(recording.Operations))
        {
            output.WriteLine(line);
        }

        Assert.Contains(recording.Operations, o => o.Answer == "yes");
        var anomalies = Judges.Judge(recording);
        Assert.True(anomalies.Count == 0, string.Join('\n', anomalies));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
