using Microsoft.Extensions.Logging.Abstractions;

namespace OptOut.Tests;

/// <summary>What becomes of a delivery: done with, put off as a new message, or a dead letter.</summary>
public sealed class TakeFollowUpTests
{
    private readonly Desk desk = new();

    private Task TakeAsync(FollowUp followUp) => TakeAsync(FollowUpBody.Of(followUp));

    private Task TakeAsync(byte[] body) => new TakeFollowUp(desk.Handler, desk.Queue, desk.Times, desk.Time, NullLogger<TakeFollowUp>.Instance).RunAsync("d1", body);

    [Fact]
    public async Task What_is_done_leaves_nothing()
    {
        await TakeAsync(FollowUp.Of(desk.Message("STOP")));

        Assert.Contains(EventType.OptedOut, desk.Ledger);
        Assert.Empty(desk.Queue.Waiting);
        Assert.Empty(desk.Queue.DeadLetters);
    }

    [Fact]
    public async Task What_cannot_be_done_yet_is_a_new_message_with_one_attempt_more()
    {
        desk.Store.IsDown = true;
        var followUp = FollowUp.Of(desk.Message("STOP")) with { Attempts = 2 };

        await TakeAsync(followUp);

        Assert.Equal((followUp with { Attempts = 3 }, desk.Times.Backoff(2)), Assert.Single(desk.Queue.Waiting).Value);
    }

    [Fact]
    public async Task A_queue_that_takes_no_new_message_has_the_old_one_delivered_again()
    {
        desk.Store.IsDown = desk.Queue.IsDown = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(FollowUp.Of(desk.Message("STOP"))));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\u0001\uFFFD")]
    public async Task What_is_no_follow_up_is_a_dead_letter_at_once_and_stays_as_it_is(string body)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);

        await TakeAsync(bytes);

        Assert.Equal(bytes, Assert.Single(desk.Queue.DeadLetters));
    }

    [Fact]
    public async Task What_was_put_off_for_a_week_is_a_dead_letter()
    {
        await TakeAsync(FollowUp.Of(desk.Message("STOP")) with { Attempts = desk.Times.MaxAttempts + 1 });

        Assert.Single(desk.Queue.DeadLetters);
        Assert.Empty(desk.Queue.Waiting);
    }
}
