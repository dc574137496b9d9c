namespace OptOut.Tests;

/// <summary>
/// Rule 9: a message that is delivered again changes nothing, and is never confirmed twice. Crashes and races: the simulation.
/// </summary>
public sealed class RedeliveryTests
{
    private readonly Desk desk = new();

    private RecipientState State => desk.Store.State(Desk.Key);

    [Theory]
    [InlineData("STOP")]
    [InlineData("START")]
    [InlineData("HELP")]
    [InlineData("hello")]
    [InlineData("please take me off your list")]
    public async Task Rule9_a_redelivery_changes_nothing_and_is_answered_the_same(string body)
    {
        var first = await desk.TextsAsync(body);
        var (state, ledger) = (State, desk.Ledger.ToArray());
        desk.Time.Advance(TimeSpan.FromSeconds(30));
        var again = await desk.TextsAsync(body);

        Assert.Equal((first!.At, first.Confirmation), (again!.At, again.Confirmation));
        Assert.Equal(ledger, desk.Ledger);
        Assert.Same(state, State);
    }

    [Fact]
    public async Task Rule9_what_was_said_meanwhile_is_not_undone_by_a_redelivery()
    {
        await desk.TextsAsync("START", "SM1");
        await desk.TextsAsync("STOP", "SM2");
        await desk.TextsAsync("START", "SM1");
        Assert.NotNull(State.Brand("acme").Suppression);
    }

    [Fact]
    public async Task Rule9_fifty_deliveries_at_once_record_one_opt_out_and_plan_one_confirmation()
    {
        var receipts = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => desk.Receive.HandleAsync(desk.Message("STOP"), CancellationToken.None)))
        );
        await desk.SettledAsync();

        Assert.Single(desk.Ledger, EventType.OptedOut);
        Assert.Single(receipts.Select(r => (r!.FirstSequence, r.Confirmation)).Distinct());
    }

    [Fact]
    public async Task Rule9_once_the_confirmation_goes_by_REST_a_redelivery_is_answered_empty()
    {
        var message = desk.Message("STOP");
        await desk.TextsAsync("STOP");
        Assert.Equal(Route.Twiml, (await desk.TextsAsync("STOP"))!.Confirmation!.Route);
        desk.Time.Advance(desk.Times.Due);
        await desk.FollowAsync(message);

        Assert.Equal(Route.Rest, (await desk.TextsAsync("STOP"))!.Confirmation!.Route);
    }

    [Fact]
    public async Task Rule9_two_opt_outs_are_confirmed_once()
    {
        var receipts = new[]
        {
            await desk.TextsAsync("STOP", "SM1"),
            await desk.TextsAsync("stop please", "SM2"),
            await desk.TextsAsync("STOP", "SM3"),
        };
        Assert.Equal([true, false, false], receipts.Select(r => r!.Confirmation is not null));
    }

    [Fact]
    public async Task Rule9_where_Twilio_cannot_be_asked_never_two_outranks_never_none_and_that_is_published()
    {
        var message = desk.Message("STOP");
        await desk.TextsAsync("STOP");
        desk.Twilio.Listed = null;
        desk.Time.Advance(desk.Times.Due);
        Assert.NotNull(await desk.FollowAsync(message));
        desk.Time.Advance(desk.Times.GiveUp);
        Assert.Null(await desk.FollowAsync(message));

        Assert.Equal(ConfirmationState.Unknown, (await desk.ConfirmationAsync()).State);
        Assert.Empty(desk.Twilio.Sent);
        Assert.Contains(EventType.ConfirmationUncertain, desk.Published);
    }
}
