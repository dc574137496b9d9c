using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using OptOut.Azure;
using static OptOut.IntegrationTests.StoreFacts;

namespace OptOut.IntegrationTests;

/// <summary>
/// ADR 0310, whole lists: the order of pages, and a bounded part of the table in memory, however full its key ranges are.
/// </summary>
public sealed class TableWalkTests(AzuriteFixture azurite)
{
    private const string Condition = "RowKey ge ''";
    private static readonly string[] Keys = ["PartitionKey", "RowKey"];

    [Fact]
    public async Task A_whole_list_has_each_row_once_in_the_order_of_pages_whatever_its_key_ranges_hold()
    {
        var table = await azurite.NewTableAsync();
        await FillAsync(table, 0x00, 3);
        await FillAsync(table, 0x07, 1100);
        await FillAsync(table, 0x08, 1);
        await FillAsync(table, 0xff, 20);
        var walk = new TableWalk(table);

        var whole = await RowsAsync(walk.ParallelAsync(Sid, Condition, Keys, TestContext.Current.CancellationToken));

        Assert.Equal(1124, whole.Length);
        Assert.Equal(whole.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), whole, StringComparer.Ordinal);
        Assert.Equal(
            whole,
            await RowsAsync(walk.SequentialAsync(Sid, null, Condition, Keys, 100, TestContext.Current.CancellationToken)),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task Full_key_ranges_are_read_two_at_once_and_empty_ones_up_to_sixteen()
    {
        var open = new OpenRequests();
        var table = await azurite.NewTableAsync(open);
        for (var range = 0; range < 4; range++)
        {
            await FillAsync(table, range, 1000);
        }

        await using var rows = new TableWalk(table)
            .ParallelAsync(Sid, Condition, Keys, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        open.Clear();
        for (var row = 0; row < 4000; row++)
        {
            Assert.True(await rows.MoveNextAsync());
        }

        Assert.InRange(open.Most, 1, 2);
        Assert.False(await rows.MoveNextAsync());
        Assert.InRange(open.Most, 3, 16);
    }

    private static async Task FillAsync(TableClient table, int range, int rows)
    {
        var partition = string.Create(CultureInfo.InvariantCulture, $"{Sid}|{range:x2}|+1");
        var writes = Enumerable
            .Range(0, rows)
            .Select(row => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity(partition, string.Create(CultureInfo.InvariantCulture, $"{row:d4}"))
            ));
        foreach (var transaction in writes.Chunk(100))
        {
            await table.SubmitTransactionAsync(transaction, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string[]> RowsAsync(IAsyncEnumerable<TableEntity> rows) =>
        await rows.Select(row => $"{row.PartitionKey} {row.RowKey}").ToArrayAsync(TestContext.Current.CancellationToken);

    /// <summary>How many requests were on their way at the same time.</summary>
    private sealed class OpenRequests : HttpPipelinePolicy
    {
        private readonly Lock gate = new();
        private int open;

        public int Most { get; private set; }

        public void Clear() => Most = 0;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("Our store only asks asynchronously.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            lock (gate)
            {
                Most = Math.Max(Most, ++this.open);
            }

            try
            {
                await ProcessNextAsync(message, pipeline);
            }
            finally
            {
                lock (gate)
                {
                    this.open--;
                }
            }
        }
    }
}
