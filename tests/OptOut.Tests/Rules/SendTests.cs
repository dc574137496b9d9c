namespace OptOut.Tests;

/// <summary>
/// Rule 30: what was sent is recorded once per <c>MessageSid</c>, whoever tells it first. Over HTTP: StatusCallbackTests.
/// </summary>
public sealed class SendTests
{
    private readonly Desk desk = new();

    private ReportedSend Send(string sid, string source = Sources.Api) =>
        new()
        {
            Brand = Clinic.Acme,
            Campaign = Clinic.Reminders,
            Kind = CheckKind.Campaign,
            MessageSid = sid,
            SentAt = desk.Time.GetUtcNow(),
            Source = source,
        };

    private Task TellAsync(ReportedSend send) => desk.Sends.HandleAsync(Desk.Key, send, CancellationToken.None);

    private Task FailAsync(string sid) => desk.Sends.FailedAsync(Desk.Key, sid, "acme", CancellationToken.None);

    [Theory]
    [InlineData(Sources.Api, Sources.Api)]
    [InlineData(Sources.Api, Sources.StatusCallback)]
    [InlineData(Sources.StatusCallback, Sources.Api)]
    [InlineData(Sources.StatusCallback, Sources.StatusCallback)]
    public async Task Rule30_a_send_is_recorded_once_per_MessageSid_whoever_reports_it_first(string first, string second)
    {
        await TellAsync(Send("SM1", first));
        await TellAsync(Send("SM1", second));
        Assert.Equal(first, Assert.Single(desk.Store.Ledger(Desk.Key)).Source);
        await TellAsync(Send("SM2", second));
        Assert.Equal(["SM1", "SM2"], desk.Store.Ledger(Desk.Key).Select(e => e.Proof!.MessageSid!), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Rule30_reports_at_once_record_one_send()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => TellAsync(Send("SM1")))));
        Assert.Single(desk.Ledger);
    }

    [Fact]
    public async Task Rule30_what_failed_is_no_send_whatever_is_said_of_it_later()
    {
        await FailAsync("SM1");
        await TellAsync(Send("SM1", Sources.StatusCallback));
        await TellAsync(Send("SM1"));
        Assert.Empty(desk.Ledger);
    }

    [Fact]
    public async Task Rule30_a_failure_told_after_the_send_leaves_it_recorded()
    {
        await TellAsync(Send("SM1"));
        await FailAsync("SM1");
        Assert.Equal([EventType.SendRecorded], desk.Ledger);
    }

    [Theory]
    [InlineData("delivered")]
    [InlineData("failed")]
    public async Task Rule30_our_own_confirmations_are_no_sends(string status)
    {
        await desk.TextsAsync("STOP");
        await desk.Recorded.HandleAsync(
            Desk.Key,
            "SM1",
            new ConfirmationReport("SM2", status, null, desk.Time.GetUtcNow(), Sources.StatusCallback),
            Assurance.Own,
            CancellationToken.None
        );
        await desk.SettledAsync();
        Assert.DoesNotContain(EventType.SendRecorded, desk.Ledger);
    }
}
