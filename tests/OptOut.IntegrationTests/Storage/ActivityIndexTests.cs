using System.Text.Json;
using OptOut.Azure;

namespace OptOut.IntegrationTests;

/// <summary>
/// The entries of overviews and their sums, on a real emulator: whatever crashes, comes twice or comes late, a day's figures are the
/// ledger's.
/// </summary>
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
        // Two instances record sends, and count them side by side. By a clock that stands still their end waits for all that is begun.
        var backgrounds = new[] { new Background(gate.Time), new Background(gate.Time) };
        var senders = backgrounds.Select(background => Sending(gate, new SendCounts(index, background, gate.Time))).ToArray();

        for (var step = 0; step < 50; step++)
        {
            var recipient = $"+1415555267{random.Next(4)}";
            if (await gate.TextAsync($"SM{seed}-{step}", Words[random.Next(Words.Length)], recipient) is { FirstSequence: > 0 } receipt)
            {
                var key = new RecipientKey(StoreFacts.Sid, RecipientAddress.FromTwilio(recipient)!);
                owed.Add(
                    (recipient, await gate.Store.ReadLedgerAsync(key, receipt.FirstSequence, receipt.LastSequence, CancellationToken.None))
                );
            }

            if (random.Next(2) == 0)
            {
                var key = new RecipientKey(StoreFacts.Sid, RecipientAddress.FromTwilio(recipient)!);
                await senders[random.Next(2)].HandleAsync(key, Send(gate, $"SMs{seed}-{random.Next(step + 1)}"), CancellationToken.None);
                // One that was not allowed is published, and entered like every published event.
                var last = (await gate.Store.ReadAsync(key, CancellationToken.None)).State.LastSequence;
                owed.Add(
                    (
                        recipient,
                        [
                            .. (await gate.Store.ReadLedgerAsync(key, last, last, CancellationToken.None)).Where(e =>
                                e is { Type: EventType.SendRecorded, IsPublished: true }
                            ),
                        ]
                    )
                );
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
                catch (DependencyUnavailableException)
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

        foreach (var background in backgrounds)
        {
            await background.DisposeAsync();
        }

        var expected = await OfLedgerAsync(gate, first);
        Assert.Contains(expected.SelectMany(day => day.Figures), figure => figure is { Type: EventType.SendRecorded, Violation: null });
        Assert.InRange(expected.Count, 3, 60);
        Assert.Contains(expected, day => day.Figures.Count > 1);
        Assert.Equal(
            Text(expected),
            Text(await figures.ReadAsync(StoreFacts.Sid, "acme", first, expected[^1].Day, CancellationToken.None))
        );
        // Once more, from the sums that were kept, and after all of it was entered anew.
        Assert.Equal(
            Text(expected),
            Text(await figures.ReadAsync(StoreFacts.Sid, "acme", first, expected[^1].Day, CancellationToken.None))
        );
        await new RebuildIndexes(gate.Get<IRecipientList>(), index, sound, gate.Policy, gate.Time).RunAsync(
            StoreFacts.Sid,
            null,
            CancellationToken.None
        );
        Assert.Equal(
            Text(expected),
            Text(await figures.ReadAsync(StoreFacts.Sid, "acme", first, expected[^1].Day, CancellationToken.None))
        );
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

        gate.Time.Advance(EventIndexes.Retention + TimeSpan.FromDays(1));
        await rebuild.RemoveAgedAsync(CancellationToken.None);
        Assert.Empty((await index.ReadDaysAsync(StoreFacts.Sid, "acme", today.AddDays(-29), today, CancellationToken.None)).Sums);
        Assert.Empty((await figures.ReadAsync(StoreFacts.Sid, "acme", today, today, CancellationToken.None))[0].Figures);
    }

    [Fact]
    public async Task Rule30_a_page_of_violations_is_one_query_among_whatever_else_happened_and_goes_after_90_days()
    {
        var requests = new RecordedRequests();
        await using var gate = await Gate.OpenAsync(azurite, requests);
        var index = new TableActivityIndex(gate.Get<AccountTables>());
        var now = gate.Time.GetUtcNow();
        ActivityEntry Entry(int i, string? violation) =>
            new()
            {
                Event = $"ev-{i}",
                Recipient = "+14155552671",
                Type = violation is null ? EventType.OptedOut : EventType.SendRecorded,
                At = now.AddMinutes(i),
                RecordedAt = now.AddMinutes(i),
                Brand = "acme",
                Source = Sources.Api,
                Violation = violation,
            };
        ActivityEntry[] entries = [.. Enumerable.Range(0, 60).Select(i => Entry(i, i % 20 == 0 ? "opted-out" : null))];
        await index.KeepAsync(StoreFacts.Sid, entries, DateTimeOffset.MinValue, CancellationToken.None);
        await index.KeepAsync(StoreFacts.Sid, entries, DateTimeOffset.MinValue, CancellationToken.None);

        requests.Clear();
        var found = await index
            .ListViolationsAsync(StoreFacts.Sid, "acme", now, now.AddDays(1), null, CancellationToken.None)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["GET"], requests.Methods);
        Assert.Equal(["ev-40", "ev-20", "ev-0"], found.Select(f => f.Entry.Event), StringComparer.Ordinal);
        var next = await index
            .ListViolationsAsync(StoreFacts.Sid, "acme", now, now.AddDays(1), found[0].Position, CancellationToken.None)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["ev-20", "ev-0"], next.Select(f => f.Entry.Event), StringComparer.Ordinal);
        Assert.Empty(
            await index
                .ListViolationsAsync(StoreFacts.Sid, "acme", now.AddMinutes(41), now.AddDays(1), null, CancellationToken.None)
                .ToListAsync(TestContext.Current.CancellationToken)
        );

        await index.RemoveBeforeAsync(StoreFacts.Sid, "acme", DayFigures.DayOf(now), CancellationToken.None);
        Assert.Equal(
            3,
            await index
                .ListViolationsAsync(StoreFacts.Sid, "acme", now, now.AddDays(1), null, CancellationToken.None)
                .CountAsync(TestContext.Current.CancellationToken)
        );
        await index.RemoveBeforeAsync(StoreFacts.Sid, "acme", DayFigures.DayOf(now).AddDays(1), CancellationToken.None);
        Assert.Empty(
            await index
                .ListViolationsAsync(StoreFacts.Sid, "acme", now, now.AddDays(1), null, CancellationToken.None)
                .ToListAsync(TestContext.Current.CancellationToken)
        );
    }

    /// <summary>
    /// A process that dies takes the counts with it that it had not written; the ledger has the sends, and a rebuild counts them.
    /// </summary>
    [Fact]
    public async Task Sends_whose_count_was_lost_are_counted_by_a_rebuild_once_their_day_is_over()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        var index = new TableActivityIndex(gate.Get<AccountTables>());
        var figures = new ActivityFigures(index, gate.Time);
        var day = DayFigures.DayOf(gate.Time.GetUtcNow());
        var key = new RecipientKey(StoreFacts.Sid, RecipientAddress.FromTwilio("+14155552671")!);
        await gate.TextAsync("SM1", "JOIN");
        gate.Time.Advance(TimeSpan.FromSeconds(1));
        await using (var background = new Background(gate.Time))
        {
            await Sending(gate, new SendCounts(index, background, gate.Time)).HandleAsync(key, Send(gate, "SMa"), CancellationToken.None);
        }

        await Sending(gate, counts: null).HandleAsync(key, Send(gate, "SMb"), CancellationToken.None);
        Assert.Equal(1, await SentAsync());
        gate.Time.Advance(TimeSpan.FromDays(1));
        var indexes = new EventIndexes(index, new TablePersonIndex(gate.Get<AccountTables>()), gate.Time);
        await new RebuildIndexes(gate.Get<IRecipientList>(), index, indexes, gate.Policy, gate.Time).RunAsync(
            StoreFacts.Sid,
            null,
            CancellationToken.None
        );
        Assert.Equal(2, await SentAsync());

        async Task<int> SentAsync() =>
            (await figures.ReadAsync(StoreFacts.Sid, "acme", day, day, CancellationToken.None))[0]
                .Figures.Where(figure => figure is { Type: EventType.SendRecorded, Violation: null })
                .Sum(figure => figure.Hours.Sum());
    }

    [Fact]
    public async Task What_became_of_a_confirmation_stands_beside_its_entry_whichever_comes_first_and_outlives_a_rebuild()
    {
        await using var gate = await Gate.OpenAsync(azurite);
        var index = new TableActivityIndex(gate.Get<AccountTables>());
        var indexes = new EventIndexes(index, new TablePersonIndex(gate.Get<AccountTables>()), gate.Time);
        var key = new RecipientKey(StoreFacts.Sid, RecipientAddress.FromTwilio("+14155552671")!);
        await gate.TextAsync("SM1", "STOP");
        var notice = new StatusNotice(
            "SM2",
            "undelivered",
            30003,
            gate.Time.GetUtcNow(),
            "acme",
            null,
            CheckKind.Campaign,
            [],
            "+14155550100",
            "SM1"
        );
        await new ReportDelivery(gate.Store, index).OfConfirmationAsync(key, "SM1", notice, CancellationToken.None);
        Assert.Empty(await ListedAsync());
        for (var times = 0; times < 2; times++)
        {
            await new RebuildIndexes(gate.Get<IRecipientList>(), index, indexes, gate.Policy, gate.Time).RunAsync(
                StoreFacts.Sid,
                null,
                CancellationToken.None
            );
            var entry = Assert.Single(await ListedAsync());
            Assert.Equal(("undelivered", 30003), (entry.Delivery?.Status, entry.Delivery?.ErrorCode));
        }

        async Task<List<ActivityEntry>> ListedAsync()
        {
            var entries = new List<ActivityEntry>();
            await foreach (
                var (entry, _) in index.ListAsync(
                    StoreFacts.Sid,
                    "acme",
                    gate.Time.GetUtcNow().AddDays(-1),
                    gate.Time.GetUtcNow().AddDays(1),
                    null,
                    CancellationToken.None
                )
            )
            {
                entries.Add(entry);
            }

            return entries;
        }
    }

    private static RecordSend Sending(Gate gate, SendCounts? counts) =>
        new(
            gate.Get<RecipientChanges>(),
            new PastStates(new VerifiedLedger(gate.Store)),
            gate.Get<DecisionSigner>(),
            gate.Policy,
            null,
            counts
        );

    private static ReportedSend Send(Gate gate, string sid) =>
        new()
        {
            Brand = gate.Brand,
            Campaign = gate.Brand.Campaigns["reminders"],
            Kind = CheckKind.Campaign,
            MessageSid = sid,
            SentAt = gate.Time.GetUtcNow(),
            Fulfilled = [Obligation.IdentifySender, Obligation.OptOutLanguage],
            Sender = "+14155550100",
            Source = Sources.Api,
        };

    private static async Task<List<DayFigures>> OfLedgerAsync(Gate gate, DateOnly first)
    {
        var entries = new List<ActivityEntry>();
        var sends = new Dictionary<DateOnly, DayTally>();
        await foreach (var (recipient, e) in gate.Get<IRecipientList>().WalkLedgerAsync(StoreFacts.Sid, null, null, CancellationToken.None))
        {
            if (ActivityEntry.Of(recipient, e) is { } entry)
            {
                entries.Add(entry);
            }
            else if (DayTally.Counts(e))
            {
                sends.TryAdd(DayFigures.DayOf(e.RecordedAt), new DayTally());
                sends[DayFigures.DayOf(e.RecordedAt)].Add(e);
            }
        }

        var last = DayFigures.DayOf(gate.Time.GetUtcNow());
        return
        [
            .. Enumerable
                .Range(0, last.DayNumber - first.DayNumber + 1)
                .Select(first.AddDays)
                .Select(day =>
                    DayFigures
                        .Of(day, entries.Where(e => DayFigures.DayOf(e.RecordedAt) == day))
                        .With(sends.TryGetValue(day, out var tally) ? [tally.Figures(day)] : [])
                ),
        ];
    }

    private static string Text(IEnumerable<DayFigures> days) => JsonSerializer.Serialize(days);

    /// <summary>Fails one time in three: before the entries are kept, or after it, when nobody hears that they were.</summary>
    private sealed class Crashing(IActivityIndex index, Random random) : IActivityIndex
    {
        public async Task KeepAsync(
            string accountSid,
            IReadOnlyCollection<ActivityEntry> entries,
            DateTimeOffset closedBefore,
            CancellationToken cancellation
        )
        {
            var fate = random.Next(6);
            if (fate == 0)
            {
                throw new DependencyUnavailableException();
            }

            // A crash between the two writes: the entries are there, their days' sums are not void yet.
            await index.KeepAsync(accountSid, entries, fate == 1 ? DateTimeOffset.MinValue : closedBefore, cancellation);
            if (fate is 1 or 2)
            {
                throw new DependencyUnavailableException();
            }
        }

        public IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListAsync(
            string accountSid,
            string brand,
            DateTimeOffset from,
            DateTimeOffset before,
            string? after,
            CancellationToken cancellation
        ) => index.ListAsync(accountSid, brand, from, before, after, cancellation);

        public IAsyncEnumerable<(ActivityEntry Entry, string Position)> ListViolationsAsync(
            string accountSid,
            string brand,
            DateTimeOffset from,
            DateTimeOffset before,
            string? after,
            CancellationToken cancellation
        ) => index.ListViolationsAsync(accountSid, brand, from, before, after, cancellation);

        public Task KeepDeliveryAsync(
            string accountSid,
            string brand,
            string eventId,
            DateTimeOffset recordedAt,
            Delivery delivery,
            CancellationToken cancellation
        ) => index.KeepDeliveryAsync(accountSid, brand, eventId, recordedAt, delivery, cancellation);

        public Task KeepSendsAsync(string accountSid, string brand, string instance, DayFigures sends, CancellationToken cancellation) =>
            index.KeepSendsAsync(accountSid, brand, instance, sends, cancellation);

        public Task ReplaceSendsAsync(string accountSid, string brand, DayFigures sends, CancellationToken cancellation) =>
            index.ReplaceSendsAsync(accountSid, brand, sends, cancellation);

        public Task<KeptDays> ReadDaysAsync(
            string accountSid,
            string brand,
            DateOnly first,
            DateOnly last,
            CancellationToken cancellation
        ) => index.ReadDaysAsync(accountSid, brand, first, last, cancellation);

        public Task KeepDayAsync(string accountSid, string brand, DayFigures figures, string? version, CancellationToken cancellation) =>
            index.KeepDayAsync(accountSid, brand, figures, version, cancellation);

        public Task RemoveBeforeAsync(string accountSid, string brand, DateOnly day, CancellationToken cancellation) =>
            index.RemoveBeforeAsync(accountSid, brand, day, cancellation);
    }
}
