namespace OptOut.IntegrationTests;

/// <summary>Kills the host at the first storage request that a STOP causes, then another at the second of the next STOP, and so on along its whole way.</summary>
internal static class KilledHosts
{
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
        for (var step = 1; ; step++)
        {
            var (person, sid, died) = (TwilioSide.Person(), TwilioSide.NewSid("SM"), "nowhere");
            await QuietAsync(proxy);
            Arm(proxy, host, step, afterwards, what => died = what);
            var acknowledged = await textAsync(site, host, person, sid) == 200;
            await Until.AsyncIs(async () => host.Process.HasExited || (acknowledged && (await site.FollowUpsAsync()).Waiting == 0), 30, "the STOP is neither done nor the host dead");
            proxy.Calm();
            var killed = host.Process.HasExited;
            if (killed)
            {
                host = await site.StartHostAsync(proxy);
            }

            if (!acknowledged)
            {
                await redeliverAsync(site, host, person, sid);
            }

            var after = $"a kill at request {step}, {died}";
            await site.AtRestAsync(after);
            var kept = await Kept.ReadAsync(site, host, person, sid);
            Assert.True(kept.Phone.Count == 1, $"{kept.Phone.Count} confirmations after {after}");
            kept.IsOptedOut();
            kept.EachIsConfirmedOnce();
            kept.StateIsTheFoldedLedger();
            if (!killed)
            {
                return step - 1;
            }
        }
    }

    private static void Arm(StorageProxy proxy, RunningHost host, int step, bool afterwards, Action<string> died)
    {
        async Task KillAsync(StorageRequest request)
        {
            if (request.Number == step)
            {
                died(request.What);
                await host.KillAsync();
                throw new IOException("The host is dead.");
            }
        }

        proxy.CountFromHere();
        if (afterwards)
        {
            proxy.After = KillAsync;
        }
        else
        {
            proxy.Before = KillAsync;
        }
    }

    /// <summary>A host that has just started, or finished a message, still asks storage for this and that.</summary>
    private static async Task QuietAsync(StorageProxy proxy)
    {
        var (count, same) = (-1, 0);
        await Until.AsyncIs(() =>
        {
            same = proxy.Count == count ? same + 1 : 0;
            count = proxy.Count;
            return Task.FromResult(same >= 6);
        }, 30, "the host is still busy");
    }
}
