using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.Benchmarks;

/// <summary>An entity: what was sent, and what the service adds to it.</summary>
internal sealed record MemoryRow(string Partition, string Key, byte[] Json, string ETag, DateTimeOffset At);

/// <summary>A write to one entity, alone or in a transaction.</summary>
/// <param name="Method">POST inserts, PUT replaces, MERGE and PATCH merge, DELETE removes.</param>
/// <param name="Partition">The partition's key.</param>
/// <param name="Key">The row's key.</param>
/// <param name="Json">The entity as it was sent.</param>
/// <param name="IfMatch">The version that must stand; null where the write takes any, or none.</param>
internal sealed record MemoryWrite(string Method, string Partition, string Key, byte[] Json, string? IfMatch);

/// <summary>What the service says of a write that it refuses.</summary>
internal sealed record Refusal(int Status, string Code, int Index);

/// <summary>A table in memory: rows in the order of their keys, writes that happen all or not at all.</summary>
internal sealed class MemoryTable
{
    private static readonly Comparer<MemoryRow> ByKeys = Comparer<MemoryRow>.Create(
        (a, b) => string.CompareOrdinal(a.Partition, b.Partition) is not 0 and var order ? order : string.CompareOrdinal(a.Key, b.Key)
    );

    private readonly SortedSet<MemoryRow> rows = new(ByKeys);
    private readonly Lock gate = new();
    private long version;

    public MemoryRow? Find(string partition, string key)
    {
        lock (gate)
        {
            return rows.TryGetValue(Probe(partition, key), out var row) ? row : null;
        }
    }

    /// <summary>All of them, or none and why.</summary>
    public (Refusal? Refused, IReadOnlyList<string> ETags) Write(IReadOnlyList<MemoryWrite> writes)
    {
        lock (gate)
        {
            for (var i = 0; i < writes.Count; i++)
            {
                var found = rows.TryGetValue(Probe(writes[i].Partition, writes[i].Key), out var row);
                if (Refused(writes[i], found ? row : null) is { } refused)
                {
                    return (new(refused.Status, refused.Code, i), []);
                }
            }

            return (null, [.. writes.Select(Apply)]);
        }
    }

    /// <summary>Up to <paramref name="most"/> rows that a filter takes, from a position on, and where the next page begins.</summary>
    public (List<MemoryRow> Rows, MemoryRow? Next) Page(TableFilter filter, string? partition, string? key, int most)
    {
        var (from, before) = (Probe(partition ?? filter.FirstPartition, key ?? ""), Probe(filter.LastPartition, "\uffff"));
        MemoryRow[] range = [];
        if (ByKeys.Compare(from, before) <= 0)
        {
            lock (gate)
            {
                range = [.. rows.GetViewBetween(from, before)];
            }
        }

        // Not under the lock: whoever reads or writes a row waits for nobody's list.
        var found = range.Where(filter.Takes).Take(most + 1).ToList();
        return found.Count > most ? (found[..most], found[most]) : (found, null);
    }

    private static (int Status, string Code)? Refused(MemoryWrite write, MemoryRow? row) =>
        write.Method == "POST"
            ? row is null
                ? null
                : (409, "EntityAlreadyExists")
            : write.IfMatch is null
                ? null
                : row is null
                    ? (404, "ResourceNotFound")
                    : write.IfMatch != "*" && write.IfMatch != row.ETag
                        ? (412, "UpdateConditionNotSatisfied")
                        : null;

    private string Apply(MemoryWrite write)
    {
        var (at, etag) = (TimeProvider.System.GetUtcNow(), FormattableString.Invariant($"W/\"datetime'{++version}'\""));
        var before = Probe(write.Partition, write.Key);
        var json = write.Json;
        if (rows.TryGetValue(before, out var row))
        {
            rows.Remove(row);
            json = write.Method is "MERGE" or "PATCH" ? Merged(row.Json, json) : json;
        }

        if (write.Method != "DELETE")
        {
            rows.Add(new(write.Partition, write.Key, json, etag, at));
        }

        return etag;
    }

    private static byte[] Merged(byte[] before, byte[] after)
    {
        var all = JsonNode.Parse(before)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(after)!.AsObject())
        {
            all[name] = value?.DeepClone();
        }

        return Encoding.UTF8.GetBytes(all.ToJsonString(JsonSerializerOptions.Web));
    }

    private static MemoryRow Probe(string partition, string key) => new(partition, key, [], "", default);
}
