namespace OptOut.Tests;

/// <summary>Rule 23: where two stages object, the one that stands first in the order answers.</summary>
public sealed class CheckPrecedenceTests
{
    private static readonly Campaign Wine = Clinic.Reminders with { Content = Content.Alcohol };

    [Fact]
    public void Rule23_a_review_answers_before_a_block()
    {
        var person = new Recipient(Clinic.Acme with { FreeTextOptOut = FreeTextOptOut.Review });
        person.Consents();
        person.IsRefused(Clinic.Number, person.Now);
        person.Check(sender: Clinic.Number).IsDenied(Reason.ProviderBlocked);
        person.Texts("please stop texting me");
        person.Check(sender: Clinic.Number).IsDenied(Reason.ReviewPending).RestsOn(person.Last);
    }

    [Fact]
    public void Rule23_the_numbers_life_answers_before_content_and_country()
    {
        var person = new Recipient(Clinic.Acme.With(Wine with { Countries = ["DE"] }));
        person.Check().IsDenied(Reason.AgeNotVerified);
        person.IsReassigned();
        person.Check().IsDenied(Reason.NumberReassigned).RestsOn(person.Last);
    }

    [Fact]
    public void Rule23_content_answers_before_the_country()
    {
        var person = new Recipient(Clinic.Acme.With(Wine with { Countries = ["DE"] }));
        person.Consents(age: 20);
        person.Check().IsDenied(Reason.AgeNotVerified).RestsOn(person.Last);
        person.Consents(age: 21);
        person.Check().IsDenied(Reason.CountryNotAllowed);
    }

    [Fact]
    public void Rule23_the_level_of_the_consent_answers_before_the_sender()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Senders = [Clinic.Number] }));
        person.Consents(method: "verbal");
        person.Check(sender: Clinic.TollFree).IsDenied(Reason.ConsentInsufficient).RestsOn(person.Last);
        person.Consents();
        person.Check(sender: Clinic.TollFree).IsDenied(Reason.SenderNotRegistered);
    }
}
