namespace OptOut.Tests;

/// <summary>Rule 40: an opt-out takes back what waits at Twilio and has not gone out.</summary>
public sealed class RecallRulesTests
{
    private readonly Recipient recipient = new();

    private static ScheduledMessage Message(string sid, DateTimeOffset sendAt, string? campaign = "reminders") =>
        new(sid, sendAt, campaign);

    private RecipientState With(string brand, params ScheduledMessage[] messages) =>
        recipient.State.With(brand, b => b with { Scheduled = [.. messages] });

    [Fact]
    public void Rule40_what_goes_out_later_is_recalled_and_what_goes_out_now_or_went_is_not()
    {
        recipient.Texts("STOP");
        var (stop, now) = (recipient.Last.Id, recipient.Now);
        var next = Message("SM2", now.AddTicks(1));
        var later = Message("SM1", now.AddDays(1), campaign: null);
        var state = With("acme", later, Message("SM3", now), next, Message("SM4", now.AddTicks(-1)));

        Assert.Equal([("acme", later, stop), ("acme", next, stop)], RecallRules.ToRecall(state, now));
    }

    [Fact]
    public void Rule40_a_message_is_covered_by_the_opt_out_of_its_campaign_its_brand_or_the_account()
    {
        recipient.IsOptedOut(Scope.Campaign, "offers");
        var ofOffers = recipient.Last.Id;
        var at = recipient.Now.AddDays(1);
        var (offers, reminders, reply) = (Message("SM1", at, "offers"), Message("SM2", at), Message("SM3", at, campaign: null));
        Assert.Equal([("acme", offers, ofOffers)], RecallRules.ToRecall(With("acme", offers, reminders, reply), recipient.Now));

        recipient.Texts("STOPALL");
        var all = recipient.Last.Id;
        var tasting = Message("SM4", at, "tastings");
        Assert.Equal(
            [("acme", offers, all), ("acme", reminders, all), ("acme", reply, all)],
            RecallRules.ToRecall(With("acme", offers, reminders, reply), recipient.Now)
        );
        Assert.Equal([("vineyard", tasting, all)], RecallRules.ToRecall(With("vineyard", tasting), recipient.Now));
    }

    [Fact]
    public void Rule40_what_was_consented_to_since_the_opt_out_stays()
    {
        recipient.Texts("STOP");
        var stop = recipient.Last.Id;
        recipient.Texts("JOIN");
        var (offers, reminders) = (Message("SM1", recipient.Now.AddDays(1), "offers"), Message("SM2", recipient.Now.AddDays(1)));

        Assert.Equal([("acme", reminders, stop)], RecallRules.ToRecall(With("acme", offers, reminders), recipient.Now));
    }
}
