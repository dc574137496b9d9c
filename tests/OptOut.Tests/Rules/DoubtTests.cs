namespace OptOut.Tests;

/// <summary>
/// Rule 31: any doubt denies. Over HTTP, 503 and a batch's <c>unavailable</c>: SignalLeakTests; against a frozen store: StorageOutageTests.
/// </summary>
public sealed class DoubtTests
{
    private readonly Desk desk = new();

    private Task<CheckAnswer> CheckAsync(bool reserve) =>
        new CheckSend(desk.Store, desk.Changes, desk.Decisions, desk.Time).AnswerAsync(
            Desk.Key.Recipient,
            new CheckQuestion
            {
                Account = Desk.Account,
                Brand = Clinic.Acme,
                Campaign = Clinic.Reminders,
                Kind = CheckKind.Campaign,
            },
            reserve,
            CancellationToken.None
        );

    private Task ConsentsAsync() =>
        new RecordConsent(desk.Store, desk.Changes).HandleAsync(
            Desk.Key,
            new ReportedConsent
            {
                Brand = Clinic.Acme,
                Campaigns = [Clinic.Reminders],
                Basis = Basis.Express,
                Method = "web-form",
                ObtainedAt = desk.Time.GetUtcNow(),
                Statement = "I agree.",
                Proof = new Proof("form-1"),
                Source = Sources.Api,
            },
            requestId: null,
            CancellationToken.None
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rule31_a_store_that_cannot_be_read_never_answers_allowed(bool reserve)
    {
        await ConsentsAsync();
        Assert.True((await CheckAsync(reserve)).Allowed);
        desk.Store.IsDown = true;
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => CheckAsync(reserve));
    }

    [Fact]
    public async Task Rule31_one_of_whom_nothing_is_known_is_denied() => (await CheckAsync(false)).IsDenied(Reason.NoConsent);

    [Fact]
    public async Task Rule31_a_message_that_neither_table_nor_queue_takes_is_not_acknowledged()
    {
        (desk.Store.IsDown, desk.Queue.IsDown) = (true, true);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => desk.TextsAsync("STOP"));
    }
}
