using System.Globalization;

namespace OptOut.IntegrationTests;

/// <summary>
/// Random concurrent operations on real hosts, recorded and judged. A short run each time; a long one by <c>OPTOUT_HISTORIAN_OPERATIONS=10000</c>, another by
/// <c>OPTOUT_HISTORIAN_SEED</c>.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HistorianTests(ITestOutputHelper output)
{
    private static readonly int Operations = Setting("OPTOUT_HISTORIAN_OPERATIONS", 400), Seed = Setting("OPTOUT_HISTORIAN_SEED", 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_operations_from_many_threads_leave_no_anomaly(int hosts)
    {
        await using var site = await Site.OpenAsync(gap: 30, handlingTimeout: 30);
        var addresses = new Uri[hosts];
        for (var i = 0; i < hosts; i++)
        {
            addresses[i] = (await site.StartHostAsync()).Address;
        }

        using var historian = new Historian(addresses, Seed);
        var recording = await historian.RecordAsync(Operations);
        output.WriteLine($"seed {Seed}, {hosts} host(s): {recording.Operations.Count} answers, {recording.Operations.Count(o => o.Answer == "yes")} times yes, "
            + $"{recording.Operations.Count(o => !o.Acknowledged)} not taken, {recording.Standings.Count} people");
        Assert.Contains(recording.Operations, o => o.Answer == "yes");
        Assert.Empty(Judges.Judge(recording));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
