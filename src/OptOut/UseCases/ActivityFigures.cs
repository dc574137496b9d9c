namespace OptOut;

/// <summary>
/// The figures of days. The first request after a day is over sums it up, and the sum is kept until a late entry arrives; days that are
/// still open are added up from their entries each time. So a month costs one query for the sums and one for today.
/// </summary>
public sealed class ActivityFigures(IActivityIndex index, TimeProvider time)
{
    /// <summary>
    /// The days of a brand from one to another, both included, each once and in order; a day on which nothing happened has no figures.
    /// </summary>
    public async Task<IReadOnlyList<DayFigures>> ReadAsync(
        string accountSid,
        string brand,
        DateOnly first,
        DateOnly last,
        CancellationToken cancellation
    )
    {
        // The sums are read before the entries: an entry that is written in between changes its day's version.
        var (kept, sends) = await index.ReadDaysAsync(accountSid, brand, first, last, cancellation);
        var now = time.GetUtcNow();
        var days = new List<DayFigures>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (kept.TryGetValue(day, out var known) && known.Figures is { } figures)
            {
                days.Add(figures);
                continue;
            }

            // The days in a row that have no sum are read in one query.
            var end = day;
            while (end < last && !(kept.TryGetValue(end.AddDays(1), out known) && known.Figures is not null))
            {
                end = end.AddDays(1);
            }

            foreach (var summed in await SumAsync(accountSid, brand, day, end, cancellation))
            {
                days.Add(summed);
                if (DayFigures.Begin(summed.Day.AddDays(1)) + EventIndexes.OpenAfterEnd <= now)
                {
                    await index.KeepDayAsync(
                        accountSid,
                        brand,
                        summed,
                        kept.TryGetValue(summed.Day, out known) ? known.Version : null,
                        cancellation
                    );
                }
            }

            day = end;
        }

        return [.. days.Select(day => day.With(sends[day.Day]))];
    }

    private async Task<IReadOnlyList<DayFigures>> SumAsync(
        string accountSid,
        string brand,
        DateOnly first,
        DateOnly last,
        CancellationToken cancellation
    )
    {
        var entries = new List<ActivityEntry>();
        await foreach (
            var (entry, _) in index.ListAsync(
                accountSid,
                brand,
                DayFigures.Begin(first),
                DayFigures.Begin(last.AddDays(1)),
                null,
                cancellation
            )
        )
        {
            entries.Add(entry);
        }

        var byDay = entries.ToLookup(e => DayFigures.DayOf(e.RecordedAt));
        return
        [
            .. Enumerable
                .Range(0, last.DayNumber - first.DayNumber + 1)
                .Select(first.AddDays)
                .Select(day => DayFigures.Of(day, byDay[day])),
        ];
    }
}
