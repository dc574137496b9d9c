using System.Globalization;
using NodaTime;

namespace OptOut.Tests;

/// <summary>Rule 35 at its edges: several zones, days that a calendar leaves out, and hours that nobody knows.</summary>
public sealed class QuietHoursEdgeTests
{
    private static readonly Campaign Sale = Clinic.Campaign("sale") with { QuietHours = QuietHours.On };

    [Fact]
    public void Rule35_where_nobody_knows_the_time_the_answer_says_what_to_tell()
    {
        var answer = Person("messenger:1234567").Check("sale").IsDenied(Reason.QuietHours);
        Assert.Equal(
            (null, "Nobody knows what time it is there: tell the recipient's timeZone with the preferences."),
            (answer.Until, answer.Hint)
        );
    }

    [Theory]
    [InlineData("+18505550123", "2026-03-03T01:00:00Z")] // 20 o'clock of Florida's Eastern time; the Central part has an hour more
    [InlineData("+12125550123", "2026-03-03T02:00:00Z")]
    public void Rule35_a_yes_ends_with_the_first_evening_of_all_zones_that_the_number_may_be_in(string number, string closes)
    {
        var answer = Person(number).Check("sale", at: Time("2026-03-02T18:00:00Z")).IsAllowed();
        Assert.Equal(Time(closes), answer.ValidUntil);
    }

    [Fact]
    public void Rule35_a_request_that_a_text_asked_for_keeps_no_hours_and_the_campaigns_messages_do()
    {
        var club = Clinic.Campaign("club") with
        {
            QuietHours = QuietHours.On,
            DoubleOptIn = true,
            Keywords = ["CLUB"],
            CallToAction = "Text CLUB.",
        };
        var person = new Recipient(Clinic.Brand("acme", "Acme Clinics", [Clinic.Number], club))
        {
            Address = RecipientAddress.FromTwilio("+33612345678")!, // 2026-03-01 is a Sunday
        };
        person.Texts("CLUB", type: "START");
        person.CheckRequest("club").IsAllowed(Reason.OptInRequest).RestsOn(person.Last);

        person.Texts("YES");
        person.WaitsDays(0.1);
        person.Check("club").IsDenied(Reason.QuietHours);
    }

    [Fact]
    public void Rule35_a_morning_of_a_day_that_a_zones_calendar_left_out_is_that_of_the_day_after()
    {
        // Samoa went from the end of 29 December 2011 straight to the 31st.
        var person = Person("+12125550123");
        person.Tells(timeZone: "Pacific/Apia");
        var denied = person.Check("sale", at: Time("2011-12-29T22:00:00-10:00")).IsDenied(Reason.QuietHours);
        Assert.Equal(Time("2011-12-31T08:00:00+14:00"), denied.Until);
    }

    [Theory]
    [InlineData("2025-12-31T08:00", false)]
    [InlineData("2026-01-01T08:00", false)]
    [InlineData("2026-01-01T08:01", true)]
    [InlineData("2026-01-14T23:59", true)]
    public void Rule35_an_opening_is_looked_for_within_two_weeks(string from, bool found)
    {
        var fortnight = string.Join(
            ' ',
            Enumerable.Range(1, 14).Select(day => string.Create(CultureInfo.InvariantCulture, $"01-{day:D2}"))
        );
        var day = DayHours.Parse("8-21")!;
        var hours = new WakingHours(day, day, null, Holidays.From(fortnight + " 12-31", "", ""));
        Instant? opens = found ? Instant.FromUtc(2026, 1, 15, 8, 0) : null;
        Assert.Equal(opens, QuietHoursCheck.Opening([DateTimeZone.Utc], hours, null, Instant.FromDateTimeOffset(Time(from + "Z"))));
    }

    private static Recipient Person(string number)
    {
        var person = new Recipient(Clinic.Acme.With(Sale)) { Address = RecipientAddress.FromStored(number) };
        person.Consents("sale");
        return person;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
