using Microsoft.Extensions.Logging.Abstractions;

namespace OptOut.Tests;

/// <summary>What becomes of a delivery: done with, put off as a new message, or a dead letter.</summary>
public sealed class TakeFollowUpTests
{
    private readonly Desk desk = new();

    private Task TakeAsync(FollowUp followUp) => TakeAsync(FollowUpBody.Of(followUp));

    private Task TakeAsync(byte[] body) =>
        new TakeFollowUp(desk.Dispatch, desk.Queue, NullLogger<TakeFollowUp>.Instance).RunAsync("d1", body);

    [Fact]
    public async Task What_is_done_leaves_nothing()
    {
        await TakeAsync(MessageFollowUp.Of(desk.Message("STOP")));

        Assert.Contains(EventType.OptedOut, desk.Ledger);
        Assert.Empty(desk.Queue.Waiting);
        Assert.Empty(desk.Queue.DeadLetters);
    }

    /// <summary>
    /// However often it was tried: the opt-out holds within a minute of the table's return, and an outage uses up no attempt.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(600)]
    public async Task What_only_the_queue_has_comes_again_within_a_minute_while_the_table_is_away(int attempts)
    {
        desk.Store.IsDown = true;
        var followUp = MessageFollowUp.Of(desk.Message("STOP")) with { Attempts = attempts };

        await TakeAsync(followUp);

        var waits = Assert.Single(desk.Queue.Waiting).Value;
        Assert.Equal(followUp, waits.FollowUp);
        Assert.InRange(waits.Due, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task What_cannot_be_done_yet_is_a_new_message_with_one_attempt_more_after_a_pause_that_grows()
    {
        desk.Store.IsDown = true;
        var followUp = new PublicationFollowUp(Clinic.Account, Desk.Phone, 1, 1) { Attempts = 2 };

        await TakeAsync(followUp);

        Assert.Equal((followUp with { Attempts = 3 }, desk.Times.Backoff(2)), Assert.Single(desk.Queue.Waiting).Value);
    }

    [Fact]
    public async Task A_queue_that_takes_no_new_message_has_the_old_one_delivered_again()
    {
        desk.Store.IsDown = desk.Queue.IsDown = true;

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => TakeAsync(MessageFollowUp.Of(desk.Message("STOP"))));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\u0001\uFFFD")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"ransom","accountSid":"AC1"}""")]
    [InlineData("""{"type":"message"}""")]
    [InlineData("""{"type":"message","type":"message"}""")]
    [InlineData("<QueueMessage><MessageText>x</MessageText></QueueMessage>")]
    public Task What_is_no_follow_up_is_a_dead_letter_at_once_and_stays_as_it_is(string body) =>
        IsBuriedAsItIsAsync(System.Text.Encoding.UTF8.GetBytes(body));

    [Theory]
    [InlineData("FF")]
    [InlineData("C328")]
    [InlineData("EFBBBF7B7D")]
    [InlineData("FEFF007B007D")]
    [InlineData("7B2261223A22ED A0 80227D")]
    [InlineData("00000000")]
    public Task Bytes_that_are_no_text_are_a_dead_letter_at_once_and_stay_as_they_are(string hex) =>
        IsBuriedAsItIsAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData((byte)'x')]
    [InlineData((byte)'[')]
    [InlineData((byte)0xFF)]
    public Task The_longest_message_that_a_queue_takes_is_a_dead_letter_at_once(byte filling)
    {
        var bytes = new byte[64 * 1024];
        Array.Fill(bytes, filling);
        return IsBuriedAsItIsAsync(bytes);
    }

    private async Task IsBuriedAsItIsAsync(byte[] bytes)
    {
        await TakeAsync(bytes);

        Assert.Equal(bytes, Assert.Single(desk.Queue.DeadLetters));
    }

    [Fact]
    public async Task What_can_never_be_done_is_a_dead_letter_with_its_cause()
    {
        var followUp = MessageFollowUp.Of(desk.Message("STOP"));
        await TakeAsync(followUp with { Attempts = desk.Times.MaxAttempts + 1 });
        await TakeAsync(followUp with { AccountSid = "ACgone" });

        Assert.Equal(
            ["It was deferred for too long.", "The message's account or sender is no longer configured."],
            desk.Queue.DeadLetters.Select(letter => FollowUpBody.Read(letter).Cause),
            StringComparer.Ordinal
        );
        Assert.Empty(desk.Queue.Waiting);
    }

    [Fact]
    public async Task A_dead_letter_that_the_queue_does_not_take_is_delivered_again()
    {
        desk.Queue.IsDown = true;

        await Assert.ThrowsAsync<DependencyUnavailableException>(() =>
            TakeAsync(MessageFollowUp.Of(desk.Message("STOP")) with { AccountSid = "ACgone" })
        );
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => TakeAsync("not json"u8.ToArray()));
    }

    /// <summary>A bug of our own is no cause to bury what it concerns at its first try.</summary>
    [Fact]
    public async Task A_fault_that_nobody_foresaw_is_no_dead_letter_but_thrown()
    {
        var take = new TakeFollowUp(
            new DispatchFollowUp([new Faulty()], desk.Times, desk.Time),
            desk.Queue,
            NullLogger<TakeFollowUp>.Instance
        );

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            take.RunAsync("d1", FollowUpBody.Of(new PublicationFollowUp(Clinic.Account, Desk.Phone, 1, 1)))
        );

        Assert.Empty(desk.Queue.DeadLetters);
        Assert.Empty(desk.Queue.Waiting);
    }

    [Fact]
    public async Task What_takes_too_long_is_tried_again_later()
    {
        var slow = new Slow();
        var take = new TakeFollowUp(new DispatchFollowUp([slow], desk.Times, desk.Time), desk.Queue, NullLogger<TakeFollowUp>.Instance);

        var taking = take.RunAsync("d1", FollowUpBody.Of(new PublicationFollowUp(Clinic.Account, Desk.Phone, 1, 1)));
        desk.Time.Advance(desk.Times.HandlingTimeout);
        await taking;

        Assert.Equal(
            (1, desk.Times.Due),
            (Assert.Single(desk.Queue.Waiting).Value.FollowUp.Attempts, desk.Queue.Waiting.Values.Single().Due)
        );
    }

    private sealed class Faulty : FollowUpHandler<PublicationFollowUp>
    {
        protected override Task<FollowUpOutcome> HandleAsync(PublicationFollowUp followUp, CancellationToken cancellation) =>
            Task.FromResult(new List<FollowUpOutcome>().Single());
    }

    private sealed class Slow : FollowUpHandler<PublicationFollowUp>
    {
        protected override async Task<FollowUpOutcome> HandleAsync(PublicationFollowUp followUp, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return FollowUpOutcome.Done;
        }
    }
}
