using Microsoft.Extensions.Logging.Abstractions;

namespace OptOut.IntegrationTests;

/// <summary>Reconciliation from Twilio's inbound log (rule 9), over a real table, at a time that the test sets.</summary>
public sealed class ReconcileTests(AzuriteFixture azurite)
{
    private const string Person = "+14155552671",
        Number = "+14155550100";
    private static readonly RecipientKey Key = new(StoreFacts.Sid, RecipientAddress.FromTwilio(Person)!);
    private readonly InboundLog log = new();
    private int messages;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<RecipientState> StateAsync(Gate gate) => (await gate.Store.ReadAsync(Key, Stop)).State;

    private Task RunAsync(Gate gate, ReconcileTimes? times = null) =>
        new Reconcile(
            gate.Store,
            gate.Get<IReconciliationStore>(),
            log,
            gate.Get<IFollowUpQueue>(),
            gate.Get<ReceiveMessage>(),
            gate.Policy,
            times ?? new ReconcileTimes(),
            gate.Time,
            NullLogger<Reconcile>.Instance
        ).RunAsync(Stop);

    /// <summary>Deployed: the first run sets the watermark.</summary>
    private async Task<Gate> DeployedAsync()
    {
        var gate = await Gate.OpenAsync(azurite);
        await RunAsync(gate);
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        return gate;
    }

    private string Logged(Gate gate, string body, DateTimeOffset? at = null, string from = Person, string to = Number)
    {
        var sid = $"SM{++messages:D32}";
        log.Messages.Add(new ListedMessage(sid, from, to, body, at ?? gate.Time.GetUtcNow(), "received", null));
        return sid;
    }

    [Fact]
    public async Task What_never_reached_the_door_is_taken_at_Twilios_date_once_and_answered_by_REST()
    {
        await using var gate = await DeployedAsync();
        var at = gate.Time.GetUtcNow();
        var sid = Logged(gate, "STOP");
        gate.Time.Advance(TimeSpan.FromMinutes(30));
        await RunAsync(gate);
        await RunAsync(gate);

        var state = await StateAsync(gate);
        Assert.Equal((at, 1L), (state.Brand("acme").Suppression!.LastOptOutAt, state.LastSequence));
        var receipt = await gate.Store.ReadReceiptAsync(Key, sid, Stop);
        Assert.Equal((Route.Rest, ConfirmationState.Planned), (receipt!.Confirmation!.Route, receipt.Confirmation.State));
    }

    [Fact]
    public async Task Rule9_what_is_found_too_late_is_taken_and_its_confirmation_withheld()
    {
        await using var gate = await DeployedAsync();
        var sid = Logged(gate, "STOP");
        var at = gate.Time.GetUtcNow();
        gate.Time.Advance(TimeSpan.FromMinutes(61));
        await RunAsync(gate);

        Assert.NotNull((await StateAsync(gate)).Brand("acme").Suppression);
        Assert.Equal(at + TimeSpan.FromMinutes(5), (await gate.Store.ReadReceiptAsync(Key, sid, Stop))!.Confirmation!.Until);
    }

    [Fact]
    public async Task What_is_from_before_the_deployment_or_for_no_brand_is_never_taken()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        Logged(gate, "STOP");
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(gate);
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        Logged(gate, "STOP", to: "+14155559999");
        Logged(gate, "STOP", from: "72645");
        gate.Time.Advance(TimeSpan.FromMinutes(30));
        await RunAsync(gate);

        Assert.Equal(0, (await StateAsync(gate)).LastSequence);
    }

    [Fact]
    public async Task What_the_webhook_took_stays_as_it_is_under_either_SID()
    {
        await using var gate = await DeployedAsync();
        var known = Logged(gate, "STOP");
        await gate.Get<ReceiveMessage>().HandleAsync(gate.Message(known, "STOP"), Stop);
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        var alias = Logged(gate, "START", gate.Time.GetUtcNow().AddSeconds(-2));
        await gate.Get<ReceiveMessage>().HandleAsync(gate.Message("IM" + alias[2..], "START"), Stop);
        var before = (await StateAsync(gate)).LastSequence;
        gate.Time.Advance(TimeSpan.FromMinutes(30));
        await RunAsync(gate);

        Assert.Equal(before, (await StateAsync(gate)).LastSequence);
        Assert.Equal("IM" + alias[2..], (await gate.Store.ReadReceiptAsync(Key, alias, Stop))!.AliasOf);
    }

    [Fact]
    public async Task What_may_still_be_on_its_way_is_left_and_what_the_log_shows_late_is_found()
    {
        await using var gate = await DeployedAsync();
        gate.Time.Advance(TimeSpan.FromMinutes(30));
        Logged(gate, "STOP", gate.Time.GetUtcNow().AddSeconds(-30));
        await RunAsync(gate);
        Assert.Equal(0, (await StateAsync(gate)).LastSequence);
        // Dated before the watermark, which the run above has set.
        Logged(gate, "STOP", gate.Time.GetUtcNow().AddMinutes(-5));
        gate.Time.Advance(TimeSpan.FromMinutes(2));
        await RunAsync(gate);

        Assert.Equal(2, (await StateAsync(gate)).LastSequence);
    }

    [Fact]
    public async Task A_run_is_bounded_and_the_next_goes_on_and_in_the_order_of_Twilios_dates()
    {
        await using var gate = await DeployedAsync();
        var from = gate.Time.GetUtcNow();
        foreach (var i in (int[])[2, 0, 1])
        {
            Logged(gate, "STOP", from.AddMinutes(i * 20));
        }

        gate.Time.Advance(TimeSpan.FromHours(2));
        var one = new ReconcileTimes { MaxMessages = 1, Overlap = TimeSpan.Zero };
        for (var run = 0; run < 4; run++)
        {
            await RunAsync(gate, one);
            var state = await StateAsync(gate);
            Assert.Equal(Math.Min(run + 1, 3), state.LastSequence);
            Assert.Equal(from.AddMinutes(Math.Min(run, 2) * 20), state.Brand("acme").Suppression!.LastOptOutAt);
        }
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_moves_nothing_on()
    {
        await using var gate = await DeployedAsync();
        Logged(gate, "STOP");
        gate.Time.Advance(TimeSpan.FromHours(2));
        var before = await gate.Get<IReconciliationStore>().ReadAsync(StoreFacts.Sid, Stop);
        log.IsUnreachable = true;
        await RunAsync(gate);
        Assert.Equal(before, await gate.Get<IReconciliationStore>().ReadAsync(StoreFacts.Sid, Stop));
        log.IsUnreachable = false;
        await RunAsync(gate);

        Assert.Equal(1, (await StateAsync(gate)).LastSequence);
    }
}
