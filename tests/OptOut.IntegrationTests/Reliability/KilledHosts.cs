namespace OptOut.IntegrationTests;

/// <summary>Kills the host at the first storage request that a STOP causes, then another at the second of the next STOP, and so on along its whole way.</summary>
internal static class KilledHosts
{
    /// <summary>From here on a follow-up only looks again, as often as it is slow.</summary>
    private const int MostSteps = 20;

    /// <param name="afterwards">Once the request took effect, before the host knows; else just before it reaches storage.</param>
    /// <param name="textAsync">One person texts STOP to the host that will be killed: the status that Twilio saw.</param>
    /// <param name="redeliverAsync">Twilio's other side brings what was not acknowledged to the next host.</param>
    /// <returns>How many hosts were killed.</returns>
    public static async Task<int> AlongTheWayAsync(
        bool afterwards, Func<Site, RunningHost, string, string, Task<int>> textAsync, Func<Site, RunningHost, string, string, Task> redeliverAsync)
    {
        await using var site = await Site.OpenAsync();
        await using var proxy = await site.ProxyAsync();
        var host = await site.StartHostAsync(proxy);
        for (var step = 1; ;)
        {
            var (person, sid, died) = (TwilioSide.Person(), TwilioSide.NewSid("SM"), (string?)null);
            Arm(proxy, person, step, afterwards, async what =>
            {
                died = what;
                await host.KillAsync();
                throw new IOException("The host is dead.");
            });
            var acknowledged = await textAsync(site, host, person, sid) == 200;
            await Until.AsyncIs(async () => died is not null || !acknowledged || (await site.FollowUpsAsync()).Waiting == 0, 60, "the STOP is neither done nor the host dead");
            proxy.Calm();
            if (died is not null)
            {
                await host.Process.EndedAsync();
                host = await site.StartHostAsync(proxy);
            }

            if (!acknowledged)
            {
                Assert.False(host.Process.HasExited, $"The host ended by itself before a redelivery, kill at {step}, {died}:\n{host.Process.Output}");
                await redeliverAsync(site, host, person, sid);
            }

            var after = $"a kill at request {step}, {died}";
            await site.AtRestAsync(after);
            Assert.False(host.Process.HasExited, $"The host ended by itself after {after}:\n{host.Process.Output}");
            var kept = await Kept.ReadAsync(site, host, person, sid);
            Assert.True(kept.Phone.Count == 1, $"{kept.Phone.Count} confirmations after {after}");
            kept.IsOptedOut();
            kept.EachIsConfirmedOnce();
            kept.StateIsTheFoldedLedger();
            if ((died is null && acknowledged) || step == MostSteps)
            {
                return died is null ? step - 1 : step;
            }

            // One that was only refused for being slow is no step.
            step += died is null ? 0 : 1;
        }
    }

    private static void Arm(StorageProxy proxy, string person, int step, bool afterwards, Func<string, Task> killAsync)
    {
        var steps = new Steps(person);
        proxy.Before = request => steps.Number(request) == step && !afterwards ? killAsync($"{request.Method} {request.Target}") : Task.CompletedTask;
        proxy.After = (request, answer) =>
        {
            steps.Answered(request, answer);
            return steps.Number(request) == step && afterwards ? killAsync($"{request.Method} {request.Target}") : Task.CompletedTask;
        };
    }
}
