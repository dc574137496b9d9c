namespace OptOut.Tests;

/// <summary>Rule 36: a number gets another owner, and what the one of before opened is over.</summary>
public class NumberLifeTests
{
    private readonly Recipient recipient = new() { IsStored = true };

    [Fact]
    public void Rule36_a_reassigned_number_ends_grants_requests_conversations_and_age()
    {
        recipient.Consents("reminders+offers", age: 21);
        recipient.Consents(basis: Basis.PriorRelationship);
        recipient.Texts("NEWS");
        recipient.Texts("hello");
        recipient.IsReassigned();
        var report = recipient.Last;
        recipient.Check().IsDenied(Reason.NumberReassigned).RestsOn(report);
        recipient.CheckInformational().IsDenied(Reason.NumberReassigned);
        recipient.CheckRequest().IsDenied(Reason.NumberReassigned);
        recipient.CheckReply().IsDenied(Reason.NumberReassigned);
        Assert.Null(recipient.State.Brand("acme").Age);
        recipient.Consents("offers");
        recipient.Check("offers").IsAllowed();
        recipient.Check().IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule36_what_is_newer_than_the_change_stays()
    {
        var before = recipient.Now;
        recipient.Consents();
        recipient.IsReassigned(at: before);
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule36_suppressions_stay_and_START_brings_no_earlier_consent_back()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        recipient.IsReassigned();
        recipient.Check().IsDenied(Reason.OptedOut);
        recipient.Texts("START");
        recipient.Check().IsDenied(Reason.NumberReassigned);
        Assert.Null(recipient.Suppression());
    }

    [Theory]
    [InlineData("JOIN")]
    [InlineData("START")]
    [InlineData("YES")]
    [InlineData("hello")]
    public void Rule36_an_old_owners_message_that_arrives_late_opens_nothing(string text)
    {
        var before = recipient.Now;
        recipient.Consents("news");
        recipient.IsReassigned();
        recipient.Texts(text, at: before).Records(EventType.Superseded);
        recipient.Check("offers").IsDenied(Reason.NumberReassigned);
        recipient.CheckReply().IsDenied(Reason.NumberReassigned);
    }

    [Fact]
    public void Rule36_a_consent_that_was_obtained_before_the_change_is_no_consent_of_the_new_owner()
    {
        var before = recipient.Now;
        recipient.IsReassigned();
        var outcome = ConsentRules.Record(
            recipient.State,
            new ReportedConsent
            {
                Brand = Clinic.Acme,
                Campaigns = [Clinic.Reminders],
                Basis = Basis.Express,
                Method = "web-form",
                ObtainedAt = before,
                Statement = "Yes.",
                Proof = new Proof("form-1"),
            },
            recipient.Now
        );
        Assert.Equal((null, recipient.State.Reassigned!.At), (outcome.Decision, outcome.GoneUntil!.Value));
    }

    [Fact]
    public void Rule36_the_new_owners_conversation_is_answered()
    {
        recipient.Texts("hello");
        recipient.IsReassigned();
        recipient.Texts("who is this?");
        recipient.CheckReply().IsAllowed(Reason.Conversation);
    }

    [Fact]
    public void Rule36_a_report_repeated_or_overtaken_changes_nothing_and_what_was_told_of_the_person_goes()
    {
        recipient.Tells(timeZone: "Asia/Tokyo", region: "JP", language: "ja");
        recipient.IsReassigned();
        Assert.Null(recipient.State.Profile);
        var count = recipient.Ledger.Count;
        recipient.IsReassigned(at: recipient.State.Reassigned!.At);
        recipient.IsReassigned(at: recipient.Now.AddDays(-3));
        Assert.Equal(count, recipient.Ledger.Count);
    }

    [Fact]
    public void Rule36_an_import_says_what_each_line_came_to()
    {
        var first = NumberLifeRules.Import(recipient.State, recipient.Now, "list", recipient.Now);
        Assert.Equal((ImportResult.Added, "list", Sources.Import), (first.Result, first.Events[0].Origin, first.Events[0].Source));
        recipient.IsReassigned();
        Assert.Equal(
            ImportResult.AlreadyReassigned,
            NumberLifeRules.Import(recipient.State, recipient.State.Reassigned!.At, "list", recipient.Now).Result
        );
    }
}
