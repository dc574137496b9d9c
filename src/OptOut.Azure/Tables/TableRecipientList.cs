using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace OptOut.Azure;

/// <summary>Walks over the rows of an account's recipients, page by page.</summary>
public sealed class TableRecipientList(AccountTables tables) : IRecipientList
{
    public async IAsyncEnumerable<ListedRecipient> ListAsync(
        string accountSid,
        Listing listing,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var condition = TableClient.CreateQueryFilter(
            $"RowKey ge {TableKeys.States.From} and RowKey lt {TableKeys.States.Before} and OptedOut eq true"
        );
        if (listing.ChangedSince is { } since)
        {
            condition += TableClient.CreateQueryFilter($" and ChangedAt ge {since}");
        }

        var walk = new TableWalk(tables.Of(accountSid));
        var rows = listing.Expected is { } expected
            ? walk.SequentialAsync(accountSid, listing.From, condition, TableRows.OfState, expected, cancellation)
            : walk.ParallelAsync(accountSid, condition, TableRows.OfState, cancellation);
        await foreach (var row in rows)
        {
            yield return new ListedRecipient(TableRows.State(row), TableKeys.Position(accountSid, row.PartitionKey));
        }
    }

    public async IAsyncEnumerable<RecordedEvent> WalkLedgerAsync(
        string accountSid,
        DateTimeOffset? from,
        DateTimeOffset? before,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var condition = TableClient.CreateQueryFilter($"RowKey ge {TableKeys.Ledgers.From} and RowKey lt {TableKeys.Ledgers.Before}");
        if (before is { } end)
        {
            condition += TableClient.CreateQueryFilter($" and RecordedAt lt {end}");
        }

        if (from is { } first)
        {
            condition += TableClient.CreateQueryFilter($" and RecordedAt ge {first}");
        }

        await foreach (
            var row in new TableWalk(tables.Of(accountSid)).ParallelAsync(accountSid, condition, TableRows.OfEvent, cancellation)
        )
        {
            yield return TableRows.Recorded(row);
        }
    }
}
