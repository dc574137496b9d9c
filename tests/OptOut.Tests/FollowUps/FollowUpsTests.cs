namespace OptOut.Tests;

/// <summary>A follow-up is in the queue before a change commits, and leaves it when its duty is done (rule 9).</summary>
public sealed class FollowUpsTests
{
    private readonly Desk desk = new();

    [Fact]
    public async Task A_confirmation_that_is_not_known_to_be_taken_keeps_its_follow_up_and_its_events_are_published_at_once()
    {
        var receipt = await desk.TextsAsync("STOP");

        Assert.Equal(receipt!.FollowUp, Assert.Single(desk.Queue.Waiting).Key);
        Assert.Equal(desk.Times.Due, desk.Queue.Waiting[receipt.FollowUp!].Due);
        Assert.Equal([EventType.OptedOut], desk.Published);
    }

    [Fact]
    public async Task Without_a_confirmation_to_watch_it_is_cancelled()
    {
        await desk.TextsAsync("hello");

        Assert.Empty(desk.Queue.Waiting);
        Assert.Equal([EventType.ConversationOpened], desk.Published);
    }

    [Fact]
    public async Task A_redelivery_leaves_the_first_ones_follow_up_and_no_other()
    {
        var receipt = await desk.TextsAsync("STOP");
        await desk.TextsAsync("STOP");

        Assert.Equal(receipt!.FollowUp, Assert.Single(desk.Queue.Waiting).Key);
    }

    [Theory]
    [InlineData("sent")]
    [InlineData("delivered")]
    [InlineData("failed")]
    public async Task The_report_that_ends_a_confirmation_cancels_its_follow_up_and_publishes_what_that_one_would_have(string status)
    {
        await desk.TextsAsync("STOP");
        desk.Queue.Published.Clear();
        await desk.Recorded.HandleAsync(
            Desk.Key,
            "SM1",
            new ConfirmationReport("SM2", status, status == "failed" ? 30003 : null, desk.Time.GetUtcNow(), Sources.StatusCallback),
            Assurance.Own,
            CancellationToken.None
        );
        await desk.SettledAsync();

        Assert.Empty(desk.Queue.Waiting);
        Assert.Equal(status == "failed" ? [EventType.OptedOut] : [EventType.OptedOut, EventType.ConfirmationSent], desk.Published);
    }

    [Fact]
    public async Task While_the_queue_is_down_a_change_is_committed_and_its_follow_up_scheduled_when_the_queue_is_back()
    {
        desk.Queue.IsDown = true;
        var receipt = await desk.Receive.HandleAsync(desk.Message("STOP"), CancellationToken.None);
        Assert.Equal((Route.Twiml, null), (receipt!.Confirmation!.Route, receipt.FollowUp));
        desk.Queue.IsDown = false;
        while (desk.Queue.Waiting.IsEmpty)
        {
            desk.Time.Advance(desk.Times.Due);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await desk.SettledAsync();
        Assert.Equal("SM1", Assert.IsType<MessageFollowUp>(Assert.Single(desk.Queue.Waiting).Value.FollowUp).MessageSid);
        Assert.Equal([EventType.OptedOut], desk.Published);
    }

    [Fact]
    public async Task While_the_store_is_down_a_second_copy_is_due_at_once()
    {
        desk.Store.IsDown = true;

        Assert.Null(await desk.TextsAsync("STOP"));
        Assert.Equal([TimeSpan.Zero, desk.Times.Due], desk.Queue.Waiting.Values.Select(f => f.Due).Order());
    }

    [Fact]
    public async Task With_store_and_queue_down_nobody_is_told_that_it_was_taken()
    {
        desk.Store.IsDown = desk.Queue.IsDown = true;

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => desk.TextsAsync("STOP"));
    }

    [Fact]
    public async Task A_recorded_send_is_none_of_a_subscribers_business()
    {
        await desk.FollowUps.PublishAsync(
            Desk.Key,
            [
                new LedgerEvent
                {
                    Type = EventType.SendRecorded,
                    At = desk.Time.GetUtcNow(),
                    Source = Sources.Api,
                },
            ],
            CancellationToken.None
        );

        Assert.Empty(desk.Published);
    }
}
