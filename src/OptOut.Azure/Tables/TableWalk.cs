using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Azure.Data.Tables;

namespace OptOut.Azure;

/// <summary>
/// Rows of all recipients of an account, ordered by partition: a key range after another for a page, or several ranges read ahead side by
/// side, yet handed out in the same order, for the whole. Memory is bounded by what may be read ahead, whatever the table holds.
/// </summary>
internal sealed class TableWalk(TableClient table)
{
    /// <summary>
    /// How far the whole is read ahead: two ranges side by side where each fills pages, because more would only take memory (the reader
    /// behind is the slower part), and up to sixteen where they are nearly empty, because then each is a request's time for a few rows.
    /// </summary>
    private const int RowsAhead = 2000,
        MinRanges = 2,
        MaxRanges = 16;

    /// <summary>The most that the service gives at once.</summary>
    private const int MaxPageSize = 1000;

    /// <param name="accountSid">Whose recipients.</param>
    /// <param name="from">A position to start at, included.</param>
    /// <param name="condition">Which rows, as an OData filter.</param>
    /// <param name="columns">Which columns of them.</param>
    /// <param name="expected">How many will be taken.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public IAsyncEnumerable<TableEntity> SequentialAsync(
        string accountSid,
        string? from,
        string condition,
        string[] columns,
        int expected,
        CancellationToken cancellation
    )
    {
        var (first, before) = TableKeys.Range(accountSid);
        return QueryAsync(first + from, before, condition, columns, Math.Min(expected, MaxPageSize), cancellation);
    }

    /// <summary>All of them; the ranges next in line are read ahead.</summary>
    public async IAsyncEnumerable<TableEntity> ParallelAsync(
        string accountSid,
        string condition,
        string[] columns,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ahead = new Queue<(ChannelReader<TableEntity> Rows, Task Reading)>();
        try
        {
            var atOnce = MinRanges;
            for (var range = 0; range < TableKeys.Ranges || ahead.Count > 0; )
            {
                while (range < TableKeys.Ranges && ahead.Count < atOnce)
                {
                    var (first, before) = TableKeys.Range(accountSid, range++);
                    ahead.Enqueue(ReadAhead(QueryAsync(first, before, condition, columns, MaxPageSize, ended.Token), ended.Token));
                }

                var rows = 0;
                await foreach (var row in ahead.Peek().Rows.ReadAllAsync(cancellation))
                {
                    rows++;
                    yield return row;
                }

                await ahead.Dequeue().Reading;
                atOnce = Math.Clamp(RowsAhead / Math.Max(rows, 1), MinRanges, MaxRanges);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(ahead.Select(a => a.Reading))
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static (ChannelReader<TableEntity> Rows, Task Reading) ReadAhead(
        IAsyncEnumerable<TableEntity> rows,
        CancellationToken cancellation
    )
    {
        var channel = Channel.CreateBounded<TableEntity>(
            new BoundedChannelOptions(MaxPageSize) { SingleReader = true, SingleWriter = true }
        );
        return (channel.Reader, ReadAsync());

        async Task ReadAsync()
        {
            try
            {
                await foreach (var row in rows)
                {
                    await channel.Writer.WriteAsync(row, cancellation);
                }

                channel.Writer.Complete();
            }
            catch (Exception e)
            {
                channel.Writer.Complete(e);
            }
        }
    }

    private IAsyncEnumerable<TableEntity> QueryAsync(
        string first,
        string before,
        string condition,
        string[] columns,
        int page,
        CancellationToken cancellation
    )
    {
        var range = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {before}");
        return StorageFaults.Guarded(table.QueryAsync<TableEntity>($"{range} and {condition}", page, columns, cancellation), cancellation);
    }
}
