using System.Globalization;
using System.Text.Json;

namespace OptOut.Audit;

/// <summary>
/// Compares two files of one account: what stood in the older one must still stand in the newer one, as it was, where the newer one's
/// period covers it; and what the newer one adds must go on from where the older one ended. Erasures take content, never a hash. One pass
/// over both, in constant memory.
/// </summary>
public sealed class Comparison
{
    private const int MaxFaults = 20;

    /// <summary>A seal is a short line; this much of a file's end holds it.</summary>
    private const int MaxSealBytes = 64 * 1024;

    private readonly List<Fault> faults = [];
    private readonly Period older,
        newer;
    private readonly DateTimeOffset? keptSince;
    private Place? last;

    private Comparison(Period older, Period newer, DateTimeOffset? keptSince) =>
        (this.older, this.newer, this.keptSince) = (older, newer, keptSince);

    /// <param name="older">The file of the earlier night; it can be sought in.</param>
    /// <param name="newer">The file of the later one: of the same period, of a longer one, or of the one that follows; it can be sought
    /// in.</param>
    /// <param name="keptSince">What was recorded before then may be gone: its retention was over. Null: nothing may.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>What is missing, another or does not follow; the lines are the older file's.</returns>
    public static async Task<IReadOnlyList<Fault>> OfAsync(
        Stream older,
        Stream newer,
        DateTimeOffset? keptSince,
        CancellationToken cancellation = default
    )
    {
        var comparison = new Comparison(await PeriodAsync(older, cancellation), await PeriodAsync(newer, cancellation), keptSince);
        await using var old = EventsAsync(older, cancellation).GetAsyncEnumerator(cancellation);
        await using var now = EventsAsync(newer, cancellation).GetAsyncEnumerator(cancellation);
        var (moreOld, moreNow) = (await old.MoveNextAsync(), await now.MoveNextAsync());
        while (comparison.faults.Count < MaxFaults && (moreOld || moreNow))
        {
            var order =
                !moreOld ? 1
                : !moreNow ? -1
                : Compare(old.Current, now.Current);
            comparison.Take(order <= 0 ? old.Current : null, order >= 0 ? now.Current : null);
            moreOld = order <= 0 ? await old.MoveNextAsync() : moreOld;
            moreNow = order >= 0 ? await now.MoveNextAsync() : moreNow;
        }

        return comparison.faults;
    }

    private void Take(Place? old, Place? now)
    {
        if (old is { } stood)
        {
            last = stood;
            if (now is null && newer.Covers(stood.RecordedAt) && !(stood.RecordedAt < keptSince))
            {
                Add(stood.Line, $"event {stood.Sequence} of this recipient is missing in the newer file");
            }
            else if (now is { } same && same.Hash != stood.Hash)
            {
                Add(stood.Line, $"event {stood.Sequence} of this recipient is another one in line {same.Line} of the newer file");
            }
        }
        else if (now is { } added && last is { } before && before.Order == added.Order)
        {
            if (added.Sequence == before.Sequence + 1 && added.Previous != before.Hash)
            {
                Add(before.Line, $"event {added.Sequence} of this recipient, in line {added.Line} of the newer file, does not follow it");
            }
            else if (added.Sequence > before.Sequence + 1 && newer.GoesOnFrom(older))
            {
                Add(before.Line, $"events {before.Sequence + 1} to {added.Sequence - 1} of this recipient stand in neither file");
            }

            last = added with { Line = before.Line };
        }
    }

    private void Add(long line, FormattableString why) => faults.Add(new Fault(line, FormattableString.Invariant(why)));

    private static int Compare(Place a, Place b) =>
        string.CompareOrdinal(a.Order, b.Order) is var order and not 0 ? order : a.Sequence.CompareTo(b.Sequence);

    private static async IAsyncEnumerable<Place> EventsAsync(
        Stream file,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var line in AuditLine.ReadAsync(file, cancellation))
        {
            using var document = line.Parse();
            if (
                document?.RootElement is { } e
                && AuditLine.Text(e, "recipient") is { } recipient
                && AuditLine.Number64(e, "sequence") is { } sequence
            )
            {
                yield return new Place(
                    FileOrder.Of(recipient),
                    sequence,
                    AuditLine.Text(e, "hash"),
                    AuditLine.Text(e, "previous"),
                    Time(AuditLine.Text(e, "recordedAt")) ?? default,
                    line.Number
                );
            }
        }
    }

    /// <summary>The period that a file's seal names; everything, where none can be read: then nothing may be missing.</summary>
    private static async Task<Period> PeriodAsync(Stream file, CancellationToken cancellation)
    {
        var tail = new byte[Math.Min(MaxSealBytes, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(tail, cancellation);
        file.Seek(0, SeekOrigin.Begin);
        var text = tail.AsMemory(0, tail.AsSpan().TrimEnd((byte)'\n').Length);
        using var document = new AuditLine(0, text[(text.Span.LastIndexOf((byte)'\n') + 1)..].ToArray()).Parse();
        return document?.RootElement.TryGetProperty("seal", out var seal) == true && seal.ValueKind == JsonValueKind.Object
            ? new Period(Time(AuditLine.Text(seal, "from")), Time(AuditLine.Text(seal, "to")), AuditLine.Text(seal, "brand") is null)
            : new Period(null, null, true);
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private readonly record struct Place(string Order, long Sequence, string? Hash, string? Previous, DateTimeOffset RecordedAt, long Line);

    /// <param name="From">The first moment; null: the ledger's beginning.</param>
    /// <param name="To">The end, not included; null: when the file was made.</param>
    /// <param name="IsWhole">No brand's events were left out.</param>
    private readonly record struct Period(DateTimeOffset? From, DateTimeOffset? To, bool IsWhole)
    {
        public bool Covers(DateTimeOffset at) => !(at < From) && !(at >= To);

        /// <summary>Nothing that was recorded between the two periods is in neither.</summary>
        public bool GoesOnFrom(Period before) => IsWhole && before.IsWhole && (From is null || before.To is null || From <= before.To);
    }
}
