namespace OptOut.IntegrationTests;

/// <summary><c>POST /api/twilio/status</c>; rules 12, 25 and 30.</summary>
public sealed class StatusTests(Head head) : ContractTest(head)
{
    private const string Path = "/api/twilio/status?brand=acme&campaign=reminders&kind=campaign&fulfilled=opt-out-language";

    private Task<Answer> ReportAsync(
        string person,
        string status,
        string? sid = null,
        string from = Acme,
        int? error = null,
        string path = Path
    ) =>
        FormAsync(
            [
                new("MessageSid", sid ?? NewSid()),
                new("MessageStatus", status),
                new("AccountSid", Account),
                new("To", person),
                new("From", from),
                .. error is null
                    ? Array.Empty<KeyValuePair<string, string>>()
                    : [new("ErrorCode", error.Value.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            ],
            path
        );

    [Fact]
    public async Task A_send_is_recorded_once_from_sent_on()
    {
        var (person, sid) = (Number(), NewSid());
        await ConsentAsync(person);
        foreach (var status in new[] { "queued", "sending", "sent", "sent", "delivered", "read" })
        {
            Expect(204, await ReportAsync(person, status, sid));
        }

        Expect(204, await ReportAsync(person, "delivered", sid));
        Assert.Equal(["consented", "send-recorded"], await EventTypesAsync(person));
        Assert.Equal(["identify-sender"], (await CheckAsync(person)).Strings("obligations"));
    }

    [Theory]
    [InlineData("accepted")]
    [InlineData("queued")]
    [InlineData("failed")]
    public async Task What_was_not_sent_is_not_recorded(string status)
    {
        var person = Number();
        Expect(204, await ReportAsync(person, status));
        Assert.Empty(await HistoryAsync(person));
    }

    [Fact]
    public async Task A_send_told_by_both_ways_counts_once()
    {
        var (person, sid) = (Number(), NewSid());
        Expect(204, await PostSendAsync(Send(person, ("messageSid", sid))));
        Expect(204, await ReportAsync(person, "delivered", sid));
        Assert.Equal(["send-recorded"], await EventTypesAsync(person));
    }

    [Fact]
    public async Task Error_21610_blocks_its_sender_until_START_reaches_it()
    {
        var person = Number();
        await ConsentAsync(person);
        Expect(204, await ReportAsync(person, "failed", error: 21610));
        Assert.Equal("provider-blocked", (await CheckAsync(person, sender: Acme)).Reason);
        var any = await CheckAsync(person);
        Assert.True(any.Allowed);
        Assert.DoesNotContain(Acme, any.Strings("usableSenders"), StringComparer.Ordinal);
        Assert.Equal(["consented", "provider-blocked"], await EventTypesAsync(person));
        await TextAsync(person, "START");
        Assert.True((await CheckAsync(person, sender: Acme)).Allowed);
    }

    [Fact]
    public async Task An_unsigned_report_is_403_and_a_wrong_one_400()
    {
        var person = Number();
        ExpectProblem(403, await FormAsync([new("MessageSid", NewSid()), new("AccountSid", Account)], Path, signature: "AAAA"));
        ExpectProblem(
            400,
            await ReportAsync(person, "sent", path: "/api/twilio/status?brand=nobody&campaign=reminders&kind=campaign"),
            "brand"
        );
        ExpectProblem(
            400,
            await ReportAsync(person, "sent", path: "/api/twilio/status?brand=acme&campaign=nope&kind=campaign"),
            "campaign"
        );
        ExpectProblem(400, await ReportAsync(person, "sent", path: "/api/twilio/status?brand=acme&campaign=reminders&kind=blast"), "kind");
        ExpectProblem(400, await ReportAsync("", "sent"), "To");
        ExpectProblem(405, await RawAsync(HttpMethod.Get, Path, null, key: null));
        Assert.Empty(await HistoryAsync(person));
    }
}
