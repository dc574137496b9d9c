using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using static OptOut.IntegrationTests.Customer;

namespace OptOut.IntegrationTests;

/// <summary>The simulated Twilio gets wrong what it is told to get wrong, and nothing else.</summary>
public sealed class FaultTests
{
    private static readonly DateTimeOffset Always = DateTimeOffset.UnixEpoch;

    private static int Webhooks(Customer customer) => customer.Received.Count(received => received.Path == "/api/twilio/messages");

    private static async Task<(int Status, string Twiml)> TextAsync(Customer customer)
    {
        var answer = await customer.TextAsync(
            new
            {
                from = Person,
                to = Number,
                body = "STOP",
            }
        );
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("status").GetInt32(), json.GetProperty("twiml").GetString()!);
    }

    private static Task<SendResult> SendAsync(Customer customer, CancellationToken cancellation = default) =>
        customer.Rest.SendAsync(new(Sid, Number, Person, "by REST", new Uri(Base + "/api/twilio/status")), cancellation);

    [Fact]
    public async Task A_lost_answer_reaches_nobody_and_the_redelivery_under_the_same_SID_does()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync("""{"fault":"answer-lost","times":2}""");
        Assert.Equal((0, ""), await TextAsync(customer));
        Assert.Empty(await customer.PhoneAsync(Person));

        await customer.FaultAsync("""{"fault":"answer-lost","times":2}, {"fault":"redelivered","count":5}""");
        Assert.Equal((200, Twiml), await TextAsync(customer));
        Assert.Single(await customer.PhoneAsync(Person));
        var sids = customer
            .Received.Where(received => received.Path == "/api/twilio/messages")
            .Select(received => received.Form["MessageSid"]);
        Assert.Equal([1, 3], sids.CountBy(sid => sid).Select(pair => pair.Value).Order());
    }

    [Fact]
    public async Task Twilio_redelivers_when_it_waited_in_vain_or_got_a_5xx_and_not_what_was_answered()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var calls = 0;
        customer.Answer = async context =>
        {
            switch (Interlocked.Increment(ref calls))
            {
                case 1:
                    await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted)
                        .ContinueWith(_ => { }, TestContext.Current.CancellationToken);
                    break;
                case 2:
                    context.Response.StatusCode = 503;
                    break;
            }
            return Twiml;
        };
        await customer.FaultAsync("""{"fault":"impatient","ms":3000,"times":1}, {"fault":"redelivered","count":9}""");

        Assert.Equal((200, Twiml), await TextAsync(customer));
        Assert.Equal((3, 3), (calls, Webhooks(customer)));
        Assert.Single(await customer.PhoneAsync(Person));
    }

    [Fact]
    public async Task An_answer_later_than_Twilio_waits_is_none()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        // Patient enough for the first request of a host on a busy machine to arrive: it is the answer that comes too late.
        await customer.FaultAsync("""{"fault":"answer-late","ms":60000,"times":1}, {"fault":"impatient","ms":3000,"times":1}""");
        Assert.Equal((0, ""), await TextAsync(customer));
        Assert.Equal(1, Webhooks(customer));
        await customer.FaultAsync("""{"fault":"answer-late","ms":100}""");
        Assert.Equal((200, Twiml), await TextAsync(customer));
    }

    [Fact]
    public async Task Duplicates_arrive_at_the_same_time_and_one_answer_is_taken()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var together = new TaskCompletionSource();
        customer.Answer = async _ =>
        {
            if (Webhooks(customer) == 4)
            {
                together.TrySetResult();
            }
            await together.Task.WaitAsync(TestContext.Current.CancellationToken);
            return Twiml;
        };
        await customer.FaultAsync("""{"fault":"duplicated","count":3,"times":1}""");

        Assert.Equal((200, Twiml), await TextAsync(customer));
        Assert.Single(await customer.PhoneAsync(Person));
    }

    [Fact]
    public async Task A_text_whose_webhook_is_lost_stands_in_the_inbound_log_only()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync("""{"fault":"webhook-lost"}""");

        Assert.Equal((0, ""), await TextAsync(customer));
        Assert.Empty(customer.Received);
        var inbound = await customer.Rest.ListInboundAsync(Sid, Always, CancellationToken.None).ToArrayAsync();
        Assert.Equal((Person, "STOP"), (Assert.Single(inbound).From, inbound[0].Body));
    }

    [Theory]
    [InlineData(429, SendOutcome.TryLater, null)]
    [InlineData(500, SendOutcome.Unknown, null)]
    [InlineData(503, SendOutcome.Unknown, null)]
    [InlineData(400, SendOutcome.Refused, 20001)]
    [InlineData(21610, SendOutcome.Refused, 21610)]
    public async Task A_REST_send_is_refused_as_told_and_nothing_is_taken(int code, SendOutcome outcome, int? error)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync($$"""{"fault":"rest-refused","code":{{code}},"times":1}""");

        Assert.Equal(new SendResult(outcome, ErrorCode: error), await SendAsync(customer));
        Assert.Empty(await customer.Rest.ListSentAsync(Sid, Person, Always, CancellationToken.None));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(customer)).Outcome);
    }

    [Theory]
    [InlineData("""{"fault":"rest-response-lost"}""", 1)]
    [InlineData("""{"fault":"rest-late","ms":60000}""", 1)]
    [InlineData("""{"fault":"rest-request-lost"}""", 0)]
    public async Task Whether_a_REST_send_without_an_answer_was_taken_only_the_list_tells(string fault, int taken)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync(fault);
        using var givingUp = new CancellationTokenSource();
        var sending = SendAsync(customer, givingUp.Token);
        // By its fate and not by the clock: a busy machine may take its time before Twilio has it.
        await Until.AsyncIs(async () => (await customer.PhoneAsync(Person)).Length == taken, 60, "the phone has something else");
        await givingUp.CancelAsync();

        Assert.Equal(new SendResult(SendOutcome.Unknown), await sending);
        Assert.Equal(taken, (await customer.Rest.ListSentAsync(Sid, Person, Always, CancellationToken.None)).Count);
        Assert.Equal(taken, (await customer.PhoneAsync(Person)).Length);
    }

    [Fact]
    public async Task The_list_shows_late_what_the_phone_already_has_and_may_not_answer_at_all()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync("""{"fault":"list-late","ms":600000}""");
        var sent = await SendAsync(customer);

        Assert.Single(await customer.PhoneAsync(Person));
        Assert.Empty(await customer.Rest.ListSentAsync(Sid, Person, Always, CancellationToken.None));
        Assert.Null(await customer.Rest.FindAsync(Sid, sent.MessageSid!, CancellationToken.None));
        await customer.FaultAsync("""{"fault":"list-unavailable","times":2}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => customer.Rest.ListSentAsync(Sid, Person, Always, CancellationToken.None));
        await Assert.ThrowsAsync<HttpRequestException>(() => customer.Rest.FindAsync(Sid, sent.MessageSid!, CancellationToken.None));
        Assert.Single(await customer.Rest.ListSentAsync(Sid, Person, Always, CancellationToken.None));
    }

    [Fact]
    public async Task Status_callbacks_are_lost_or_late_while_the_message_moves_on()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync("""{"fault":"callback-lost","times":1}, {"fault":"callback-late","ms":300}""");
        await SendAsync(customer);

        Assert.Equal(["delivered"], await customer.StatusesAsync(1));
    }

    [Theory]
    [InlineData(21610, new[] { "failed" })]
    [InlineData(30003, new[] { "sent", "undelivered" })]
    public async Task What_the_carrier_fails_was_taken_and_never_reaches_the_phone(int code, string[] statuses)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync($$"""{"fault":"carrier-failure","code":{{code}},"times":1}""");
        await TextAsync(customer);

        Assert.Equal(statuses, await customer.StatusesAsync(statuses.Length));
        Assert.Equal($"{code}", customer.Received.Last().Form["ErrorCode"]);
        Assert.Empty(await customer.PhoneAsync(Person));
        var listed = Assert.Single(await customer.Rest.ListSentAsync(Sid, Person, Always, CancellationToken.None));
        Assert.Equal((statuses[^1], code), (listed.Status, listed.ErrorCode));
    }

    [Fact]
    public async Task The_faults_of_one_phone_are_its_own_and_go_before_those_of_everyone()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync("""{"fault":"rest-refused","code":429,"times":1}""", "+1 (415) 555-2671");
        await customer.FaultAsync("""{"fault":"rest-refused","code":21610}""", phone: null);
        Task<SendResult> To(string phone) =>
            customer.Rest.SendAsync(new(Sid, Number, phone, "x", new Uri(Base + "/x")), CancellationToken.None);

        Assert.Equal(SendOutcome.TryLater, (await To("whatsapp:" + Person)).Outcome);
        Assert.Equal(21610, (await To(Person)).ErrorCode);
        Assert.Equal(21610, (await To("+14155552672")).ErrorCode);
        await customer.Http.DeleteAsync("/local/faults");
        Assert.Equal(SendOutcome.Accepted, (await To(Person)).Outcome);
    }

    [Fact]
    public async Task Faults_are_read_as_they_were_set_with_what_is_left_of_them()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.FaultAsync("""{"fault":"answer-lost","times":2},{"fault":"list-late","ms":5}""");
        await TextAsync(customer);

        var left = await customer.Http.GetStringAsync($"/local/faults/{Uri.EscapeDataString(Person)}");
        Assert.Equal("""{"faults":[{"fault":"answer-lost","times":1},{"fault":"list-late","ms":5}]}""", left);
        Assert.Equal("""{"faults":[]}""", await customer.Http.GetStringAsync("/local/faults"));
    }

    [Theory]
    [InlineData("""{"faults":[{"fault":"explode"}]}""", "faults[0].fault")]
    [InlineData("""{"faults":[{"fault":"answer-lost"},{"fault":"answer-late"}]}""", "faults[1].ms")]
    [InlineData("""{"faults":[{"fault":"answer-late","ms":-1}]}""", "faults[0].ms")]
    [InlineData("""{"faults":[{"fault":"answer-lost","ms":1}]}""", "faults[0].ms")]
    [InlineData("""{"faults":[{"fault":"answer-lost","times":0}]}""", "faults[0].times")]
    [InlineData("""{"faults":[{"fault":"list-late","ms":1,"times":1}]}""", "faults[0].times")]
    [InlineData("""{"faults":[{"fault":"rest-refused","code":418}]}""", "faults[0].code")]
    [InlineData("""{"faults":[{"fault":"consents-refused"}]}""", "faults[0].code")]
    [InlineData("""{"faults":[{"fault":"consents-rejected","code":429}]}""", "faults[0].code")]
    [InlineData("""{"faults":[{"fault":"consents-invalid","code":1}]}""", "faults[0].code")]
    [InlineData("""{"faults":[{"fault":"cancel-refused","code":600}]}""", "faults[0].code")]
    [InlineData("""{"faults":[{"fault":"consents-answer-lost","code":429}]}""", "faults[0].code")]
    [InlineData("""{"faults":[1]}""", "faults[0]")]
    [InlineData("""{"faults":{}}""", "faults")]
    [InlineData("{}", "faults")]
    public async Task A_fault_that_is_none_is_refused_by_the_name_of_its_field(string json, string field)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var answer = await customer.Http.PutAsync("/local/faults", new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            field,
            Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject()).Name
        );
    }
}
