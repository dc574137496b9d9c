namespace OptOut.IntegrationTests;

/// <summary>
/// kill -9 along the longer way: Twilio never sees the webhook's answer and does not deliver again, so that the confirmation has to be
/// searched for and goes by REST. What died before anything was written, reconciliation finds in Twilio's log.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KilledWhileFollowingUpTests
{
    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_killed_at_any_storage_request_of_a_follow_up_loses_nothing_and_confirms_once(bool afterwards)
    {
        var killed = await KilledHosts.AlongTheWayAsync(
            afterwards,
            async (site, host, person, sid) =>
            {
                await site.FaultAsync(host, person, """{"fault":"answer-lost","times":1}""");
                await site.TextAsync(host, person, "STOP", sid);
                // Twilio never saw the answer; the receipt holds it.
                return await site.ReceiptAsync(person, sid) is null ? 0 : 200;
            },
            (site, host, _, _) => site.ReconcileAsync(host)
        );

        Assert.True(killed >= 15, $"Only {killed} steps were seen.");
    }
}
