namespace OptOut.Tests;

/// <summary>What the record holds and owes: rules 19, 21, 25 and 32.</summary>
public sealed class RecordTests
{
    private readonly Recipient recipient = new();

    [Fact]
    public void Rule19_a_prior_relationship_keeps_its_trigger_and_expires_from_it()
    {
        var order = recipient.Now.AddDays(-80);
        var consent = recipient.Consents(basis: Basis.PriorRelationship, trigger: order);
        Assert.Equal(new Trigger("order", "order-7", order), consent!.Trigger);
        Assert.True(recipient.CheckInformational().Allowed);
        Assert.Equal(order.AddDays(90), recipient.CheckInformational().Until);
        recipient.WaitsDays(11);
        Assert.Equal(Reason.ConsentExpired, recipient.CheckInformational().Reason);
    }

    [Fact]
    public void Rule25_the_first_message_after_a_new_consent_says_again_how_to_stop()
    {
        recipient.Consents();
        Assert.Contains(Obligation.OptOutLanguage, recipient.Check("reminders").Obligations);
        recipient.IsSent(fulfilled: [Obligation.OptOutLanguage]);
        Assert.DoesNotContain(Obligation.OptOutLanguage, recipient.Check("reminders").Obligations);
        recipient.Consents("offers");
        Assert.Contains(Obligation.OptOutLanguage, recipient.Check("reminders").Obligations);
        recipient.IsSent("offers", fulfilled: [Obligation.OptOutLanguage]);
        Assert.DoesNotContain(Obligation.OptOutLanguage, recipient.Check("reminders").Obligations);
        recipient.Consents(null, Basis.PriorRelationship);
        Assert.Contains(Obligation.OptOutLanguage, recipient.Check("reminders").Obligations);
    }

    [Fact]
    public void Rule21_a_campaign_that_sends_twice_within_RemindEvery_is_recurring_whatever_was_declared()
    {
        recipient.Consents();
        recipient.IsSent(fulfilled: [Obligation.OptOutLanguage]);
        recipient.WaitsDays(31);
        Assert.DoesNotContain(Obligation.OptOutLanguage, recipient.Check("reminders").Obligations);
        recipient.IsSent();
        recipient.WaitsDays(1);
        Assert.DoesNotContain(Obligation.OptOutLanguage, recipient.Check("reminders").Obligations);
        recipient.IsSent();
        Assert.Contains(Obligation.OptOutLanguage, recipient.Check("reminders").Obligations);
    }

    [Fact]
    public void Rule32_a_legal_hold_stops_purge_and_erasure_until_it_is_lifted()
    {
        recipient.Consents();
        recipient.Take(new Decision([RetentionRules.SetHold(recipient.State, true, "Claim 17", "j.doe", recipient.Now)!]));
        Assert.Equal((EventType.HoldChanged, true, "Claim 17"), (recipient.Last.Type, recipient.Last.Hold, recipient.Last.Text));
        Assert.Null(RetentionRules.SetHold(recipient.State, true, "again", "j.doe", recipient.Now));
        var (retention, later) = (IsoDuration.FromYears(5), recipient.WaitsDays(6 * 366));
        Assert.False(RetentionRules.IsPurgeable(recipient.State, retention, later));
        recipient.Take(new Decision([RetentionRules.SetHold(recipient.State, false, "Settled", "j.doe", recipient.Now)!]));
        Assert.Null(recipient.State.Hold);
        Assert.True(RetentionRules.IsPurgeable(recipient.State, retention, recipient.WaitsDays(6 * 366)));
    }

    [Fact]
    public void Rule32_the_texts_around_a_live_suppression_go_with_the_retention_and_the_suppression_stays()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        var retention = IsoDuration.FromYears(5);
        Assert.False(RetentionRules.IsErasable(recipient.State, retention, recipient.Now));
        recipient.WaitsDays(6 * 366);
        Assert.False(RetentionRules.IsPurgeable(recipient.State, retention, recipient.Now));
        Assert.True(RetentionRules.IsErasable(recipient.State, retention, recipient.Now));
        recipient.Take(new Decision([RetentionRules.Erase(recipient.State, "over", "retention", recipient.Now)!]));
        Assert.NotNull(recipient.Suppression());
        Assert.False(RetentionRules.IsErasable(recipient.State, retention, recipient.WaitsDays(6 * 366)));
    }
}
