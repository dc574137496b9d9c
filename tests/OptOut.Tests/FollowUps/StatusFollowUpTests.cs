namespace OptOut.Tests;

/// <summary>Twilio brings a status callback once only: what the table cannot take, the queue keeps (rules 12, 30).</summary>
public sealed class StatusFollowUpTests
{
    private readonly Desk desk = new();

    private StatusNotice Notice(string status, int? error = null, string? campaign = "reminders", string? confirmation = null) =>
        new(
            "SM7",
            status,
            error,
            desk.Time.GetUtcNow(),
            "acme",
            campaign,
            CheckKind.Campaign,
            [Obligation.IdentifySender],
            Clinic.Number,
            confirmation
        );

    private async Task TakesAsync(StatusNotice status)
    {
        await desk.Statuses.HandleAsync(Desk.Key, status, CancellationToken.None);
        await desk.SettledAsync();
    }

    private async Task<FollowUp> LeftAsync(StatusNotice status)
    {
        desk.Store.IsDown = true;
        await TakesAsync(status);
        var left = Assert.Single(desk.Queue.Waiting.Values).FollowUp;
        desk.Queue.Waiting.Clear();
        Assert.NotNull(await desk.FollowAsync(left));
        desk.Store.IsDown = false;
        return FollowUpBody.Read(FollowUpBody.Of(left));
    }

    [Fact]
    public async Task What_the_table_takes_leaves_no_follow_up()
    {
        await TakesAsync(Notice("sent"));
        Assert.Equal([EventType.SendRecorded], desk.Ledger);
        Assert.Empty(desk.Queue.Waiting);
    }

    [Fact]
    public async Task Rule30_a_send_told_while_the_table_is_down_is_recorded_as_of_then_once()
    {
        var told = desk.Time.GetUtcNow();
        var left = await LeftAsync(Notice("sent"));
        desk.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await desk.FollowAsync(left));
        Assert.Null(await desk.FollowAsync(left));

        var send = Assert.Single(desk.Store.Ledger(Desk.Key));
        Assert.Equal((EventType.SendRecorded, told, "reminders", Clinic.Number), (send.Type, send.At, send.Campaign, send.Sender));
        Assert.Equal([Obligation.IdentifySender], send.Fulfilled!);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Rule12_a_21610_told_while_the_table_is_down_blocks_its_sender_unless_a_newer_consent_came_by_text(
        bool consents,
        bool blocks
    )
    {
        var left = await LeftAsync(Notice("failed", TwilioErrors.Unsubscribed));
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        if (consents)
        {
            await desk.TextsAsync("JOIN");
        }

        Assert.Null(await desk.FollowAsync(left));
        Assert.Equal(blocks, desk.Ledger.Contains(EventType.ProviderBlocked));
        Assert.DoesNotContain(EventType.SendRecorded, desk.Ledger);
    }

    [Fact]
    public async Task Rule9_a_confirmations_fate_told_while_the_table_is_down_is_known_later()
    {
        await desk.TextsAsync("STOP");
        desk.Queue.Waiting.Clear();
        var left = await LeftAsync(Notice("delivered", confirmation: "SM1"));
        Assert.Null(await desk.FollowAsync(left));
        Assert.Equal(
            (ConfirmationState.Sent, "SM7"),
            ((await desk.ConfirmationAsync()).State, (await desk.ConfirmationAsync()).MessageSid)
        );
    }

    [Fact]
    public async Task A_status_that_neither_table_nor_queue_takes_is_not_acknowledged()
    {
        (desk.Store.IsDown, desk.Queue.IsDown) = (true, true);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => TakesAsync(Notice("sent")));
    }

    [Fact]
    public async Task What_is_configured_no_longer_becomes_a_dead_letter() =>
        Assert.IsType<FollowUpOutcome.DeadLetter>(
            await desk.OutcomeAsync(new StatusFollowUp(Clinic.Account, Desk.Phone, Notice("sent", campaign: "gone")))
        );
}
