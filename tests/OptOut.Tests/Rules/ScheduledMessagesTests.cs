namespace OptOut.Tests;

/// <summary>Rule 40: which messages are known to wait at Twilio. What a report brought with it: ScheduledSendTests.</summary>
public sealed class ScheduledMessagesTests
{
    private readonly Recipient recipient = new();
    private readonly DateTimeOffset due;

    public ScheduledMessagesTests() => due = recipient.Now.AddDays(2);

    private IEnumerable<ScheduledMessage>? Waiting => recipient.State.Brand("acme").Scheduled;

    private static ReportedSend Send(string sid, DateTimeOffset sentAt) =>
        new()
        {
            Brand = Clinic.Acme,
            Campaign = Clinic.Reminders,
            Kind = CheckKind.Campaign,
            MessageSid = sid,
            SentAt = sentAt,
            Source = Sources.Api,
        };

    private ScheduledMessage IsScheduled(string sid, DateTimeOffset sendAt, DateTimeOffset? now = null)
    {
        recipient.Take(new Decision([SendRules.Scheduled(Send(sid, now ?? recipient.Now), sendAt, now ?? recipient.Now, null, null)]));
        return new ScheduledMessage(sid, sendAt, "reminders") { Sequence = recipient.Last.Sequence };
    }

    [Fact]
    public void Rule40_what_waits_is_listed_as_it_was_reported_and_a_report_anew_takes_the_place_of_its_first()
    {
        var (first, second) = (IsScheduled("SM1", due), IsScheduled("SM2", due.AddHours(-1)));
        Assert.Equal([first, second], Waiting);
        var again = IsScheduled("SM1", due.AddHours(1));
        Assert.Equal([second, again], Waiting);
    }

    [Fact]
    public void Rule40_a_message_is_forgotten_a_day_after_its_time_when_another_is_reported()
    {
        var old = IsScheduled("SM1", due);
        var next = IsScheduled("SM2", due.AddDays(3), now: due.AddDays(1).AddTicks(-1));
        Assert.Equal([old, next], Waiting);
        var last = IsScheduled("SM3", due.AddDays(3), now: due.AddDays(1));
        Assert.Equal([next, last], Waiting);
    }

    [Fact]
    public void Rule40_of_more_than_are_kept_the_latest_wait()
    {
        var all = Enumerable.Range(0, ScheduleFold.MaxKept + 1).Select(i => IsScheduled($"SM{i}", due)).ToList();
        Assert.Equal(all.Skip(1), Waiting);
    }

    [Fact]
    public void Rule40_one_that_went_out_or_was_recalled_waits_no_more_and_the_others_do()
    {
        var (first, second) = (IsScheduled("SM1", due), IsScheduled("SM2", due));
        recipient.Take(new Decision([RecallRules.Recalled("acme", IsScheduled("SM3", due), "ev-0-1", recipient.Now)]));
        Assert.Equal([first, second], Waiting);
        recipient.Take(SendRules.Record(Send("SM1", due)));
        Assert.Equal([second], Waiting);
        recipient.Take(SendRules.Record(Send("SM-never-scheduled", due)));
        Assert.Equal([second], Waiting);
        recipient.Take(SendRules.Record(Send("SM2", due)));
        Assert.Null(Waiting);
    }
}
