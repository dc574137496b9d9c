using System.Globalization;

namespace OptOut.Audit;

/// <summary>
/// Compares two files of one account: what stood in the older one must still stand in the newer one, as it was. Erasures take content, never a hash. One pass
/// over both, in constant memory.
/// </summary>
public static class Comparison
{
    private const int MaxFaults = 20;

    /// <param name="older">The file of the earlier night.</param>
    /// <param name="newer">The file of the later one, of the same period or a longer one.</param>
    /// <param name="keptSince">What was recorded before then may be gone: its retention was over. Null: nothing may.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>What is missing or another; the lines are the older file's.</returns>
    public static async Task<IReadOnlyList<Fault>> OfAsync(Stream older, Stream newer, DateTimeOffset? keptSince, CancellationToken cancellation = default)
    {
        var faults = new List<Fault>();
        await using var old = EventsAsync(older, cancellation).GetAsyncEnumerator(cancellation);
        await using var now = EventsAsync(newer, cancellation).GetAsyncEnumerator(cancellation);
        var more = await now.MoveNextAsync();
        while (faults.Count < MaxFaults && await old.MoveNextAsync())
        {
            var wanted = old.Current;
            while (more && Compare(now.Current, wanted) < 0)
            {
                more = await now.MoveNextAsync();
            }

            if (!more || Compare(now.Current, wanted) != 0)
            {
                if (!(wanted.RecordedAt < keptSince))
                {
                    faults.Add(new Fault(wanted.Line, $"event {wanted.Sequence} of this recipient is missing in the newer file"));
                }
            }
            else if (now.Current.Hash != wanted.Hash)
            {
                faults.Add(new Fault(wanted.Line, string.Create(CultureInfo.InvariantCulture, $"event {wanted.Sequence} of this recipient is another one in line {now.Current.Line} of the newer file")));
            }
        }

        return faults;
    }

    private static int Compare(Place a, Place b) => string.CompareOrdinal(a.Order, b.Order) is var order and not 0 ? order : a.Sequence.CompareTo(b.Sequence);

    private static async IAsyncEnumerable<Place> EventsAsync(Stream file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in AuditLine.ReadAsync(file, cancellation))
        {
            using var document = line.Parse();
            if (document?.RootElement is { } e && AuditLine.Text(e, "recipient") is { } recipient && AuditLine.Number64(e, "sequence") is { } sequence)
            {
                _ = DateTimeOffset.TryParse(AuditLine.Text(e, "recordedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var recordedAt);
                yield return new Place(FileOrder.Of(recipient), sequence, AuditLine.Text(e, "hash"), recordedAt, line.Number);
            }
        }
    }

    private readonly record struct Place(string Order, long Sequence, string? Hash, DateTimeOffset RecordedAt, long Line);
}
