namespace OptOut.Tests;

/// <summary>Rule 28: what the recipient prefers, the campaign promised and a state allows; the strictest is named.</summary>
public class FrequencyTests
{
    private static readonly Frequency OncePerDay = new(1, IsoDuration.FromDays(1));

    [Fact]
    public void Rule28_a_campaigns_promise_counts_its_own_messages_and_is_named()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Offers with { Promised = OncePerDay }));
        person.Consents("offers+reminders");
        person.IsSent("reminders");
        person.Check("offers").IsAllowed();
        person.IsSent("offers");
        var denied = person.Check("offers").IsDenied(Reason.FrequencyExceeded);
        Assert.Equal(["promise:offers"], denied.Evidence);
        Assert.Equal(person.Last.At.AddDays(1), denied.Until);
        person.Check("reminders").IsAllowed();
        person.WaitsDays(1);
        person.Check("offers").IsAllowed();
    }

    [Theory]
    [InlineData("+13055550123", null, "law:US-FL")]
    [InlineData("+14055550123", null, "law:US-OK")]
    [InlineData("+14155552671", null, null)]
    [InlineData("+14155552671", "US-FL", "law:US-FL")]
    [InlineData("+13055550123", "US-NY", null)]
    public void Rule28_a_states_law_allows_three_a_day_to_its_people(string number, string? region, string? law)
    {
        var person = new Recipient { Address = RecipientAddress.FromTwilio(number)! };
        person.Consents();
        if (region is not null)
        {
            person.Tells(region: region);
        }

        for (var i = 0; i < 3; i++)
        {
            person.Check().IsAllowed();
            person.IsSent();
        }

        var answer = person.Check();
        Assert.Equal(law is null, answer.Allowed);
        if (law is not null)
        {
            Assert.Equal([law], answer.IsDenied(Reason.FrequencyExceeded).Evidence);
            person.CheckInformational().IsAllowed();
        }
    }

    [Fact]
    public void Rule28_the_strictest_decides_and_is_named()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Offers with { Promised = OncePerDay }))
        {
            Address = RecipientAddress.FromTwilio("+13055550123")!,
        };
        person.Consents("offers");
        person.Prefers(1, IsoDuration.FromDays(7));
        var preference = person.Last;
        person.IsSent("offers");
        person.Check("offers").IsDenied(Reason.FrequencyExceeded).RestsOn(preference);
        person.Prefers(5, IsoDuration.FromDays(7));
        Assert.Equal(["promise:offers"], person.Check("offers").IsDenied(Reason.FrequencyExceeded).Evidence);
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(2, 7, true)] // fewer in all, but two at once
    public void Rule28_what_may_allow_more_is_a_loosening(int max, int days, bool loosens) =>
        Assert.Equal(loosens, PreferenceRules.Loosens(OncePerDay, new Preferences(new Frequency(max, IsoDuration.FromDays(days)))));

    [Fact]
    public void Rule28_taking_a_limit_away_is_a_loosening_and_setting_the_first_is_none()
    {
        Assert.True(PreferenceRules.Loosens(OncePerDay, new Preferences(Unset: [ProfileFold.Frequency])));
        Assert.False(PreferenceRules.Loosens(OncePerDay, new Preferences(TimeZone: "Europe/Paris")));
        Assert.False(PreferenceRules.Loosens(null, new Preferences(OncePerDay)));
    }

    [Fact]
    public void Rule28_a_preference_that_says_nothing_of_the_frequency_leaves_it()
    {
        var person = new Recipient();
        person.Prefers(1, IsoDuration.FromDays(1));
        person.Tells(timeZone: "Europe/Paris");
        Assert.Equal(OncePerDay, person.State.Brand("acme").Frequency);
        Assert.Equal("Europe/Paris", person.State.Profile!.TimeZone);
    }
}
