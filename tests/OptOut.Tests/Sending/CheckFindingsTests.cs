namespace OptOut.Tests;

/// <summary>Rule 26: what the findings of a text make of the answer.</summary>
public sealed class CheckFindingsTests
{
    private const string Complete = "Acme Clinics: see you. Reply STOP to unsubscribe.";
    private const string Advised = "Acme Clinics: Reply YES to confirm your appointment, STOP to unsubscribe.";
    private const string AdvisedAndNameless = "Reply YES to confirm your appointment, STOP to unsubscribe.";

    [Theory]
    [InlineData(null, Reason.Consented)]
    [InlineData(Complete, Reason.Consented)]
    [InlineData(Advised, Reason.Consented, FindingType.AmbiguousKeyword)]
    [InlineData(AdvisedAndNameless, Reason.ObligationsUnmet, FindingType.AmbiguousKeyword, FindingType.MissingSenderIdentification)]
    public void Rule26_one_finding_that_is_no_advice_denies_whatever_stands_beside_it(
        string? body,
        Reason reason,
        params FindingType[] found
    )
    {
        var person = new Recipient();
        person.Consents();
        var answer = person.Check(body: body);
        Assert.Equal((reason == Reason.Consented, reason), (answer.Allowed, answer.Reason));
        Assert.Equal(found.Length == 0 ? null : found, answer.Findings?.Select(f => f.Type));
    }
}
