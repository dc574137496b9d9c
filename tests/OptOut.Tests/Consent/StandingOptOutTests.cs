namespace OptOut.Tests;

/// <summary>Rules 3 and 18: the opt-out that a consent is refused for is the one that stands for its brand.</summary>
public sealed class StandingOptOutTests
{
    private readonly Recipient person = new();

    [Fact]
    public void Rule18_after_a_second_STOPALL_a_consent_is_refused_for_what_closed_its_own_brand()
    {
        person.Texts("STOPALL");
        var first = person.Last;
        person.Texts("START");
        person.Texts("STOPALL");
        var second = person.Last;
        Assert.Equal((second.At, second.At, second.Id), Refused(Clinic.Acme, Clinic.Reminders, person.Now.AddSeconds(-1)));
        // The other brand was never opened again.
        Assert.Equal((first.At, second.At, second.Id), Refused(Clinic.Vineyard, Clinic.Tastings, person.Now.AddSeconds(-1)));
    }

    [Fact]
    public void Rule18_a_consent_older_than_an_opt_out_that_was_lifted_is_refused_for_that_one()
    {
        var before = person.Now;
        person.Texts("STOP");
        var stop = person.Last;
        person.Texts("START");
        Assert.Equal((stop.At, stop.At, stop.Id), Refused(Clinic.Acme, Clinic.Reminders, before));
        Assert.Equal((stop.At, stop.At, stop.Id), Refused(Clinic.Acme, Clinic.Reminders, stop.At));
    }

    private (DateTimeOffset Since, DateTimeOffset Last, string Event) Refused(Brand brand, Campaign campaign, DateTimeOffset obtainedAt)
    {
        var outcome = ConsentRules.Record(
            person.State,
            new ReportedConsent
            {
                Brand = brand,
                Campaigns = [campaign],
                Basis = Basis.Express,
                Method = "web-form",
                ObtainedAt = obtainedAt,
                Statement = "I agree.",
                Proof = new Proof("form-1"),
                Reconsent = true,
                Source = Sources.Api,
            },
            person.Now
        );
        Assert.Null(outcome.Decision);
        var refused = outcome.OptedOut!;
        return (refused.Since, refused.LastOptOutAt, refused.Event);
    }
}
