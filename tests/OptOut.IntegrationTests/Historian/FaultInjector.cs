namespace OptOut.IntegrationTests;

/// <summary>
/// Kills hosts and starts others in their place, and freezes the storage for a while, until it is told to stop; a seed decides which and
/// when.
/// </summary>
internal sealed class FaultInjector(Site site, RunningHost[] hosts, int seed, ITestOutputHelper output)
{
    private readonly Random random = new(seed);

    /// <param name="addresses">Where the hosts listen, kept true.</param>
    /// <param name="ended">When the faults end. All hosts run then, and the storage answers.</param>
    public async Task RunAsync(Uri[] addresses, CancellationToken ended)
    {
        var (kills, freezes) = (0, 0);
        while (await WaitAsync(TimeSpan.FromSeconds(1 + (random.NextDouble() * 3)), ended))
        {
            if (random.Next(3) == 0)
            {
                UnixSignal.Send("-STOP", site.Azurite.Pid);
                await WaitAsync(TimeSpan.FromSeconds(0.5 + (random.NextDouble() * 4)), CancellationToken.None);
                UnixSignal.Send("-CONT", site.Azurite.Pid);
                freezes++;
            }
            else
            {
                var which = random.Next(hosts.Length);
                await hosts[which].KillAsync();
                hosts[which] = await site.StartHostAsync();
                addresses[which] = hosts[which].Address;
                kills++;
            }
        }

        output.WriteLine($"{kills} kills, {freezes} times the storage froze");
    }

    private static async Task<bool> WaitAsync(TimeSpan time, CancellationToken ended)
    {
        await Task.Delay(time, TimeProvider.System, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ended.IsCancellationRequested;
    }
}
