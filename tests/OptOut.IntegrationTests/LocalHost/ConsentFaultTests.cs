using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static OptOut.IntegrationTests.Customer;

namespace OptOut.IntegrationTests;

/// <summary>
/// The simulated Twilio's consent list, scheduled messages, settings and deactivations, and how each of them fails as Twilio's documents
/// say.
/// </summary>
public sealed class ConsentFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ConsentReport Report() =>
        new(Person, Number, "opt-out", "website", $"{Guid.NewGuid():N}", TimeProvider.System.GetUtcNow().AddMinutes(-1));

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_refused_report_leaves_the_list_as_it_was(int code)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync($$"""{"fault":"consents-refused","code":{{code}},"times":1}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => customer.Consents.ReportAsync(Sid, [Report()], Cancellation));
        Assert.Empty(await ListAsync(customer));
        Assert.Empty(await customer.Consents.ReportAsync(Sid, [Report()], Cancellation));
        Assert.Single(await ListAsync(customer));
    }

    [Theory]
    [InlineData("consents-rejected", true)]
    [InlineData("consents-invalid", false)]
    public async Task An_entry_that_is_answered_and_not_taken_says_whether_another_try_may_help(string fault, bool mayPass)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync($$"""{"fault":"{{fault}}","code":30646,"times":1}""");
        var report = Report();
        Assert.Equal(
            new ConsentRefusal(30646, mayPass),
            (await customer.Consents.ReportAsync(Sid, [report], Cancellation))[report.CorrelationId]
        );
        Assert.Empty(await ListAsync(customer));
        Assert.Empty(await customer.Consents.ReportAsync(Sid, [report], Cancellation));
    }

    [Fact]
    public async Task A_report_whose_answer_is_lost_was_taken_and_its_repetition_is_the_same_entry()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync("""{"fault":"consents-answer-lost","times":1}""");
        var report = Report();
        await Assert.ThrowsAsync<HttpRequestException>(() => customer.Consents.ReportAsync(Sid, [report], Cancellation));
        Assert.Empty(await customer.Consents.ReportAsync(Sid, [report], Cancellation));
        Assert.Equal(report.CorrelationId, Assert.Single(await ListAsync(customer)).GetProperty("correlationId").GetString());
    }

    [Fact]
    public async Task What_Twilios_page_on_30646_calls_invalid_is_not_taken()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var good = Report();
        ConsentReport[] bad =
        [
            good with
            {
                CorrelationId = "short",
            },
            good with
            {
                Recipient = "4155552671",
            },
            good with
            {
                Sender = "+14155550199",
            },
            good with
            {
                Sender = "whatsapp:+14155550199",
            },
            good with
            {
                Status = "stop",
            },
            good with
            {
                Source = "phone",
            },
            good with
            {
                At = TimeProvider.System.GetUtcNow().AddMinutes(1),
            },
        ];
        foreach (var one in bad)
        {
            Assert.Equal(
                new ConsentRefusal(30646, MayPass: false),
                Assert.Single(await customer.Consents.ReportAsync(Sid, [one], Cancellation)).Value
            );
        }

        Assert.Empty(await ListAsync(customer));
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            customer.Consents.ReportAsync(Sid, [.. Enumerable.Range(0, 26).Select(_ => Report())], Cancellation)
        );
        Assert.Empty(await customer.Consents.ReportAsync(Sid, [.. Enumerable.Range(0, 25).Select(_ => Report())], Cancellation));
    }

    [Fact]
    public async Task A_scheduled_message_goes_out_at_its_time_or_is_cancelled_before()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        // Time enough on a busy machine to look and to cancel; when the one is out, the other one's time has come too.
        var (sent, cancelled) = (await ScheduleAsync(customer, 6, "one"), await ScheduleAsync(customer, 5, "two"));
        Assert.Empty(await customer.PhoneAsync(Person));
        Assert.True(await customer.Consents.CancelAsync(Sid, cancelled, Cancellation));
        Assert.True(await customer.Consents.CancelAsync(Sid, cancelled, Cancellation));
        await Until.AsyncIs(
            async () => (await customer.Rest.FindAsync(Sid, sent, Cancellation))?.Status == "delivered",
            60,
            "it does not go out"
        );
        Assert.False(await customer.Consents.CancelAsync(Sid, sent, Cancellation));
        Assert.Equal("canceled", (await customer.Rest.FindAsync(Sid, cancelled, Cancellation))!.Status);
        Assert.Equal("one", Assert.Single(await customer.PhoneAsync(Person)).GetProperty("body").GetString());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_refused_cancelling_cancels_nothing_and_one_whose_answer_is_lost_did(int code)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var scheduled = await ScheduleAsync(customer, 3600, "later");
        await customer.FaultAsync($$"""{"fault":"cancel-refused","code":{{code}},"times":1}, {"fault":"cancel-answer-lost","times":1}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => customer.Consents.CancelAsync(Sid, scheduled, Cancellation));
        Assert.Equal("scheduled", (await customer.Rest.FindAsync(Sid, scheduled, Cancellation))!.Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => customer.Consents.CancelAsync(Sid, scheduled, Cancellation));
        Assert.Equal("canceled", (await customer.Rest.FindAsync(Sid, scheduled, Cancellation))!.Status);
        Assert.True(await customer.Consents.CancelAsync(Sid, scheduled, Cancellation));
    }

    [Fact]
    public async Task What_is_set_there_is_not_told_when_told_so()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync("""{"fault":"settings-refused","code":401,"times":1}""", phone: null);
        await Assert.ThrowsAsync<HttpRequestException>(() => customer.Settings.ReadAsync(Sid, Cancellation));
        Assert.NotEmpty((await customer.Settings.ReadAsync(Sid, Cancellation)).Numbers);
    }

    [Theory]
    [InlineData("from", "+19995550100")]
    [InlineData("to", "nobody")]
    [InlineData("sendAt", "yesterday")]
    [InlineData("sendAt", "2020-01-01T00:00:00Z")]
    public async Task What_cannot_be_scheduled_is_named(string field, string value)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var body = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["from"] = Number,
            ["to"] = Person,
            ["body"] = "x",
            ["sendAt"] = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        };
        body[field] = value;
        using var answer = await customer.Http.PostAsJsonAsync("/local/twilio/scheduled", body, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            field,
            Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors").EnumerateObject()).Name
        );
    }

    private static async Task<JsonElement[]> ListAsync(Customer customer) =>
        [
            .. (await customer.Http.GetFromJsonAsync<JsonElement>("/local/twilio/consents", Cancellation))
                .GetProperty("consents")
                .EnumerateArray(),
        ];

    private static async Task<string> ScheduleAsync(Customer customer, double seconds, string body)
    {
        using var answer = await customer.Http.PostAsJsonAsync(
            "/local/twilio/scheduled",
            new
            {
                from = Number,
                to = Person,
                body,
                sendAt = TimeProvider.System.GetUtcNow().AddSeconds(seconds),
            },
            Cancellation
        );
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("messageSid").GetString()!;
    }
}
