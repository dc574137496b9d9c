using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace OptOut.Tests;

/// <summary>
/// Twilio's daily list of deactivated numbers (rule 36): a hundred thousand numbers, streamed, with a point read a number.
/// </summary>
public sealed class TakeDeactivationsTests
{
    private readonly Desk desk = new();
    private readonly Lists lists;

    public TakeDeactivationsTests() => lists = new Lists(desk.Store);

    [Fact]
    public async Task Rule36_a_long_list_is_streamed_with_one_point_read_a_number_and_nothing_is_kept_of_strangers()
    {
        const int Strangers = 100_000;
        await KnownAsync();
        var before = desk.Store.Requests;
        lists.OfYesterday =
        [
            .. Enumerable.Range(0, Strangers).Select(n => string.Create(CultureInfo.InvariantCulture, $"1212{2_000_000 + n}")),
            Desk.Phone[1..],
        ];

        Assert.Equal(1, await TakeAsync());

        // One read each; of the one who is known also what it takes to write it down.
        Assert.InRange(desk.Store.Requests - before, Strangers + 1, Strangers + 10);
        Assert.InRange(lists.MaxAhead, 0, 16);
        Assert.Equal([EventType.OptedOut, EventType.NumberReassigned], desk.Ledger);
        Assert.Empty(desk.Store.Ledger(new RecipientKey(Clinic.Account, RecipientAddress.FromTwilio("+12122000001")!)));
    }

    [Theory]
    [InlineData("+14155552671")]
    [InlineData("14155552671")]
    public async Task Rule36_a_list_that_was_taken_changes_nothing_when_it_is_read_again(string line)
    {
        await KnownAsync();
        lists.OfYesterday = ["nonsense", "", line, "123", line];
        await TakeAsync();
        await TakeAsync();
        Assert.Equal([EventType.OptedOut, EventType.NumberReassigned], desk.Ledger);
        // As of the day of the list, which may have come late: two days later it is still read.
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 0, 0, 0, TimeSpan.Zero), desk.Store.Ledger(Desk.Key)[^1].At);
        Assert.Equal([new(2026, 2, 26), new(2026, 2, 27), new(2026, 2, 28)], lists.Asked.Distinct());
    }

    [Fact]
    public async Task Rule36_a_list_that_broke_off_is_taken_whole_by_the_next_run()
    {
        await KnownAsync();
        lists.OfYesterday = [Desk.Phone, "+14155552672"];
        lists.BreaksAfter = 1;
        await Assert.ThrowsAsync<HttpRequestException>(TakeAsync);
        lists.BreaksAfter = int.MaxValue;
        Assert.Equal(1, await TakeAsync());
        Assert.Equal([EventType.OptedOut, EventType.NumberReassigned], desk.Ledger);
    }

    private Task<int> TakeAsync() =>
        new TakeDeactivations(lists, desk.Store, new ReportReassigned(desk.Changes), Policy(), desk.Time).RunAsync(CancellationToken.None);

    private static Policy Policy() =>
        new()
        {
            PublicBaseUrl = "https://optout.example",
            Retention = IsoDuration.Parse("P5Y"),
            DecisionKeys = [],
            Accounts = new[] { Desk.Account }.ToFrozenDictionary(a => a.Sid, StringComparer.Ordinal),
        };

    private async Task KnownAsync()
    {
        await desk.TextsAsync("STOP");
        desk.Time.Advance(TimeSpan.FromMinutes(1));
    }

    /// <summary>Twilio's lists of the last days; all but yesterday's are empty.</summary>
    private sealed class Lists(MemoryStore store) : ITwilioDeactivations
    {
        public IReadOnlyList<string> OfYesterday { get; set; } = [];

        public int BreaksAfter { get; set; } = int.MaxValue;

        public List<DateOnly> Asked { get; } = [];

        /// <summary>How many numbers were given out at most before they were looked up.</summary>
        public int MaxAhead { get; private set; }

        public async IAsyncEnumerable<string> ReadAsync(
            string accountSid,
            DateOnly day,
            [EnumeratorCancellation] CancellationToken cancellation
        )
        {
            Asked.Add(day);
            await Task.CompletedTask;
            if (day != new DateOnly(2026, 2, 28))
            {
                yield break;
            }

            var (began, given) = (store.Requests, 0);
            foreach (var number in OfYesterday)
            {
                if (given == BreaksAfter)
                {
                    throw new HttpRequestException("It broke off.");
                }

                given++;
                MaxAhead = Math.Max(MaxAhead, given - (store.Requests - began));
                yield return number;
            }
        }
    }
}
