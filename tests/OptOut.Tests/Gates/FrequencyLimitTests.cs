namespace OptOut.Tests;

/// <summary>Rule 28: which held places count against which limit, and what the answer says of the one that is reached.</summary>
public sealed class FrequencyLimitTests
{
    private static readonly IsoDuration Day = IsoDuration.FromDays(1);

    [Theory]
    [InlineData("offers", CheckKind.Campaign, true)]
    [InlineData("offers", CheckKind.Informational, true)]
    [InlineData("offers", CheckKind.OptInRequest, false)]
    [InlineData("offers", CheckKind.Reply, false)]
    [InlineData("reminders", CheckKind.Campaign, false)]
    [InlineData(null, CheckKind.Informational, false)]
    public void Rule28_against_a_promise_count_the_places_held_for_messages_of_that_campaign(string? campaign, CheckKind kind, bool counts)
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Offers with { Promised = new Frequency(1, Day) }));
        person.Consents("offers");
        var until = person.Now + Reservation.Duration;
        person.Reserved.Add(new Reservation("acme", campaign, kind, until));
        Assert.Equal(counts ? (Reason.FrequencyExceeded, until) : (Reason.Consented, null), Said(person.Check("offers")));
    }

    [Theory]
    [InlineData("offers", CheckKind.Campaign, true)]
    [InlineData("reminders", CheckKind.Informational, true)]
    [InlineData(null, CheckKind.Informational, true)]
    [InlineData("news", CheckKind.OptInRequest, false)]
    [InlineData(null, CheckKind.Reply, false)]
    public void Rule28_against_a_preference_count_the_places_held_for_the_brands_messages(string? campaign, CheckKind kind, bool counts)
    {
        var person = new Recipient();
        person.Consents("offers");
        person.Prefers(1, Day);
        var until = person.Now + Reservation.Duration;
        person.Reserved.Add(new Reservation("acme", campaign, kind, until));
        Assert.Equal(counts ? (Reason.FrequencyExceeded, until) : (Reason.Consented, null), Said(person.Check("offers")));
    }

    [Fact]
    public void Rule28_the_answer_says_who_allows_how_much()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Offers with { Promised = new Frequency(2, Day) }))
        {
            Address = RecipientAddress.FromTwilio("+13055550123")!,
        };
        person.Consents("offers");
        person.IsSent("offers");
        person.Prefers(1, IsoDuration.FromDays(7));
        Assert.Equal("The recipient prefers at most 1 in P7D.", Hint(person));
        person.Prefers(9, IsoDuration.FromDays(7));
        person.IsSent("offers");
        Assert.Equal("The campaign promised at most 2 in PT24H.", Hint(person));
        person.Policy = new Recipient(Clinic.Acme).Policy;
        person.IsSent("offers");
        Assert.Equal("The law of US-FL allows at most 3 in PT24H.", Hint(person));

        static string? Hint(Recipient person) => person.Check("offers").IsDenied(Reason.FrequencyExceeded).Hint;
    }

    [Fact]
    public void Rule28_of_two_limits_that_free_a_place_at_once_the_recipients_own_is_named()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Offers with { Promised = new Frequency(1, Day) }));
        person.Consents("offers");
        person.Prefers(1, Day);
        var preference = person.Last;
        person.IsSent("offers");
        var sent = person.Last.At;
        var answer = person.Check("offers").IsDenied(Reason.FrequencyExceeded);
        answer.RestsOn(preference);
        Assert.Equal((sent.AddDays(1), "The recipient prefers at most 1 in PT24H."), (answer.Until!.Value, answer.Hint));
    }

    private static (Reason, DateTimeOffset?) Said(CheckAnswer answer) => (answer.Reason, answer.Until);
}
