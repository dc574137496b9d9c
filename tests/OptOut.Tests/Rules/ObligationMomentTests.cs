namespace OptOut.Tests;

/// <summary>Rule 25: a message at the very time of a consent, or of a conversation's opening, is the first one since.</summary>
public sealed class ObligationMomentTests
{
    private readonly Recipient person = new();

    /// <summary>No whole second, which would stand for all of its moments.</summary>
    public ObligationMomentTests() => person.Waits(TimeSpan.FromMilliseconds(300));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void Rule25_a_message_at_the_time_of_the_newest_consent_told_how_to_stop(int ticksAfter, bool owed)
    {
        person.Consents("offers");
        var at = person.Consents()!.At;
        person.IsSent(at: at.AddTicks(ticksAfter), fulfilled: Obligation.OptOutLanguage);
        Assert.Equal(owed, person.Check().IsAllowed().Obligations.Contains(Obligation.OptOutLanguage));
        Assert.Equal(owed, person.Check("offers").IsAllowed().Obligations.Contains(Obligation.OptOutLanguage));
    }

    [Theory]
    [InlineData("consent")]
    [InlineData("prior relationship")]
    [InlineData("prior relationship with the brand")]
    [InlineData("START")]
    public void Rule25_after_any_kind_of_consent_it_is_owed_again(string kind)
    {
        person.Consents("offers");
        person.IsSent("offers", fulfilled: Obligation.OptOutLanguage);
        Assert.DoesNotContain(Obligation.OptOutLanguage, person.Check("offers").Obligations);
        switch (kind)
        {
            case "consent":
                person.Consents();
                break;
            case "START":
                person.Texts("STOP");
                person.Texts("START");
                break;
            default:
                person.Consents(kind == "prior relationship" ? "reminders" : null, Basis.PriorRelationship);
                break;
        }

        Assert.Contains(Obligation.OptOutLanguage, person.Check("offers").IsAllowed().Obligations);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void Rule25_a_reply_at_the_time_at_which_the_conversation_opened_named_the_sender(int ticksAfter, bool owed)
    {
        person.Texts("hello");
        var opened = person.State.Brand("acme").Conversations[Clinic.Number].OpenedAt;
        person.IsSent(null, CheckKind.Reply, Clinic.Number, opened.AddTicks(ticksAfter), null, Obligation.IdentifySender);
        Assert.Equal(owed, person.CheckReply().IsAllowed(Reason.Conversation).Obligations.Contains(Obligation.IdentifySender));
    }
}
