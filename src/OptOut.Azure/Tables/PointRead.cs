using Azure.Data.Tables;

namespace OptOut.Azure;

/// <summary>Looks a row up by its keys, and tells a missing row from a missing table.</summary>
internal static class PointRead
{
    /// <summary>The row, or null where there is none.</summary>
    /// <exception cref="DependencyUnavailableException">The store cannot be asked. "No such table" is a 404 too, and says nothing about the
    /// recipient: rule 31 denies.</exception>
    public static Task<TableEntity?> FindAsync(this TableClient table, string partition, string row, CancellationToken cancellation) =>
        StorageFaults.Guarded(async () =>
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellation);
            return found.HasValue ? found.Value
                : StorageFaults.IsOfTheTable(found.GetRawResponse()) ? throw new DependencyUnavailableException("The table is missing.")
                : null;
        });

    /// <summary>The row of a partition that has one row only; null where there is none.</summary>
    /// <exception cref="DependencyUnavailableException">As <see cref="FindAsync"/>.</exception>
    public static Task<TableEntity?> FindOnlyAsync(this TableClient table, string partition, CancellationToken cancellation) =>
        table.FindAsync(partition, TableKeys.State(partition), cancellation);
}
