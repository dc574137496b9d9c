namespace OptOut.IntegrationTests;

/// <summary>
/// kill -9 between a STOP's arrival and the end of its confirmation, when all else is well. Twilio delivers again what was not answered.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KilledWhileAnsweringTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_killed_at_any_storage_request_of_a_STOP_loses_nothing_and_confirms_once(bool afterwards)
    {
        var killed = await KilledHosts.AlongTheWayAsync(
            afterwards,
            (site, host, person, sid) => site.TextAsync(host, person, "STOP", sid),
            (site, host, person, sid) =>
                Until.AsyncIs(async () => await site.TextAsync(host, person, "STOP", sid) == 200, 60, "the redelivery is not taken")
        );

        // Schedule, read state and receipt, commit; the callback's reads, commit and cancel.
        Assert.True(killed >= 8, $"Only {killed} steps were seen.");
    }
}
