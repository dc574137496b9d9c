namespace OptOut;

/// <summary>
/// Enters events into the indexes of overviews and searches (ADR 0480). It is part of publishing: it runs after the answer, and whatever
/// crashes, the events' follow-up does it again. Every entry is kept under its event's id, so entering it again changes nothing.
/// </summary>
public sealed class EventIndexes(IActivityIndex activity, IPersonIndex people, TimeProvider time)
{
    /// <summary>How long overviews go back.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    /// <summary>
    /// How long after its end a day may first be summed up; by then every instance that still enters something knows that the day is over.
    /// </summary>
    public static readonly TimeSpan OpenAfterEnd = TimeSpan.FromHours(2);

    /// <summary>Enters events of one recipient.</summary>
    public async Task KeepAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        ActivityEntry[] entries =
        [
            .. events.Where(e => e.RecordedAt > now - Retention).Select(e => ActivityEntry.Of(recipient, e)).OfType<ActivityEntry>(),
        ];
        var work = new List<Task>();
        if (entries.Length > 0)
        {
            work.Add(activity.KeepAsync(accountSid, entries, ClosedBefore(now), cancellation));
        }

        foreach (var brand in events.Where(e => e.Brand is not null).GroupBy(e => e.Brand!, StringComparer.Ordinal))
        {
            PersonKey[] keys = [.. brand.SelectMany(e => PersonKey.Of(recipient, e)).Distinct()];
            if (keys.Length > 0)
            {
                work.Add(
                    people.AddPersonAsync(
                        accountSid,
                        brand.Key,
                        keys,
                        new IndexedPerson(recipient, brand.Max(e => e.RecordedAt)),
                        cancellation
                    )
                );
            }
        }

        await Task.WhenAll(work);
    }

    /// <summary>
    /// Days that ended before then may have been summed up by another instance; half of the waiting time allows for clocks that differ.
    /// </summary>
    internal static DateTimeOffset ClosedBefore(DateTimeOffset now) => now - (OpenAfterEnd / 2);
}
