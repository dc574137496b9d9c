using Azure.Storage.Queues;
using OptOut.Azure;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>Dead letters of the Storage queue: put back as if they were new, and no more than so many a call.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private readonly TemporaryDirectory data = new();
    private AzuriteServer azurite = null!;
    private StorageFollowUpQueue followUps = null!;

    private QueueServiceClient Service => new(azurite.ConnectionString);

    private QueueClient Dead => Service.GetQueueClient(StorageFollowUpQueue.DeadLetterName);

    public async ValueTask InitializeAsync()
    {
        azurite = await AzuriteServer.StartAsync(data.Path, TextWriter.Null, TimeProvider.System, CancellationToken.None);
        followUps = new StorageFollowUpQueue(Service, TimeProvider.System);
        await followUps.CreateAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task A_dead_letter_comes_back_with_all_its_attempts_before_it()
    {
        var died = new PublicationFollowUp(StoreFacts.Sid, "+14155552671", 1, 2)
        {
            Attempts = 700,
            Cause = "It was deferred for too long.",
        };
        await followUps.DeadLetterAsync(FollowUpBody.Of(died), CancellationToken.None);
        Assert.True(await followUps.HasDeadLettersAsync(CancellationToken.None));

        Assert.Equal(1, await followUps.ReviveDeadLettersAsync(CancellationToken.None));
        var revived = Assert.Single(await followUps.ReceiveAsync(32, TimeSpan.FromSeconds(30), CancellationToken.None));
        Assert.Equal(died.Revived(), FollowUpBody.Read(revived.Body));
        Assert.False(await followUps.HasDeadLettersAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_cannot_be_read_comes_back_as_it_is()
    {
        await Dead.SendMessageAsync("no follow-up", TestContext.Current.CancellationToken);

        Assert.Equal(1, await followUps.ReviveDeadLettersAsync(CancellationToken.None));
        Assert.Equal(
            "no follow-up",
            Assert.Single(await followUps.ReceiveAsync(32, TimeSpan.FromSeconds(30), CancellationToken.None)).Body.ToString()
        );
    }

    [Fact]
    public async Task The_oldest_follow_up_that_is_due_is_known_by_when_it_was_to_be_taken()
    {
        var stop = TestContext.Current.CancellationToken;
        var waits = new PublicationFollowUp(StoreFacts.Sid, "+14155552671", 1, 2);
        Assert.Null(await followUps.OldestDueAsync(stop));
        await followUps.ScheduleAsync(waits, TimeSpan.FromHours(1), stop);
        Assert.Null(await followUps.OldestDueAsync(stop));

        await followUps.ScheduleAsync(waits, TimeSpan.Zero, stop);
        Assert.InRange(
            TimeProvider.System.GetUtcNow() - (await followUps.OldestDueAsync(stop))!.Value,
            TimeSpan.FromMinutes(-1),
            TimeSpan.FromMinutes(5)
        );

        var due = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        await Service
            .GetQueueClient(StorageFollowUpQueue.QueueName)
            .SendMessageAsync(new BinaryData(FollowUpBody.Of(waits with { DueAt = due })), cancellationToken: stop);
        Assert.Equal(due, await followUps.OldestDueAsync(stop));
    }

    [Fact]
    public async Task One_call_revives_no_more_than_so_many_and_the_next_call_the_rest()
    {
        await Parallel.ForAsync(
            0,
            StorageFollowUpQueue.MaxRevived + 5,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (_, cancellation) => await Dead.SendMessageAsync("{}", cancellation)
        );

        Assert.Equal(StorageFollowUpQueue.MaxRevived, await followUps.ReviveDeadLettersAsync(CancellationToken.None));
        Assert.Equal(5, await followUps.ReviveDeadLettersAsync(CancellationToken.None));
    }
}
