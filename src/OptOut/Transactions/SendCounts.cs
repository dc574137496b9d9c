namespace OptOut;

/// <summary>
/// Counts the recorded sends that were allowed, which overviews do not copy one by one (ADR 0481): each instance keeps one row a brand and
/// day with its own numbers, written after the answer, again and again as they grow. A crash loses at most what was not written yet; the
/// ledger has it, and a rebuild counts it.
/// </summary>
public sealed class SendCounts(IActivityIndex index, Background background, TimeProvider time)
{
    private readonly string instance = Guid.NewGuid().ToString("N");
    private readonly Lock gate = new();
    private readonly Dictionary<(string Account, string Brand, DateOnly Day), DayTally> days = [];
    private readonly HashSet<(string Account, string Brand, DateOnly Day)> unwritten = [];
    private bool writing;

    /// <summary>Counts what was just committed, in the background.</summary>
    public void Count(string accountSid, IReadOnlyList<LedgerEvent> events)
    {
        lock (gate)
        {
            foreach (var e in events.Where(DayTally.Counts))
            {
                var day = (accountSid, e.Brand!, DayFigures.DayOf(e.RecordedAt));
                if (!days.TryGetValue(day, out var tally))
                {
                    days[day] = tally = new DayTally();
                }

                tally.Add(e);
                unwritten.Add(day);
            }

            if (writing || unwritten.Count == 0)
            {
                return;
            }

            writing = true;
        }

        background.Run(WriteAsync);
    }

    /// <summary>Writes until nothing is left: what comes while a row is written goes with the next one.</summary>
    private async Task WriteAsync()
    {
        try
        {
            while (Next() is var (day, figures))
            {
                await index.KeepSendsAsync(day.Account, day.Brand, instance, figures, CancellationToken.None);
            }
        }
        catch (Exception)
        {
            lock (gate)
            {
                // The next send tries again.
                writing = false;
                unwritten.UnionWith(days.Keys);
            }

            throw;
        }
    }

    private ((string Account, string Brand, DateOnly Day) Day, DayFigures Figures)? Next()
    {
        lock (gate)
        {
            if (unwritten.Count == 0)
            {
                writing = false;
                var today = DayFigures.DayOf(time.GetUtcNow());
                foreach (var over in days.Keys.Where(day => day.Day < today.AddDays(-1)).ToList())
                {
                    days.Remove(over);
                }

                return null;
            }

            var day = unwritten.First();
            unwritten.Remove(day);
            return (day, days[day].Figures(day.Day));
        }
    }
}
