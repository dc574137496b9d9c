namespace OptOut.Tests;

/// <summary>Rules 21, 25, 28 and 33: what is remembered of the messages that went out, how much of it, and of which moment.</summary>
public sealed class SendMemoryTests
{
    private readonly Recipient recipient = new();

    private BrandState Acme => recipient.State.Brand("acme");

    private CampaignState Reminders => Acme.Campaign("reminders");

    private void IsSentOn(string decision) =>
        recipient.Take(
            SendRules.Record(
                new ReportedSend
                {
                    Brand = Clinic.Acme,
                    Campaign = Clinic.Reminders,
                    Kind = CheckKind.Campaign,
                    MessageSid = "SM" + recipient.Ledger.Count,
                    SentAt = recipient.Now,
                    Source = Sources.Api,
                },
                new SendFindings(new SentDecision(decision, Reason.Consented, [], [], recipient.Now, recipient.Now.AddMinutes(5)))
            )
        );

    [Theory]
    [InlineData("", "")]
    [InlineData("abcdefghij", "abcdefghij")]
    [InlineData("abcdefghijk", "abcdefghijk")]
    [InlineData("abcdefghijkl", "abcdefghijk")]
    public void Rule33_a_decision_is_remembered_by_its_first_eleven_characters(string id, string kept) =>
        Assert.Equal(kept, SendFold.Short(id));

    [Fact]
    public void Rule33_the_last_sixteen_decisions_are_remembered_each_once()
    {
        string[] ids = [.. Enumerable.Range(10, 17).Select(i => $"decision-{i}-of-many")];
        IsSentOn(ids[0]);
        IsSentOn(ids[1]);
        IsSentOn(ids[0]);
        Assert.Equal(["decision-10", "decision-11"], Acme.Decisions);
        Array.ForEach(ids[2..16], IsSentOn);
        Assert.Equal(ids[..16].Select(id => id[..11]), Acme.Decisions);
        IsSentOn(ids[16]);
        Assert.Equal(ids[1..].Select(id => id[..11]), Acme.Decisions);
    }

    [Fact]
    public void Rule33_a_send_without_a_decision_leaves_those_that_are_remembered()
    {
        recipient.IsSent();
        Assert.Null(Acme.Decisions);
        IsSentOn("decision-10");
        recipient.IsSent();
        Assert.Equal(["decision-10"], Acme.Decisions);
    }

    [Fact]
    public void Rule28_of_a_campaigns_sends_the_last_hundred_count()
    {
        var first = recipient.WaitsDays(1);
        for (var i = 0; i < SendFold.MaxOfCampaign; i++)
        {
            recipient.IsSent(at: first.AddMinutes(i));
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => first.AddMinutes(i)), Reminders.Sends!);
        recipient.IsSent(at: first.AddMinutes(100));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => first.AddMinutes(i)), Reminders.Sends!);
    }

    [Fact]
    public void Rule21_the_last_two_messages_are_those_of_the_latest_times_in_whichever_order_they_are_reported()
    {
        var first = recipient.WaitsDays(1);
        foreach (var minutes in (int[])[3, 1, 2])
        {
            recipient.IsSent(at: first.AddMinutes(minutes));
        }

        Assert.Equal([first.AddMinutes(2), first.AddMinutes(3)], Reminders.LastSends!);
    }

    [Fact]
    public void Rule21_a_request_to_opt_in_is_none_of_the_last_two_messages()
    {
        recipient.IsSent(kind: CheckKind.Informational);
        recipient.IsSent(kind: CheckKind.OptInRequest);
        Assert.Single(Reminders.LastSends!);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Rule21_a_message_at_the_moment_of_the_consent_is_the_first_since_and_one_before_is_none(int ticks, int? first)
    {
        var consent = recipient.Waits(TimeSpan.FromSeconds(0.5));
        recipient.Consents(at: consent);
        recipient.IsSent(at: consent.AddTicks(ticks));
        Assert.Equal(first is { } at ? consent.AddTicks(at) : null, Reminders.FirstSendAt);
    }

    [Fact]
    public void Rule21_of_the_messages_since_the_consent_the_earliest_is_the_first()
    {
        var consent = recipient.Consents()!.At;
        foreach (var minutes in (int[])[2, 1, 3])
        {
            recipient.IsSent(at: consent.AddMinutes(minutes));
        }

        Assert.Equal(consent.AddMinutes(1), Reminders.FirstSendAt);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Rule25_a_reply_at_the_moment_of_the_opening_identifies_and_one_before_does_not(int ticks, int? identified)
    {
        var opened = recipient.Waits(TimeSpan.FromSeconds(0.5));
        recipient.Texts("hello", raced: opened);
        recipient.IsSent(null, CheckKind.Reply, Clinic.Number, opened.AddTicks(ticks), null, Obligation.IdentifySender);
        Assert.Equal(identified is { } at ? opened.AddTicks(at) : null, Acme.Conversations[Clinic.Number].IdentifiedAt);
    }
}
