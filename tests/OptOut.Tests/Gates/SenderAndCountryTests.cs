namespace OptOut.Tests;

/// <summary>Rules 27 and 38: the countries and the senders that a campaign keeps to; rule 20: a reply has no campaign.</summary>
public class SenderAndCountryTests
{
    [Theory]
    [InlineData("+14155552671", true)]
    [InlineData("+17875550123", false)] // Puerto Rico has a code of its own
    [InlineData("+4915112345678", true)]
    [InlineData("+33612345678", false)]
    [InlineData("messenger:1234567", false)]
    public void Rule27_a_campaign_with_countries_goes_to_no_other(string number, bool allowed)
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Countries = ["US", "DE"] }))
        {
            Address = RecipientAddress.FromStored(number),
        };
        person.Consents();
        Assert.Equal(allowed ? Reason.Consented : Reason.CountryNotAllowed, person.Check().Reason);
    }

    [Fact]
    public void Rule38_a_campaign_goes_out_from_its_senders_only()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Senders = [Clinic.Number] }));
        person.Consents();
        Assert.Equal([Clinic.Number], person.Check(sender: Clinic.TollFree).IsDenied(Reason.SenderNotRegistered).UsableSenders!);
        person.Check(sender: Clinic.Number).IsAllowed();
        Assert.Equal([Clinic.Number], person.Check().IsAllowed().UsableSenders!);
        person.Consents("offers");
        person.Check("offers", sender: Clinic.TollFree).IsAllowed();
        Assert.Null(person.Check("offers").UsableSenders);
    }

    [Fact]
    public void Rule38_a_campaign_whose_only_sender_is_blocked_is_blocked()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Senders = [Clinic.Number] }));
        person.Consents();
        person.IsRefused(Clinic.Number, person.Now);
        Assert.Empty(person.Check().IsDenied(Reason.ProviderBlocked).UsableSenders!);
    }

    [Fact]
    public void Rule23_consent_is_asked_for_before_the_sender_and_the_sender_before_the_time()
    {
        var strict = Clinic.Acme.With(
            Clinic.Reminders with
            {
                Senders = [Clinic.Number],
                QuietHours = QuietHours.On,
                Promised = new Frequency(1, IsoDuration.FromDays(1)),
            }
        );
        var person = new Recipient(strict) { Address = RecipientAddress.FromTwilio("+33612345678")! }; // on a Sunday
        person.Check(sender: Clinic.TollFree).IsDenied(Reason.NoConsent);
        person.Consents();
        person.IsSent();
        person.Check(sender: Clinic.TollFree).IsDenied(Reason.SenderNotRegistered);
        person.Check(sender: Clinic.Number).IsDenied(Reason.QuietHours);
        person.WaitsDays(0.8);
        person.Check(sender: Clinic.Number).IsDenied(Reason.FrequencyExceeded);
    }
}
