namespace OptOut.Tests;

/// <summary>Rule 39: a message that may be a revocation holds the brand back until a person, or the time, decides.</summary>
public class ReviewTests
{
    private const string Doubtful = "please stop texting me";
    private readonly Recipient recipient = new(Clinic.Acme with { FreeTextOptOut = FreeTextOptOut.Review }, Clinic.Vineyard);

    [Fact]
    public void Rule39_a_review_holds_the_brands_checks_back_but_not_replies_and_not_other_brands()
    {
        recipient.Consents();
        recipient.Consents("tastings", brand: "vineyard", age: 21);
        recipient.Texts("hello");
        recipient.Texts(Doubtful).Records(EventType.ReviewNeeded);
        var needed = recipient.Last;
        recipient.Check().IsDenied(Reason.ReviewPending).RestsOn(needed);
        recipient.CheckReply().IsAllowed(Reason.Conversation);
        recipient.Check("tastings", brand: "vineyard").IsAllowed();
    }

    [Fact]
    public void Rule39_a_decision_takes_effect_as_of_the_message_and_sends_nothing()
    {
        recipient.Consents();
        recipient.Texts(Doubtful);
        var needed = recipient.Last;
        recipient.WaitsDays(2);
        recipient.Take(Decided(needed, ReviewDecision.OptOut)).Records(EventType.ReviewDecided, EventType.OptedOut);
        Assert.Equal((needed.At, Sources.Message, "j.doe"), (recipient.Last.At, recipient.Last.Source, recipient.Ledger[^2].Actor));
        Assert.True(recipient.Suppression()!.Suppression.OwnWord);
        recipient.Check().IsDenied(Reason.OptedOut);
        Assert.Empty(Decided(needed, ReviewDecision.Ordinary).Events);
    }

    [Fact]
    public void Rule39_what_was_ordinary_lets_the_brand_go_on()
    {
        recipient.Consents();
        recipient.Texts(Doubtful);
        recipient.Take(Decided(recipient.Last, ReviewDecision.Ordinary)).Records(EventType.ReviewDecided);
        recipient.Check().IsAllowed();
        Assert.Null(recipient.State.Brand("acme").Reviews);
    }

    [Fact]
    public void Rule39_overdue_it_denies_like_the_opt_out_that_it_becomes_even_before_that_is_written()
    {
        recipient.Consents();
        recipient.Texts("hello");
        recipient.Texts(Doubtful);
        recipient.WaitsDays(15);
        recipient.Check().IsDenied(Reason.OptedOut);
        recipient.CheckReply().IsDenied(Reason.OptedOut);
        recipient.Texts("one more thing");
        recipient.CheckReply().IsAllowed(Reason.Conversation);
    }

    [Fact]
    public void Rule39_a_newer_opt_in_outlives_a_review_and_what_it_becomes()
    {
        recipient.Consents();
        recipient.Texts(Doubtful);
        var needed = recipient.Last;
        recipient.Texts("JOIN");
        recipient.Check("offers").IsAllowed();
        recipient.Check().IsDenied(Reason.ReviewPending);
        recipient.Take(Decided(needed, ReviewDecision.OptOut));
        recipient.Check("offers").IsAllowed();
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void Rule39_one_message_too_many_to_wait_is_taken_for_what_it_may_be()
    {
        for (var i = 0; i < ReviewRules.MaxPending; i++)
        {
            recipient.Texts(Doubtful).Records(EventType.ReviewNeeded);
        }

        recipient.Texts(Doubtful).Records(EventType.OptedOut);
    }

    [Theory]
    [InlineData("2026-03-02", "P10D", "2026-03-16")]
    [InlineData("2026-03-06", "P1D", "2026-03-09")]
    [InlineData("2026-03-07", "P1D", "2026-03-09")]
    [InlineData("2026-03-06", "PT48H", "2026-03-10")]
    [InlineData("2026-03-06", "PT36H", "2026-03-07T12:00")]
    public void Rule39_whole_days_are_business_days(string from, string within, string due)
    {
        Assert.True(IsoDuration.TryParse(within, out var duration, out _));
        Assert.Equal(Time(due), BusinessDays.After(Time(from), duration));

        static DateTimeOffset Time(string text) =>
            DateTimeOffset.Parse(
                text + (text.Contains('T', StringComparison.Ordinal) ? "Z" : "T00:00Z"),
                System.Globalization.CultureInfo.InvariantCulture
            );
    }

    private Decision Decided(LedgerEvent needed, ReviewDecision decision) =>
        ReviewRules.Decide(recipient.State, needed, recipient.Policy, decision, "read it", "j.doe", Sources.Api, recipient.Now);
}
