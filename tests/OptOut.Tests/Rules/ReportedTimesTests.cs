namespace OptOut.Tests;

/// <summary>Reports from elsewhere: the time that counts, and what a repetition is recognised by (rules 3, 32, 36).</summary>
public sealed class ReportedTimesTests
{
    private readonly Recipient recipient = new();

    private static ReportedOptOut OptOut(DateTimeOffset? at) =>
        new()
        {
            Brand = Clinic.Acme,
            Scope = Scope.Campaign,
            Campaign = "offers",
            Sender = Clinic.Number,
            Reason = "asked",
            Source = "phone",
            At = at,
        };

    [Theory]
    [InlineData(-60, -60)]
    [InlineData(0, 0)]
    [InlineData(60, 0)]
    public void Rule36_a_change_of_owner_counts_from_when_it_happened_and_from_now_where_that_is_ahead(int told, int counts)
    {
        var events = NumberLifeRules.Report(recipient.State, recipient.Now.AddSeconds(told), Sources.Api, "a list", recipient.Now);

        Assert.Equal(
            new LedgerEvent
            {
                Type = EventType.NumberReassigned,
                At = recipient.Now.AddSeconds(counts),
                Source = Sources.Api,
                Origin = "a list",
            },
            Assert.Single(events)
        );
    }

    [Fact]
    public void Rule3_a_report_with_a_time_is_known_again_by_all_it_says_and_one_without_is_new_each_time()
    {
        Assert.Equal(
            "reported|acme|Campaign|offers|+14155550100|phone|2026-03-01T12:30:00.1234567Z",
            SuppressionRules.ReceiptId(OptOut(new DateTimeOffset(2026, 3, 1, 14, 30, 0, TimeSpan.FromHours(2)).AddTicks(1234567)))
        );
        Assert.Null(SuppressionRules.ReceiptId(OptOut(at: null)));
    }

    [Fact]
    public void Rule32_of_more_messages_than_a_purge_remembers_it_keeps_the_newest()
    {
        recipient.Texts("hello");
        var receipts = Enumerable
            .Range(0, Watermark.MaxSpent + 2)
            .Select(i => new Receipt
            {
                Id = $"SM{i}",
                At = recipient.Now.AddSeconds(i),
                Meaning = Meaning.Join,
            })
            .ToArray();

        var spent = RetentionRules.Purge(recipient.State, receipts).Watermark!.Spent;

        Assert.Equal(receipts.Skip(2).Reverse().Select(r => Watermark.HashOf(r.Id)), spent);
    }
}
