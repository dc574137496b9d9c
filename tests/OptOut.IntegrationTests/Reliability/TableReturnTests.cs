using System.Diagnostics;

namespace OptOut.IntegrationTests;

/// <summary>What came in while the table was away does not wait for a pause that grew with the outage.</summary>
[Collection(nameof(Alone))]
public sealed class TableReturnTests
{
    [Fact]
    public async Task However_often_the_table_was_missed_a_STOP_holds_soon_after_its_return()
    {
        await using var site = await Site.OpenAsync(
            more: new Dictionary<string, string>(StringComparer.Ordinal) { ["LocalHost__FollowUps__MaxBackoff"] = "00:15:00" }
        );
        await using var proxy = await site.ProxyAsync();
        var host = await site.StartHostAsync(proxy);
        var (person, sid, missed) = (TwilioSide.Person(), TwilioSide.NewSid("SM"), 0);
        proxy.Before = request =>
        {
            if (!request.IsTable)
            {
                return Task.CompletedTask;
            }

            // What the host asks of its own accord does not count.
            if (request.Target.Contains(person[1..], StringComparison.Ordinal))
            {
                Interlocked.Increment(ref missed);
            }

            throw new IOException("away");
        };

        Assert.Equal(200, await site.TextAsync(host, person, "STOP", sid));
        Assert.Empty(await site.PhoneAsync(host, person));
        // The webhook's, and seven attempts of two copies, each of three tries: with a pause that doubles the eighth would be a minute away.
        await Until.Is(() => Volatile.Read(ref missed) > 48, 60, "its follow-ups are not tried");
        proxy.StopIntercepting();

        var back = Stopwatch.StartNew();
        await Until.AsyncIs(
            async () =>
                (await site.Store.ReadLedgerAsync(Site.KeyOf(person), 1, 10, CancellationToken.None)).Any(e =>
                    e.Type == EventType.OptedOut
                ),
            60,
            "it is not opted out"
        );
        Assert.InRange(back.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
