using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Data.Tables;

namespace OptOut.Azure;

/// <summary>How records become table rows and come back.</summary>
internal static class TableRows
{
    /// <summary>JSON in UTF-8: half of what the same text takes as an Edm.String, which counts UTF-16.</summary>
    public const string Data = "Data";

    /// <summary>The attempt that wrote the row: finding one's own means that a commit whose answer was lost did succeed.</summary>
    public const string Attempt = "Attempt";
    public const string Reserved = "Reserved";
    public const string Recent = "Recent";

    /// <summary>True once any opt-out was recorded: lets a list skip everybody else.</summary>
    public const string OptedOut = "OptedOut";
    public const string ChangedAt = "ChangedAt";

    /// <summary>Columns of a ledger row, for walks over all of them: the key cannot always be turned back into an address.</summary>
    public const string Recipient = "Recipient";
    public const string RecordedAt = "RecordedAt";

    /// <summary>True while rows that a purge is removing may still exist.</summary>
    public const string Sweeping = "Sweeping";

    /// <summary>The columns that <see cref="State(TableEntity)"/> needs of a row; walks leave the others in the store.</summary>
    public static readonly string[] OfState = ["PartitionKey", Data];

    /// <summary>The columns that <see cref="Recorded"/> needs of a row.</summary>
    public static readonly string[] OfEvent = [Recipient, Data];

    /// <summary>Azure allows 64 KiB for a property; a state beyond 48 KiB means that something is not pruned (docs/storage.md).</summary>
    private const int MaxDataBytes = 63 * 1024;

    public static TableEntity State(string partition, Change change, string attempt) =>
        new(partition, TableKeys.State(partition))
        {
            [Data] = Bytes(change.After, OptOutJson.Default.RecipientState),
            [Reserved] = change.Reserved.Count == 0 ? null : Bytes(change.Reserved, OptOutJson.Default.IReadOnlyListReservation),
            [Recent] = change.Recent.Count == 0 ? null : Bytes(change.Recent, OptOutJson.Default.IReadOnlyListRecentMessage),
            [OptedOut] = HasOptedOut(change.After),
            [ChangedAt] = change.After.ChangedAt,
            [Sweeping] = change.After.Watermark is { Swept: false } ? true : null,
            [Attempt] = attempt,
        };

    public static TableEntity Ledger(string partition, string recipient, LedgerEvent e, string attempt) =>
        new(partition, TableKeys.Ledger(partition, e.Sequence))
        {
            [Recipient] = recipient,
            [RecordedAt] = e.RecordedAt,
            [Data] = Bytes(e, OptOutJson.Default.LedgerEvent),
            [Attempt] = attempt,
        };

    /// <summary>The one row of a partition that holds nothing else.</summary>
    public static TableEntity Only<T>(string partition, T value, JsonTypeInfo<T> type) =>
        new(partition, TableKeys.State(partition)) { [Data] = Bytes(value, type) };

    public static TableEntity Receipt(string partition, Receipt receipt, string attempt) =>
        new(partition, TableKeys.Receipt(receipt.Id)) { [Data] = Bytes(receipt, OptOutJson.Default.Receipt), [Attempt] = attempt };

    /// <summary>For a merge: the attempt that first wrote the row stays, so that its writer still finds it.</summary>
    public static TableEntity Rewritten(string partition, LedgerEvent e) =>
        new(partition, TableKeys.Ledger(partition, e.Sequence)) { [Data] = Bytes(e, OptOutJson.Default.LedgerEvent) };

    public static TableEntity Rewritten(string partition, Receipt receipt) =>
        new(partition, TableKeys.Receipt(receipt.Id)) { [Data] = Bytes(receipt, OptOutJson.Default.Receipt) };

    public static RecipientRecord Record(TableEntity row) =>
        new(
            State(row),
            row.ContainsKey(Reserved) ? Read(row, Reserved, OptOutJson.Default.IReadOnlyListReservation) ?? [] : [],
            row.ETag.ToString()
        )
        {
            Recent = row.ContainsKey(Recent) ? Read(row, Recent, OptOutJson.Default.IReadOnlyListRecentMessage) ?? [] : [],
        };

    public static Receipt ReadReceipt(TableEntity row) =>
        Read(row, Data, OptOutJson.Default.Receipt)! with
        {
            Version = row.ETag.ToString(),
        };

    public static T? Read<T>(TableEntity row, string column, JsonTypeInfo<T> type) =>
        row.GetBinary(column) is { } bytes ? JsonSerializer.Deserialize(bytes, type) : default;

    public static byte[] Bytes<T>(T value, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return bytes.Length <= MaxDataBytes
            ? bytes
            : throw new InvalidOperationException($"A {typeof(T).Name} of {bytes.Length} bytes does not fit a table row.");
    }

    public static RecipientState State(TableEntity row) => Read(row, Data, OptOutJson.Default.RecipientState)!;

    public static RecordedEvent Recorded(TableEntity row) =>
        new(row.GetString(Recipient), Read(row, Data, OptOutJson.Default.LedgerEvent)!);

    private static bool HasOptedOut(RecipientState state) =>
        (state.Suppression ?? (object?)state.SuppressionChange) is not null
        || state.Brands.Values.Any(b =>
            (b.Suppression ?? (object?)b.SuppressionChange) is not null || b.Campaigns.Values.Any(c => c.Suppression is not null)
        );
}
