using Azure.Storage.Queues;
using OptOut.Azure;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>Bugs are planted in the product, between it and its ports: the historian's judges find each, and nothing where there is none.</summary>
[Collection(nameof(Alone))]
public sealed class PlantedBugTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Operations = 250;
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(30), Often = TimeSpan.FromSeconds(0.3);
    private readonly TemporaryDirectory storage = new();
    private AzuriteServer azurite = null!;

    public async ValueTask InitializeAsync() => azurite = await AzuriteServer.StartAsync(storage.Path, TextWriter.Null, TimeProvider.System, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        storage.Dispose();
    }

    [Fact]
    public async Task Where_no_bug_is_planted_none_is_found()
    {
        await using var hosts = await PlantedHosts.StartAsync(azurite.ConnectionString, PlantedBug.None, Seldom);
        var queue = new QueueServiceClient(azurite.ConnectionString).GetQueueClient(StorageFollowUpQueue.QueueName);
        Assert.Empty(await JudgeAsync(hosts, () => Until.AsyncIs(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, 25, "follow-ups are left")));
    }

    [Theory]
    [InlineData(nameof(PlantedBug.CommitIsLost), "was acknowledged and is not in the ledger")]
    [InlineData(nameof(PlantedBug.CheckReadsOldState), "a check says yes")]
    [InlineData(nameof(PlantedBug.EventIsWrittenTwice), "is 2 times in the ledger")]
    [InlineData(nameof(PlantedBug.ListMissesRows), "was never shown|listed False")]
    [InlineData(nameof(PlantedBug.AuditMissesEvents), "history and audit differ")]
    [InlineData(nameof(PlantedBug.RedeliveryDiffers), "has answers that differ")]
    [InlineData(nameof(PlantedBug.AsOfIsTooLate), "was never shown")]
    [InlineData(nameof(PlantedBug.ConfirmationIsSentAgain), "confirmations are due, the phone has")]
    public async Task A_bug_that_is_planted_in_the_product_is_found(string bug, string what)
    {
        var planted = Enum.Parse<PlantedBug>(bug);
        await using var hosts = await PlantedHosts.StartAsync(azurite.ConnectionString, planted, planted == PlantedBug.ConfirmationIsSentAgain ? Often : Seldom);
        var found = await JudgeAsync(hosts, () => planted != PlantedBug.ConfirmationIsSentAgain ? Task.CompletedTask : Until.AsyncIs(
            async () => (await hosts.Messages.AllAsync(CancellationToken.None)).Any(m => m.Via == SimulatedMessage.ViaRest), 20, "no confirmation is sent again"));
        Assert.All(what.Split('|'), words => Assert.Contains(found, anomaly => anomaly.Contains(words, StringComparison.Ordinal)));
    }

    private async Task<IReadOnlyList<string>> JudgeAsync(PlantedHosts hosts, Func<Task> rest)
    {
        using var historian = new Historian(hosts.Addresses, seed: 1);
        var recording = await historian.RecordAsync(Operations, rest);
        var found = Judges.Judge(recording);
        output.WriteLine($"{recording.Operations.Count} answers, {found.Count} anomalies, such as: {(found.Count > 0 ? found[0] : "none")}");
        return found;
    }
}
