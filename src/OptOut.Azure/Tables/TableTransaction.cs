using Azure;
using Azure.Data.Tables;

namespace OptOut.Azure;

/// <summary>A change as one entity-group transaction.</summary>
internal static class TableTransaction
{
    /// <summary>
    /// Azure takes 100; more than 20 rows would mean that a rule writes per brand or campaign without bound (docs/storage.md).
    /// </summary>
    private const int MaxRows = 100;

    /// <summary>Whether the row that the store refused is the receipt of a change that nobody has made yet.</summary>
    public static bool IsNewReceipt(List<TableTransactionAction> actions, int index) =>
        index > 0
        && index == actions.Count - 1
        && actions[index].ActionType == TableTransactionActionType.Add
        && TableKeys.IsReceipt(actions[index].Entity.RowKey);

    public static List<TableTransactionAction> For(Change change, string attempt)
    {
        var partition = TableKeys.Partition(change.Key);
        var state = TableRows.State(partition, change, attempt);
        List<TableTransactionAction> actions =
        [
            change.Before.Version is null
                ? new(TableTransactionActionType.Add, state)
                : new(TableTransactionActionType.UpdateReplace, state, new ETag(change.Before.Version)),
            .. change.Events.Select(e => new TableTransactionAction(
                TableTransactionActionType.Add,
                TableRows.Ledger(partition, change.Key.Recipient.Value, e, attempt)
            )),
        ];
        if (change.Receipt is { } receipt)
        {
            var row = TableRows.Receipt(partition, receipt, attempt);
            actions.Add(
                change.Replaces is { } replaced
                    ? new(TableTransactionActionType.UpdateReplace, row, new ETag(replaced.Version!))
                    : new(TableTransactionActionType.Add, row)
            );
        }

        // The emulator takes a batch over two partitions, Azure refuses it: find that out here.
        return actions.Count <= MaxRows && actions.TrueForAll(a => a.Entity.PartitionKey == partition)
            ? actions
            : throw new InvalidOperationException($"A change of {actions.Count} rows is no single transaction.");
    }
}
