using Azure.Storage.Queues;
using OptOut.Azure;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>
/// Bugs are planted in the product, between it and its ports: the historian's judges find each, and nothing where there is none. Three of
/// them in every build, the others by <c>-explicit on -class "*PlantedBugTests"</c>.
/// </summary>
[Collection(nameof(Alone))]
public sealed class PlantedBugTests(PlantedBugTests.Storage storage, ITestOutputHelper output) : IClassFixture<PlantedBugTests.Storage>
{
    private const int Operations = 200;
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(30),
        Often = TimeSpan.FromSeconds(0.3);

    [Fact]
    public async Task Where_no_bug_is_planted_none_is_found()
    {
        Assert.Empty(await JudgeAsync(PlantedBug.None, seed: 1));
    }

    [Theory]
    [InlineData(nameof(PlantedBug.CommitIsLost), "was acknowledged and is not in the ledger")]
    [InlineData(nameof(PlantedBug.CheckReadsOldState), "a check says yes")]
    [InlineData(nameof(PlantedBug.AsOfIsTooLate), "was never shown")]
    public async Task A_bug_that_is_planted_in_the_product_is_found(string bug, string what)
    {
        // Threads race in a history, so a bug may stay hidden in a short one; it has to show in one of five.
        IReadOnlyList<string> found = [];
        for (var seed = 1; seed <= 5 && !IsFound(found, what); seed++)
        {
            found = await JudgeAsync(Enum.Parse<PlantedBug>(bug), seed);
        }

        Assert.True(IsFound(found, what), $"'{what}' is not among {found.Count} anomalies");
    }

    [Theory(Explicit = true)]
    [InlineData(nameof(PlantedBug.EventIsWrittenTwice), "is 2 times in the ledger")]
    [InlineData(nameof(PlantedBug.ListMissesRows), "was never shown|listed False")]
    [InlineData(nameof(PlantedBug.AuditMissesEvents), "history and audit differ")]
    [InlineData(nameof(PlantedBug.RedeliveryDiffers), "has answers that differ")]
    [InlineData(nameof(PlantedBug.ConfirmationIsSentAgain), "confirmations are due, the phone has")]
    public Task So_is_every_other(string bug, string what) => A_bug_that_is_planted_in_the_product_is_found(bug, what);

    private static bool IsFound(IReadOnlyList<string> anomalies, string what) =>
        what.Split('|').All(words => anomalies.Any(anomaly => anomaly.Contains(words, StringComparison.Ordinal)));

    private async Task<IReadOnlyList<string>> JudgeAsync(PlantedBug planted, int seed)
    {
        await storage.EmptyAsync();
        await using var hosts = await PlantedHosts.StartAsync(
            storage.ConnectionString,
            planted,
            planted == PlantedBug.ConfirmationIsSentAgain ? Often : Seldom
        );
        using var historian = new Historian(hosts.Addresses, seed);
        var recording = await historian.RecordAsync(
            Operations,
            () =>
                planted switch
                {
                    // One that a busy machine did not cancel comes due after half a minute.
                    PlantedBug.None => Until.AsyncIs(storage.IsAtRestAsync, 120, "follow-ups are left"),
                    PlantedBug.ConfirmationIsSentAgain => Until.AsyncIs(
                        async () => (await hosts.Messages.AllAsync(CancellationToken.None)).Any(m => m.Via == SimulatedMessage.ViaRest),
                        20,
                        "no confirmation is sent again"
                    ),
                    _ => Task.CompletedTask,
                }
        );
        var found = Judges.Judge(recording);
        output.WriteLine(
            $"{recording.Operations.Count} answers, {found.Count} anomalies, such as: {(found.Count > 0 ? found[0] : "none")}"
        );
        return found;
    }

    /// <summary>An Azurite for all of them, one after another; each takes a table of its own, and an empty queue.</summary>
    public sealed class Storage : IAsyncLifetime
    {
        private readonly TemporaryDirectory data = new();
        private AzuriteServer azurite = null!;

        internal string ConnectionString => azurite.ConnectionString;

        private QueueClient Queue => new QueueServiceClient(ConnectionString).GetQueueClient(StorageFollowUpQueue.QueueName);

        public async ValueTask InitializeAsync() =>
            azurite = await AzuriteServer.StartAsync(data.Path, TextWriter.Null, TimeProvider.System, CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await azurite.DisposeAsync();
            data.Dispose();
        }

        internal async Task EmptyAsync()
        {
            await Queue.CreateIfNotExistsAsync();
            await Queue.ClearMessagesAsync();
        }

        internal async Task<bool> IsAtRestAsync() => (await Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0;
    }
}
