namespace OptOut.Tests;

/// <summary>Rule 36: what is newer than the number's change opens its own kind of message, whatever else the person has.</summary>
public sealed class ReassignedRequestTests
{
    private readonly Recipient person = new();

    public ReassignedRequestTests() => person.IsReassigned();

    [Fact]
    public void Rule36_a_number_that_the_brand_never_met_since_may_be_asked_nothing()
    {
        var report = person.Last;
        person.CheckRequest().IsDenied(Reason.NumberReassigned).RestsOn(report);
        person.Check().IsDenied(Reason.NumberReassigned).RestsOn(report);
    }

    [Fact]
    public void Rule36_the_new_owners_request_may_be_asked_beside_a_campaign_that_asks_nothing()
    {
        person.Consents("offers");
        person.CheckRequest().IsDenied(Reason.NumberReassigned);
        var asked = person.Consents("news")!;
        person.CheckRequest().IsAllowed(Reason.OptInRequest).RestsOn(asked);
        person.Check("offers").IsAllowed();
    }

    [Fact]
    public void Rule36_one_campaigns_request_is_no_consent_to_another()
    {
        person.Consents("news");
        person.Check().IsDenied(Reason.NumberReassigned);
        person.Consents(basis: Basis.PriorRelationship);
        person.CheckInformational().IsAllowed(Reason.PriorRelationship);
    }
}
