namespace OptOut.Azure;

/// <summary>A point read of every table.</summary>
public sealed class TableStorageProbe(AccountTables tables) : IStorageProbe
{
    public Task ProbeAsync(CancellationToken cancellation) =>
        Task.WhenAll(tables.All.Select(table => table.FindAsync("health", "probe", cancellation)));
}
