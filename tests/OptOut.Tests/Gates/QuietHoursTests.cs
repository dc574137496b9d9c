using System.Globalization;

namespace OptOut.Tests;

/// <summary>Rule 35: a marketing message arrives in waking hours, by every clock that the recipient may have.</summary>
public class QuietHoursTests
{
    /// <summary>Each row of the data and each kind of number: awake or not, and when it opens.</summary>
    [Theory]
    [InlineData("+12125550123", "2026-03-02T12:59:59Z", "2026-03-02T13:00:00Z")] // New York, 7:59
    [InlineData("+12125550123", "2026-03-02T13:00:00Z", null)]
    [InlineData("+12125550123", "2026-03-03T01:59:59Z", null)] // 20:59
    [InlineData("+12125550123", "2026-03-03T02:00:00Z", "2026-03-03T13:00:00Z")]
    [InlineData("+14155552671", "2026-03-02T13:00:00Z", "2026-03-02T16:00:00Z")] // California sleeps longer
    [InlineData("+13055550123", "2026-03-03T00:59:59Z", null)] // Florida, 19:59
    [InlineData("+13055550123", "2026-03-03T01:00:00Z", "2026-03-03T13:00:00Z")]
    [InlineData("+18505550123", "2026-03-02T13:30:00Z", "2026-03-02T14:00:00Z")] // 850 lies in two zones
    [InlineData("+18505550123", "2026-03-03T00:30:00Z", null)]
    [InlineData("+18505550123", "2026-03-03T01:00:00Z", "2026-03-03T14:00:00Z")]
    [InlineData("+14055550123", "2026-03-03T02:00:00Z", "2026-03-03T14:00:00Z")] // Oklahoma, 20:00
    [InlineData("+12065550123", "2026-03-03T04:00:00Z", "2026-03-03T16:00:00Z")] // Washington, 20:00
    [InlineData("+12145550123", "2026-03-02T14:30:00Z", "2026-03-02T15:00:00Z")] // Texas begins at 9
    [InlineData("+12145550123", "2026-03-03T02:30:00Z", null)] // and ends at 21
    [InlineData("+12145550123", "2026-03-01T17:59:59Z", "2026-03-01T18:00:00Z")] // on Sundays it begins at noon
    [InlineData("+12145550123", "2026-03-01T18:00:00Z", null)]
    [InlineData("+12035550123", "2026-03-02T13:30:00Z", "2026-03-02T14:00:00Z")] // Connecticut, 9 to 20
    [InlineData("+12035550123", "2026-03-03T01:00:00Z", "2026-03-03T14:00:00Z")]
    [InlineData("+14105550123", "2026-03-03T01:00:00Z", "2026-03-03T13:00:00Z")] // Maryland, 20:00
    [InlineData("+16015550123", "2026-03-01T18:00:00Z", "2026-03-02T14:00:00Z")] // Mississippi, not on Sunday
    [InlineData("+15045550123", "2026-03-01T18:00:00Z", "2026-03-02T14:00:00Z")] // nor Louisiana
    [InlineData("+15045550123", "2026-04-03T17:00:00Z", "2026-04-04T13:00:00Z")] // nor on Good Friday
    [InlineData("+15045550123", "2026-05-25T17:00:00Z", "2026-05-26T13:00:00Z")] // nor on May's last Monday
    [InlineData("+15045550123", "2026-11-26T18:00:00Z", "2026-11-27T14:00:00Z")] // nor on November's fourth Thursday
    [InlineData("+15045550123", "2026-05-18T17:00:00Z", null)] // another Monday of May
    [InlineData("+33612345678", "2026-03-02T06:59:59Z", "2026-03-02T07:00:00Z")] // France
    [InlineData("+33612345678", "2026-03-02T19:59:59Z", null)]
    [InlineData("+33612345678", "2026-02-28T20:00:00Z", "2026-03-02T07:00:00Z")] // not on Sunday
    [InlineData("+33612345678", "2026-03-01T12:00:00Z", "2026-03-02T07:00:00Z")]
    [InlineData("+33612345678", "2026-07-14T12:00:00Z", "2026-07-15T06:00:00Z")] // not on the national day
    [InlineData("+33612345678", "2026-04-06T12:00:00Z", "2026-04-07T06:00:00Z")] // nor on Easter Monday
    [InlineData("+33612345678", "2026-05-14T12:00:00Z", "2026-05-15T06:00:00Z")] // nor on Ascension Day
    [InlineData("+447911123456", "2026-03-02T07:59:00Z", "2026-03-02T08:00:00Z")] // elsewhere the first row
    [InlineData("+447911123456", "2026-03-01T12:00:00Z", null)]
    [InlineData("+919812345678", "2026-03-02T02:00:00Z", "2026-03-02T02:30:00Z")] // a zone of half hours
    [InlineData("+18005550123", "2026-03-02T16:00:00Z", "2026-03-02T22:00:00Z")] // toll-free: anywhere in the plan, Guam to Newfoundland
    public void Rule35_marketing_waits_for_the_recipients_morning(string number, string at, string? opens)
    {
        var person = Person(number);
        var answer = person.Check("sale", at: Time(at));
        if (opens is null)
        {
            answer.IsAllowed();
            return;
        }

        Assert.Equal(Time(opens), answer.IsDenied(Reason.QuietHours).Until);
        person.Check("sale", at: Time(opens)).IsAllowed();
        person.Check("sale", at: Time(opens).AddTicks(-1)).IsDenied(Reason.QuietHours);
    }

    [Theory]
    [InlineData("America/Los_Angeles", null, "2026-03-02T14:00:00Z", false)] // a New Yorker who moved west
    [InlineData("America/Los_Angeles", null, "2026-03-02T16:00:00Z", true)]
    [InlineData(null, "US-HI", "2026-03-02T16:00:00Z", false)]
    [InlineData(null, "US-HI", "2026-03-02T18:00:00Z", true)]
    [InlineData(null, "US", "2026-03-02T13:00:00Z", true)] // says no more than the number
    [InlineData(null, "FR", "2026-03-01T14:00:00Z", false)] // Sunday
    [InlineData("America/Chicago", "US-TX", "2026-03-01T17:00:00Z", false)] // Sunday in Texas
    public void Rule35_the_recipients_own_zone_and_region_come_before_the_number(string? zone, string? region, string at, bool allowed)
    {
        var person = Person("+12125550123");
        person.Tells(timeZone: zone, region: region);
        Assert.Equal(allowed, person.Check("sale", at: Time(at)).Allowed);
    }

    [Fact]
    public void Rule35_where_nobody_knows_the_time_marketing_waits_until_somebody_tells()
    {
        var person = Person("messenger:1234567");
        var denied = person.Check("sale").IsDenied(Reason.QuietHours);
        Assert.Null(denied.Until);
        Assert.NotNull(denied.Hint);
        person.Tells(timeZone: "Europe/London");
        person.Check("sale", at: Time("2026-03-02T12:00:00Z")).IsAllowed();
    }

    [Theory]
    [InlineData(Purpose.Transactional)]
    [InlineData(Purpose.Informational)]
    public void Rule35_what_does_not_advertise_may_arrive_at_night(Purpose purpose)
    {
        var person = Person("+12125550123", Sale with { Purpose = purpose });
        person.Check("sale", at: Night).IsAllowed();
    }

    [Fact]
    public void Rule35_replies_and_informational_messages_keep_no_hours_and_a_campaign_can_switch_them_off()
    {
        var person = Person("+12125550123");
        person.Check("sale", CheckKind.Informational, at: Night).IsAllowed();
        person.Check("sale", at: Night).IsDenied(Reason.QuietHours);
        person.Texts("hello");
        person.Check("sale", CheckKind.Reply, Clinic.Number).IsAllowed(Reason.Conversation);
        Person("+12125550123", Sale with { QuietHours = QuietHours.Off }).Check("sale", at: Night).IsAllowed();
    }

    [Fact]
    public void Rule35_a_request_asked_for_by_text_goes_out_at_once_and_one_that_a_form_asked_for_waits()
    {
        var club = Clinic.Campaign("club") with { QuietHours = QuietHours.On, DoubleOptIn = true };
        var person = new Recipient(Clinic.Acme.With(club)) { Address = RecipientAddress.FromTwilio("+33612345678")! };
        person.Consents("club");
        person.CheckRequest("club").IsDenied(Reason.QuietHours); // 2026-03-01 is a Sunday
        var texter = new Recipient(Clinic.Acme.With(club with { Keywords = ["CLUB"], CallToAction = "Text CLUB." }))
        {
            Address = person.Address,
        };
        texter.Texts("CLUB");
        Assert.NotEqual(Reason.QuietHours, texter.CheckRequest("club").Reason);
    }

    [Fact]
    public void Rule35_a_brand_may_only_tighten()
    {
        var person = Person("+12125550123", Sale, new DayHours(10 * 60, 23 * 60));
        Assert.Equal(
            Time("2026-03-02T15:00:00Z"),
            person.Check("sale", at: Time("2026-03-02T14:00:00Z")).IsDenied(Reason.QuietHours).Until
        );
        person.Check("sale", at: Time("2026-03-03T01:59:00Z")).IsAllowed();
        person.Check("sale", at: Time("2026-03-03T02:00:00Z")).IsDenied(Reason.QuietHours);
    }

    [Fact]
    public void Rule24_a_yes_may_not_be_used_into_the_night()
    {
        var person = Person("+12125550123");
        Assert.Equal(Time("2026-03-03T02:00:00Z"), person.Check("sale", at: Time("2026-03-03T01:57:00Z")).IsAllowed().ValidUntil);
    }

    [Theory]
    [InlineData(2024, "2024-03-31")]
    [InlineData(2025, "2025-04-20")]
    [InlineData(2026, "2026-04-05")]
    [InlineData(2038, "2038-04-25")]
    [InlineData(2285, "2285-03-22")]
    public void Easter_is_found(int year, string date) =>
        Assert.Equal(date, Holidays.Easter(year).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture));

    private static readonly DateTimeOffset Night = Time("2026-03-02T04:00:00Z");
    private static readonly Campaign Sale = Clinic.Campaign("sale") with { QuietHours = QuietHours.On };

    private static Recipient Person(string number, Campaign? sale = null, DayHours? hours = null)
    {
        var person = new Recipient(Clinic.Acme.With(sale ?? Sale) with { QuietHours = hours })
        {
            Address = RecipientAddress.FromStored(number),
        };
        person.Consents("sale", at: Time("2026-01-02T12:00:00Z"));
        return person;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
