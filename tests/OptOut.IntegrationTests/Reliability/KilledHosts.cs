namespace OptOut.IntegrationTests;

/// <summary>
/// Kills the host at the first storage request that a STOP causes, then another at the second of the next STOP, and so on along its whole
/// way.
/// </summary>
internal static class KilledHosts
{
    /// <summary>From here on a follow-up only looks again, as often as it is slow.</summary>
    private const int MaxSteps = 20;

    /// <param name="afterwards">Once the request took effect, before the host knows; else just before it reaches storage.</param>
    /// <param name="textAsync">One person texts STOP to the host that will be killed: the status that Twilio saw.</param>
    /// <param name="redeliverAsync">Twilio's other side brings what was not acknowledged to the next host.</param>
    /// <returns>How many hosts were killed.</returns>
    public static async Task<int> AlongTheWayAsync(
        bool afterwards,
        Func<Site, RunningHost, string, string, Task<int>> textAsync,
        Func<Site, RunningHost, string, string, Task> redeliverAsync
    )
    {
        await using var site = await Site.OpenAsync();
        await using var proxy = await site.ProxyAsync();
        var host = await site.StartHostAsync(proxy);
        for (var step = 1; ; )
        {
            var (person, sid, trap) = (TwilioSide.Person(), TwilioSide.NewSid("SM"), new Trap(host));
            Set(proxy, person, step, afterwards, trap);
            var acknowledged = await textAsync(site, host, person, sid) == 200;
            await Until.AsyncIs(
                async () => trap.Killed is not null || !acknowledged || (await site.FollowUpsAsync()).Waiting == 0,
                60,
                "the STOP is neither done nor the host dead"
            );
            proxy.StopIntercepting();
            trap.Disarm();
            if (trap.Killed is not null)
            {
                await host.Process.EndedAsync();
                host = await site.StartHostAsync(proxy);
            }

            if (!acknowledged)
            {
                await redeliverAsync(site, host, person, sid);
            }

            var after = $"a kill at request {step}, {trap.Killed}";
            await site.AtRestAsync(after);
            var kept = await Kept.ReadAsync(site, host, person, sid);
            Assert.True(kept.Phone.Count == 1, $"{kept.Phone.Count} confirmations after {after}");
            kept.IsOptedOut();
            kept.EachIsConfirmedOnce();
            kept.StateIsTheFoldedLedger();
            if ((trap.Killed is null && acknowledged) || step == MaxSteps)
            {
                return trap.Killed is null ? step - 1 : step;
            }

            // A host that only answered too slowly does not count as a step.
            step += trap.Killed is null ? 0 : 1;
        }
    }

    private static void Set(StorageProxy proxy, string person, int step, bool afterwards, Trap trap)
    {
        var steps = new Steps(person);
        proxy.Before = request => steps.Number(request) == step && !afterwards ? trap.KillAsync(request) : Task.CompletedTask;
        proxy.After = (request, answer) =>
        {
            steps.Answered(request, answer);
            return steps.Number(request) == step && afterwards ? trap.KillAsync(request) : Task.CompletedTask;
        };
    }

    /// <summary>
    /// Kills once or never. The proxy sees what storage did before the host is answered, so that the last step's kill could otherwise hit
    /// a host that is taken for a survivor.
    /// </summary>
    private sealed class Trap(RunningHost host)
    {
        private string? what;

        /// <summary>The request at which the host trap.Killed; null while it lives.</summary>
        public string? Killed => Volatile.Read(ref what) is { Length: > 0 } request ? request : null;

        public async Task KillAsync(StorageRequest request)
        {
            if (Interlocked.CompareExchange(ref what, $"{request.Method} {request.Target}", null) is null)
            {
                await host.KillAsync();
                throw new IOException("The host is dead.");
            }
        }

        public void Disarm() => Interlocked.CompareExchange(ref what, "", null);
    }
}
