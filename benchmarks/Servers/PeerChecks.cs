using System.Text;
using Azure.Data.Tables;

namespace OptOut.Benchmarks;

/// <summary>A peer is measured only once it was seen to do its work.</summary>
internal static class PeerChecks
{
    /// <summary>A wrong signature is refused and writes nothing; a STOP is confirmed, and its rows are there.</summary>
    /// <param name="peer">The peer, new.</param>
    /// <param name="storage">Its storage's connection string.</param>
    /// <param name="table">Its table.</param>
    /// <param name="rows">How many rows a STOP writes.</param>
    /// <exception cref="InvalidOperationException">It does not do its work.</exception>
    public static async Task HoldsAsync(ServerProcess peer, string storage, string table, int rows)
    {
        var number = Webhooks.Number(Webhooks.NextPerson());
        using var client = new RawClient();
        await client.ConnectAsync(peer.Address);
        var (forged, _) = await client.SendAsync(Webhooks.Signed(number, "STOP", "another-token"));
        var before = await CountAsync();
        var (status, body) = await client.SendAsync(Webhooks.Signed(number, "STOP"));
        var confirmed = Encoding.UTF8.GetString(body.Span).Contains("unsubscribed", StringComparison.Ordinal);
        var after = await CountAsync();
        if ((forged, before, status, confirmed, after) != (403, 0, 200, true, rows))
        {
            throw new InvalidOperationException(
                $"The peer of table {table} does not do its work: {forged} and {before} rows for a wrong signature, {status}, {(confirmed ? "" : "no ")}confirmation and {after} rows for a STOP."
            );
        }

        async Task<int> CountAsync()
        {
            var count = 0;
            await foreach (var row in new TableClient(storage, table).QueryAsync<TableEntity>())
            {
                count += $"{row.PartitionKey} {row.RowKey}".Contains(number, StringComparison.Ordinal) ? 1 : 0;
            }

            return count;
        }
    }
}
