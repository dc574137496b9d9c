using static OptOut.IntegrationTests.Customer;

namespace OptOut.IntegrationTests;

/// <summary>What the simulated Twilio keeps: its message list, across hosts and crashes, and its REST API.</summary>
public sealed class MessageListTests
{
    [Fact]
    public async Task The_list_outlives_the_host_and_is_shared_by_hosts_on_one_directory()
    {
        using var data = new TemporaryDirectory();
        await using (var before = await Customer.StartAsync(data.Path))
        {
            await before.TextAsync(
                new
                {
                    from = Person,
                    to = Number,
                    body = "STOP",
                }
            );
        }
        await using var one = await Customer.StartAsync(data.Path);
        await using var two = await Customer.StartAsync(data.Path);
        await one.Rest.SendAsync(new(Sid, Number, Person, "by REST", new Uri(Base + "/api/twilio/status")), CancellationToken.None);

        Assert.Equal(
            (string[])["twiml", "rest"],
            (await two.PhoneAsync(Person)).Select(message => message.GetProperty("via").GetString()!).ToArray()
        );
    }

    [Fact]
    public async Task A_message_that_a_host_left_on_its_way_is_reported_by_the_next_once_it_listens()
    {
        using var data = new TemporaryDirectory();
        await using (var before = await Customer.StartAsync(data.Path))
        {
            await before.FaultAsync("""{"fault":"callback-late","ms":600000,"times":1}""");
            await before.TextAsync(
                new
                {
                    from = Person,
                    to = Number,
                    body = "STOP",
                }
            );
        }
        await using var next = await Customer.StartAsync(data.Path);

        await Until.Is(
            () => next.Received.Any(r => r.Form.GetValueOrDefault("MessageStatus") == "delivered"),
            60,
            "the message is not reported delivered"
        );
    }

    [Fact]
    public async Task A_line_that_a_killed_host_left_half_written_spoils_no_other()
    {
        using var data = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(data.Path, "phone.ndjson"), "{\"message\":{\"messageSid\":\"SM1");
        await using (var customer = await Customer.StartAsync(data.Path))
        {
            await customer.TextAsync(
                new
                {
                    from = Person,
                    to = Number,
                    body = "STOP",
                }
            );
        }
        await using var next = await Customer.StartAsync(data.Path);
        Assert.Single(await next.PhoneAsync(Person));
    }

    [Fact]
    public async Task REST_sends_are_listed_and_reported_and_Twilio_refuses_what_it_would_refuse()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var callback = new Uri(Base + "/api/twilio/status?kind=confirmation");
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var sent = await customer.Rest.SendAsync(new(Sid, Service, Person, "You are out.", callback), CancellationToken.None);

        Assert.Equal(SendOutcome.Accepted, sent.Outcome);
        var listed = Assert.Single(await customer.Rest.ListSentAsync(Sid, Person, before, CancellationToken.None));
        Assert.Equal((sent.MessageSid, Number, Service), (listed.MessageSid, listed.From, listed.MessagingServiceSid));
        Assert.Equal(["sent", "delivered"], await customer.StatusesAsync(2));
        Assert.Equal("delivered", (await customer.Rest.FindAsync(Sid, sent.MessageSid!, CancellationToken.None))!.Status);

        async Task<SendResult> Refused(string account, string from, string to, string body) =>
            await customer.Rest.SendAsync(new(account, from, to, body, callback), CancellationToken.None);
        Assert.Equal(new(SendOutcome.Refused, ErrorCode: 20003), await Refused("AC9", Number, Person, "x"));
        Assert.Equal(new(SendOutcome.Refused, ErrorCode: 21606), await Refused(Sid, "+14155559999", Person, "x"));
        Assert.Equal(new(SendOutcome.Refused, ErrorCode: 21211), await Refused(Sid, Number, "nobody", "x"));
        Assert.Equal(new(SendOutcome.Refused, ErrorCode: 21602), await Refused(Sid, Number, Person, ""));
    }
}
