using Azure.Data.Tables;

namespace OptOut.Azure;

/// <summary>
/// Which table holds a Twilio account: the app's own, or one in a storage account of its own (<c>OptOut:Accounts:N:Storage</c>), for a
/// customer whose data must lie apart, or once one storage account is not enough. Every key begins with the account's SID, so nothing ever
/// spans two tables.
/// </summary>
/// <param name="common">The table of the accounts that name none.</param>
/// <param name="apart">The tables of those that do, by the account's SID; accounts may share one.</param>
public sealed class AccountTables(TableClient common, IReadOnlyDictionary<string, TableClient>? apart = null)
{
    /// <summary>What the table is called in every storage account.</summary>
    public const string TableName = "OptOut";

    /// <summary>The table of a Twilio account.</summary>
    public TableClient Of(string accountSid) => apart?.GetValueOrDefault(accountSid) ?? common;

    /// <summary>Each table once.</summary>
    public IEnumerable<TableClient> All => [common, .. apart?.Values.Distinct() ?? []];
}
