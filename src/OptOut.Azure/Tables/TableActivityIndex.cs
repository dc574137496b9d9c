using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>
/// Entries of overviews in a partition a brand and day, their sums in one a brand (ADR 0480). An entry is written before its day's sum is
/// made void, and a sum is read before the entries it is made of: so in whatever order two of them run, a sum that lacks an entry is void.
/// </summary>
public sealed class TableActivityIndex(AccountTables tables) : IActivityIndex
{
    /// <summary>What a transaction takes.</summary>
    private const int MaxBatch = 100;

    /// <summary>The column beside an entry that no event tells.</summary>
    private const string DeliveryColumn = "Delivery";

    /// <summary>In place of an instance, the ledger's own count.</summary>
    private const string Ledger = "ledger";

    public async Task KeepAsync(
        string accountSid,
        IReadOnlyCollection<ActivityEntry> entries,
        DateTimeOffset closedBefore,
        CancellationToken cancellation
    )
    {
        var table = tables.Of(accountSid);
        foreach (var brand in entries.Where(e => e.Violation is not null).GroupBy(e => e.Brand, StringComparer.Ordinal))
        {
            var rows = brand
                .DistinctBy(e => e.Event, StringComparer.Ordinal)
                .Select(e =>
                    Row(IndexKeys.Violations(accountSid, brand.Key), IndexKeys.Violation(IndexKeys.Entry(e.RecordedAt, e.Event)), e)
                );
            foreach (var batch in rows.Chunk(MaxBatch))
            {
                await UpsertAsync(table, batch, cancellation);
            }
        }

        foreach (var day in entries.GroupBy(e => (e.Brand, Day: DayFigures.DayOf(e.RecordedAt))))
        {
            var partition = IndexKeys.Activity(accountSid, day.Key.Brand, day.Key.Day);
            foreach (
                var batch in day.DistinctBy(e => e.Event, StringComparer.Ordinal)
                    .Select(e => Row(partition, IndexKeys.Entry(e.RecordedAt, e.Event), e))
                    .Chunk(MaxBatch)
            )
            {
                await UpsertAsync(table, batch, cancellation);
            }

            if (DayFigures.Begin(day.Key.Day.AddDays(1)) <= closedBefore)
            {
                var voided = new TableEntity(IndexKeys.Days(accountSid, day.Key.Brand), IndexKeys.Day(day.Key.Brand, day.Key.Day));
                await Guarded(() => table.UpsertEntityAsync(voided, TableUpdateMode.Replace, cancellation));
            }
        }
    }

    public async IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListAsync(
        string accountSid,
        string brand,
        DateTimeOffset from,
        DateTimeOffset before,
        string? after,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (before <= from)
        {
            yield break;
        }

        // A row written at the time itself sorts after the bare time, and one before it: "before" is excluded, "from" is included.
        var newest = after ?? IndexKeys.Time(before.AddTicks(-1));
        var lastDay = DayFigures.DayOf(before.AddTicks(-1));
        var (firstPartition, lastPartition) = (
            IndexKeys.Activity(accountSid, brand, lastDay),
            IndexKeys.Activity(accountSid, brand, DayFigures.DayOf(from))
        );
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {firstPartition} and PartitionKey le {lastPartition} and RowKey gt {newest} and RowKey lt {IndexKeys.Time(from) + "}"}"
        );
        await foreach (
            var row in Guarded(tables.Of(accountSid).QueryAsync<TableEntity>(filter, cancellationToken: cancellation), cancellation)
        )
        {
            // What became of a message may be noted before its entry is written.
            if (row.ContainsKey(TableRows.Data))
            {
                yield return (
                    TableRows.Read(row, TableRows.Data, OptOutJson.Default.ActivityEntry)! with
                    {
                        Delivery = row.ContainsKey(DeliveryColumn)
                            ? TableRows.Read(row, DeliveryColumn, OptOutJson.Default.Delivery)
                            : null,
                    },
                    row.RowKey
                );
            }
        }
    }

    public async IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListViolationsAsync(
        string accountSid,
        string brand,
        DateTimeOffset from,
        DateTimeOffset before,
        string? after,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (before <= from)
        {
            yield break;
        }

        var newest = IndexKeys.Violation(after ?? IndexKeys.Time(before.AddTicks(-1)));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {IndexKeys.Violations(accountSid, brand)} and RowKey gt {newest} and RowKey lt {IndexKeys.Violation(IndexKeys.Time(from)) + "}"}"
        );
        await foreach (
            var row in Guarded(tables.Of(accountSid).QueryAsync<TableEntity>(filter, cancellationToken: cancellation), cancellation)
        )
        {
            yield return (TableRows.Read(row, TableRows.Data, OptOutJson.Default.ActivityEntry)!, IndexKeys.Position(row.RowKey));
        }
    }

    public Task KeepDeliveryAsync(
        string accountSid,
        string brand,
        string eventId,
        DateTimeOffset recordedAt,
        Delivery delivery,
        CancellationToken cancellation
    )
    {
        var row = new TableEntity(IndexKeys.Activity(accountSid, brand, DayFigures.DayOf(recordedAt)), IndexKeys.Entry(recordedAt, eventId))
        {
            [DeliveryColumn] = TableRows.Bytes(delivery, OptOutJson.Default.Delivery),
        };
        return Guarded(() => tables.Of(accountSid).UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation));
    }

    public Task KeepSendsAsync(string accountSid, string brand, string instance, DayFigures sends, CancellationToken cancellation)
    {
        var row = new TableEntity(IndexKeys.Days(accountSid, brand), IndexKeys.Sends(brand, sends.Day, instance))
        {
            [TableRows.Data] = TableRows.Bytes(sends, OptOutJson.Default.DayFigures),
        };
        return Guarded(() => tables.Of(accountSid).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation));
    }

    public async Task ReplaceSendsAsync(string accountSid, string brand, DayFigures sends, CancellationToken cancellation)
    {
        // Counted twice for a moment rather than not at all after a crash.
        await KeepSendsAsync(accountSid, brand, Ledger, sends, cancellation);
        var (first, last, kept) = (
            IndexKeys.Sends(brand, sends.Day, ""),
            IndexKeys.Sends(brand, sends.Day, "}"),
            IndexKeys.Sends(brand, sends.Day, Ledger)
        );
        await TableRemoval.RemoveAsync(
            tables.Of(accountSid),
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {IndexKeys.Days(accountSid, brand)} and RowKey gt {first} and RowKey lt {last} and RowKey ne {kept}"
            ),
            cancellation
        );
    }

    public async Task<KeptDays> ReadDaysAsync(
        string accountSid,
        string brand,
        DateOnly first,
        DateOnly last,
        CancellationToken cancellation
    )
    {
        var days = new Dictionary<DateOnly, (DayFigures?, string)>();
        var sends = new List<DayFigures>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {IndexKeys.Days(accountSid, brand)} and RowKey ge {IndexKeys.Day(brand, first)} and RowKey lt {IndexKeys.Sends(brand, last, "}")}"
        );
        await foreach (
            var row in Guarded(tables.Of(accountSid).QueryAsync<TableEntity>(filter, cancellationToken: cancellation), cancellation)
        )
        {
            var (day, counted) = IndexKeys.OfDay(row.RowKey);
            var figures = row.ContainsKey(TableRows.Data) ? TableRows.Read(row, TableRows.Data, OptOutJson.Default.DayFigures) : null;
            if (!counted)
            {
                days[day] = (figures, row.ETag.ToString());
            }
            else if (figures is not null)
            {
                sends.Add(figures);
            }
        }

        return new KeptDays(days, sends.ToLookup(tally => tally.Day));
    }

    public Task KeepDayAsync(string accountSid, string brand, DayFigures figures, string? version, CancellationToken cancellation) =>
        Guarded(async () =>
        {
            var table = tables.Of(accountSid);
            var row = new TableEntity(IndexKeys.Days(accountSid, brand), IndexKeys.Day(brand, figures.Day))
            {
                [TableRows.Data] = TableRows.Bytes(figures, OptOutJson.Default.DayFigures),
            };
            try
            {
                _ = version is null
                    ? await table.AddEntityAsync(row, cancellation)
                    : await table.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellation);
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                // Another instance stored the sum, or an entry came in between: the next reader makes it again.
            }

            return true;
        });

    public async Task RemoveBeforeAsync(string accountSid, string brand, DateOnly day, CancellationToken cancellation)
    {
        var table = tables.Of(accountSid);
        var (newest, oldest) = (
            IndexKeys.Activity(accountSid, brand, day.AddDays(-1)),
            IndexKeys.Activity(accountSid, brand, DateOnly.MinValue)
        );
        await TableRemoval.RemoveAsync(
            table,
            TableClient.CreateQueryFilter($"PartitionKey ge {newest} and PartitionKey le {oldest}"),
            cancellation
        );
        await TableRemoval.RemoveAsync(
            table,
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {IndexKeys.Violations(accountSid, brand)} and RowKey gt {IndexKeys.Violation(IndexKeys.Time(DayFigures.Begin(day)) + "}")}"
            ),
            cancellation
        );
        await TableRemoval.RemoveAsync(
            table,
            TableClient.CreateQueryFilter($"PartitionKey eq {IndexKeys.Days(accountSid, brand)} and RowKey lt {IndexKeys.Day(brand, day)}"),
            cancellation
        );
    }

    private static Task UpsertAsync(TableClient table, TableEntity[] batch, CancellationToken cancellation) =>
        Guarded(async () =>
            batch is [var only]
                ? (object)await table.UpsertEntityAsync(only, TableUpdateMode.Merge, cancellation)
                : await table.SubmitTransactionAsync(
                    batch.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertMerge, row)),
                    cancellation
                )
        );

    private static TableEntity Row(string partition, string key, ActivityEntry entry) =>
        new(partition, key) { [TableRows.Data] = TableRows.Bytes(entry, OptOutJson.Default.ActivityEntry) };
}
