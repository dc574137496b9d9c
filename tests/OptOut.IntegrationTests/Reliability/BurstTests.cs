namespace OptOut.IntegrationTests;

/// <summary>One number texts STOP over and over, faster than a host commits.</summary>
[Collection(nameof(Alone))]
public sealed class BurstTests
{
    private const int Texts = 110;

    [Fact]
    public async Task A_burst_of_STOPs_from_one_number_to_two_hosts_is_recorded_and_published_whole_and_confirmed_once()
    {
        await using var site = await Site.OpenAsync(gap: 2, handlingTimeout: 4);
        RunningHost[] hosts = [await site.StartHostAsync(), await site.StartHostAsync()];
        var person = TwilioSide.Person();
        var sids = Enumerable.Range(0, Texts).Select(_ => TwilioSide.NewSid("SM")).ToArray();
        var statuses = await Task.WhenAll(sids.Select((sid, n) => site.TextAsync(hosts[n % hosts.Length], person, "STOP", sid)));
        Assert.All(statuses, status => Assert.True(status is 200 or 503, $"Answered {status}"));
        await site.AtRestAsync();

        string[] acknowledged = [.. sids.Where((_, n) => statuses[n] == 200)];
        Assert.NotEmpty(acknowledged);
        var kept = await Kept.ReadAsync(site, hosts[0], person, acknowledged);
        kept.StateIsTheFoldedLedger();
        kept.IsOptedOut();
        Assert.Single(kept.Phone);
        // After a 503 the message may or may not have been taken.
        var optOuts = kept.Ledger.Where(e => e.Type == EventType.OptedOut).ToArray();
        Assert.Subset(
            optOuts.Select(e => e.Proof!.MessageSid!).ToHashSet(StringComparer.Ordinal),
            acknowledged.ToHashSet(StringComparer.Ordinal)
        );
        Assert.Distinct(optOuts.Select(e => e.Proof!.MessageSid), StringComparer.Ordinal);
        Assert.Subset(
            site.Published.ToHashSet(StringComparer.Ordinal),
            kept.Ledger.Where(e => e.IsPublished).Select(e => e.Id).ToHashSet(StringComparer.Ordinal)
        );
    }
}
