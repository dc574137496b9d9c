using System.Text.Json;
using OptOut.Azure;

namespace OptOut.IntegrationTests;

/// <summary>The entries of overviews and their sums, on a real emulator: whatever crashes, comes twice or comes late, a day's figures are the ledger's.</summary>
public sealed class ActivityIndexTests(AzuriteFixture azurite)
{
    private static readonly string[] Words = ["STOP", "START", "JOIN", "hello", "STOPALL", "HELP"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_days_figures_equal_the_ledgers_over_random_histories_with_crashes_duplicates_and_late_entries(int seed)
    {
        var random = new Random(seed);
        await using var gate = await Gate.OpenAsync(azurite);
        var index = new TableActivityIndex(gate.Get<AccountTables>());
        var people = new TablePersonIndex(gate.Get<AccountTables>());
        var figures = new ActivityFigures(index, gate.Time);
        var crashing = new EventIndexes(new Crashing(index, random), people, gate.Time);
        var owed = new List<(string Recipient, IReadOnlyList<LedgerEvent> Events)>();
        var first = DayFigures.DayOf(gate.Time.GetUtcNow());

        for (var step = 0; step < 50; step++)
        {
            var recipient = $"+1415555267{random.Next(4)}";
            if (await gate.TextAsync($"SM{seed}-{step}", Words[random.Next(Words.Length)], recipient) is { FirstSequence: > 0 } receipt)
            {
                var key = new RecipientKey(StoreFacts.Sid, RecipientAddress.FromTwilio(recipient)!);
                owed.Add((recipient, await gate.Store.ReadLedgerAsync(key, receipt.FirstSequence, receipt.LastSequence, CancellationToken.None)));
            }

            gate.Time.Advance(TimeSpan.FromMinutes(random.Next(600)));
            foreach (var one in owed.Where(_ => random.Next(2) == 0).ToList())
            {
                try
                {
                    await crashing.KeepAsync(StoreFacts.Sid, one.Recipient, one.Events, CancellationToken.None);
                    // What is done may be done again, days later, after its day was summed up.
                    _ = random.Next(3) != 0 && owed.Remove(one);
                }
                catch (StoreUnavailableException)
                {
                    // Its follow-up comes again.
                }
            }

            if (random.Next(4) == 0)
            {
                await figures.ReadAsync(StoreFacts.Sid, "acme", first, DayFigures.DayOf(gate.Time.GetUtcNow()), CancellationToken.None);
            }
        }

        var sound = new EventIndexes(index, people, gate.Time);
        foreach (var (recipient, events) in owed)
        {
            await sound.KeepAsync(StoreFacts.Sid, recipient, events, CancellationToken.None);
        }

        var expected = await OfLedgerAsync(gate, first);
        Assert.InRange(expected.Count, 3, 60);
        Assert.Contains(expected, day => day.Figures.Count > 1);
        Assert.Equal(Text(expected), Text(await figures.ReadAsync(StoreFacts.Sid, "acme", first, expected[^1].Day, CancellationToken.None)));
        // Once more, from the sums that were kept, and after all of it was entered anew.
        Assert.Equal(Text(expected), Text(await figures.ReadAsync(StoreFacts.Sid, "acme", first, expected[^1].Day, CancellationToken.None)));
        await new RebuildIndexes(gate.Get<IRecipientList>(), index, sound, gate.Policy, gate.Time).RunAsync(StoreFacts.Sid, null, CancellationToken.None);
        Assert.Equal(Text(expected), Text(await figures.ReadAsync(StoreFacts.Sid, "acme", first, expected[^1].Day, CancellationToken.None)));
    }

    [Fact]
    public async Task A_month_is_two_queries_and_entries_older_than_90_days_go()
    {
        var requests = new RecordedRequests();
        await using var gate = await Gate.OpenAsync(azurite, requests);
        var index = new TableActivityIndex(gate.Get<AccountTables>());
        var figures = new ActivityFigures(index, gate.Time);
        var indexes = new EventIndexes(index, new TablePersonIndex(gate.Get<AccountTables>()), gate.Time);
        var today = DayFigures.DayOf(gate.Time.GetUtcNow());
        await gate.TextAsync("SM1", "STOP");
        var rebuild = new RebuildIndexes(gate.Get<IRecipientList>(), index, indexes, gate.Policy, gate.Time);
        await rebuild.RunAsync(StoreFacts.Sid, null, CancellationToken.None);
        await figures.ReadAsync(StoreFacts.Sid, "acme", today.AddDays(-29), today, CancellationToken.None);

        requests.Clear();
        var month = await figures.ReadAsync(StoreFacts.Sid, "acme", today.AddDays(-29), today, CancellationToken.None);
        Assert.Equal(["GET", "GET"], requests.Methods);
        Assert.Equal(30, month.Count);
        Assert.NotEmpty(month[^1].Figures);

        gate.Time.Advance(EventIndexes.Kept + TimeSpan.FromDays(1));
        await rebuild.RemoveAgedAsync(CancellationToken.None);
        Assert.Empty(await index.ReadDaysAsync(StoreFacts.Sid, "acme", today.AddDays(-29), today, CancellationToken.None));
        Assert.Empty((await figures.ReadAsync(StoreFacts.Sid, "acme", today, today, CancellationToken.None))[0].Figures);
    }

    [Fact]
    public async Task Rule30_a_page_of_violations_is_one_query_among_whatever_else_happened_and_goes_after_90_days()
    {
        var requests = new RecordedRequests();
        await using var gate = await Gate.OpenAsync(azurite, requests);
        var index = new TableActivityIndex(gate.Get<AccountTables>());
        var now = gate.Time.GetUtcNow();
        ActivityEntry Entry(int i, string? violation) => new()
        {
            Event = $"ev-{i}", Recipient = "+14155552671", Type = violation is null ? EventType.OptedOut : EventType.SendRecorded, At = now.AddMinutes(i), RecordedAt = now.AddMinutes(i),
            Brand = "acme", Source = Sources.Api, Violation = violation,
        };
        ActivityEntry[] entries = [.. Enumerable.Range(0, 60).Select(i => Entry(i, i % 20 == 0 ? "opted-out" : null))];
        await index.KeepAsync(StoreFacts.Sid, entries, DateTimeOffset.MinValue, CancellationToken.None);
        await index.KeepAsync(StoreFacts.Sid, entries, DateTimeOffset.MinValue, CancellationToken.None);

        requests.Clear();
        var found = await index.ListViolationsAsync(StoreFacts.Sid, "acme", now, now.AddDays(1), null, CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["GET"], requests.Methods);
        Assert.Equal(["ev-40", "ev-20", "ev-0"], found.Select(f => f.Entry.Event), StringComparer.Ordinal);
        var next = await index.ListViolationsAsync(StoreFacts.Sid, "acme", now, now.AddDays(1), found[0].Position, CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["ev-20", "ev-0"], next.Select(f => f.Entry.Event), StringComparer.Ordinal);
        Assert.Empty(await index.ListViolationsAsync(StoreFacts.Sid, "acme", now.AddMinutes(41), now.AddDays(1), null, CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken));

        await index.RemoveBeforeAsync(StoreFacts.Sid, "acme", DayFigures.DayOf(now), CancellationToken.None);
        Assert.Equal(3, await index.ListViolationsAsync(StoreFacts.Sid, "acme", now, now.AddDays(1), null, CancellationToken.None).CountAsync(TestContext.Current.CancellationToken));
        await index.RemoveBeforeAsync(StoreFacts.Sid, "acme", DayFigures.DayOf(now).AddDays(1), CancellationToken.None);
        Assert.Empty(await index.ListViolationsAsync(StoreFacts.Sid, "acme", now, now.AddDays(1), null, CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<List<DayFigures>> OfLedgerAsync(Gate gate, DateOnly first)
    {
        var entries = new List<ActivityEntry>();
        await foreach (var (recipient, e) in gate.Get<IRecipientList>().WalkLedgerAsync(StoreFacts.Sid, null, null, CancellationToken.None))
        {
            if (ActivityEntry.Of(recipient, e) is { } entry)
            {
                entries.Add(entry);
            }
        }

        var last = DayFigures.DayOf(gate.Time.GetUtcNow());
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays)
            .Select(day => DayFigures.Of(day, entries.Where(e => DayFigures.DayOf(e.RecordedAt) == day)))];
    }

    private static string Text(IEnumerable<DayFigures> days) => JsonSerializer.Serialize(days);

    /// <summary>Fails one time in three: before the entries are kept, or after it, when nobody hears that they were.</summary>
    private sealed class Crashing(IActivityIndex index, Random random) : IActivityIndex
    {
        public async Task KeepAsync(string accountSid, IReadOnlyCollection<ActivityEntry> entries, DateTimeOffset closedBefore, CancellationToken cancellation)
        {
            var fate = random.Next(6);
            if (fate == 0)
            {
                throw new StoreUnavailableException();
            }

            // A crash between the two writes: the entries are there, their days' sums are not void yet.
            await index.KeepAsync(accountSid, entries, fate == 1 ? DateTimeOffset.MinValue : closedBefore, cancellation);
            if (fate is 1 or 2)
            {
                throw new StoreUnavailableException();
            }
        }

        public IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListAsync(
            string accountSid, string brand, DateTimeOffset from, DateTimeOffset before, string? after, CancellationToken cancellation) =>
            index.ListAsync(accountSid, brand, from, before, after, cancellation);

        public IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListViolationsAsync(
            string accountSid, string brand, DateTimeOffset from, DateTimeOffset before, string? after, CancellationToken cancellation) =>
            index.ListViolationsAsync(accountSid, brand, from, before, after, cancellation);

        public Task<IReadOnlyDictionary<DateOnly, (DayFigures? Figures, string Version)>> ReadDaysAsync(
            string accountSid, string brand, DateOnly first, DateOnly last, CancellationToken cancellation) => index.ReadDaysAsync(accountSid, brand, first, last, cancellation);

        public Task KeepDayAsync(string accountSid, string brand, DayFigures figures, string? version, CancellationToken cancellation) =>
            index.KeepDayAsync(accountSid, brand, figures, version, cancellation);

        public Task RemoveBeforeAsync(string accountSid, string brand, DateOnly day, CancellationToken cancellation) => index.RemoveBeforeAsync(accountSid, brand, day, cancellation);
    }
}
