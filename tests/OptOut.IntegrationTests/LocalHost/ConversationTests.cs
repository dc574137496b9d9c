using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OptOut.Twilio;
using static OptOut.IntegrationTests.Customer;

namespace OptOut.IntegrationTests;

/// <summary>Twilio Conversations in the simulator: every event arrives as Twilio's webhooks tell it.</summary>
public sealed class ConversationTests
{
    private static async Task<(string Sid, ConversationEventFields[] Events)> OpenAsync(
        Customer customer,
        string from = Person,
        string to = Number
    )
    {
        var answer = await customer.Http.PostAsJsonAsync("/local/conversations", new { from, to });
        return ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationSid").GetString()!, Events(customer));
    }

    private static ConversationEventFields[] Events(Customer customer) =>
        [
            .. customer
                .Received.Where(received => received.Path == "/api/twilio/conversations")
                .Select(received =>
                {
                    Assert.True(received.Signed);
                    var fields = ConversationEventFields.Parse(FormBody.Parse(Encoding.UTF8.GetBytes(FormOf(received.Form))));
                    Assert.True(fields.IsUsable);
                    return fields.Value;
                }),
        ];

    private static string FormOf(Dictionary<string, string> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

    private static Task<HttpResponseMessage> WriteAsync(
        Customer customer,
        string sid,
        string author,
        string body,
        string? messageSid = null
    ) =>
        customer.Http.PostAsJsonAsync(
            $"/local/conversations/{sid}/messages",
            new
            {
                author,
                body,
                messageSid,
            }
        );

    [Fact]
    public async Task A_conversation_tells_of_itself_and_its_participant_and_can_be_looked_up()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var (sid, events) = await OpenAsync(customer);

        Assert.Equal([ConversationEventType.ConversationAdded, ConversationEventType.ParticipantAdded], events.Select(e => e.EventType));
        Assert.All(events, e => Assert.Equal((sid, Sid, Person, Number), (e.ConversationSid, e.AccountSid, e.Address, e.ProxyAddress)));
        var participant = Assert.Single(await customer.Rest.ListParticipantsAsync(Sid, sid, CancellationToken.None));
        Assert.Equal(new(events[1].ParticipantSid!, Person, Number), participant);
        Assert.Empty(await customer.Rest.ListParticipantsAsync(Sid, "CH" + NewSid()[2..], CancellationToken.None));
    }

    [Theory]
    [InlineData("recipient", Person, true, "SMS")]
    [InlineData("agent", "agent", true, "SDK")]
    [InlineData("api", Person, false, "API")]
    [InlineData("system", "system", false, "API")]
    public async Task A_message_says_who_wrote_it(string author, string name, bool participates, string source)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var (sid, events) = await OpenAsync(customer);
        await WriteAsync(customer, sid, author, "STOP");
        var message = Events(customer).Last();

        Assert.Equal(
            (ConversationEventType.MessageAdded, name, source, "STOP", sid),
            (message.EventType, message.Author, message.Source, message.Body, message.ConversationSid)
        );
        Assert.Equal(participates, message.ParticipantSid is not null);
        Assert.Equal(author == "recipient", message.ParticipantSid == events[1].ParticipantSid);
        Assert.Equal(author == "recipient" ? 0 : 1, (await customer.PhoneAsync(Person)).Length);
    }

    [Fact]
    public async Task A_persons_message_stands_in_the_inbound_log_under_an_SID_of_the_other_kind()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var (sid, _) = await OpenAsync(customer);
        await WriteAsync(customer, sid, "recipient", "hello");

        var listed = Assert.Single(
            await customer.Rest.ListInboundAsync(Sid, DateTimeOffset.UnixEpoch, CancellationToken.None).ToArrayAsync()
        );
        Assert.StartsWith("SM", listed.MessageSid, StringComparison.Ordinal);
        Assert.StartsWith("IM", Events(customer).Last().MessageSid, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_message_is_delivered_again_under_its_SID_and_no_other()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var (sid, _) = await OpenAsync(customer);
        var im = "IM" + NewSid()[2..];
        await WriteAsync(customer, sid, "recipient", "hello", im);
        await WriteAsync(customer, sid, "recipient", "hello", im);
        var other = await WriteAsync(customer, sid, "recipient", "STOP", im);

        Assert.Equal((2, HttpStatusCode.BadRequest), (Events(customer).Count(e => e.MessageSid == im), other.StatusCode));
    }

    [Fact]
    public async Task A_REST_send_into_an_open_conversation_reaches_the_phone_and_a_closed_one_refuses_it()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var (sid, _) = await OpenAsync(customer);
        Task<SendResult> SendAsync() =>
            customer.Rest.SendAsync(new(Sid, Number, Person, "You are out.", new Uri(Base + "/x"), sid), CancellationToken.None);

        Assert.StartsWith("IM", (await SendAsync()).MessageSid, StringComparison.Ordinal);
        await customer.Http.PostAsync($"/local/conversations/{sid}/close", null);
        Assert.Equal(
            (ConversationEventType.ConversationStateUpdated, "closed"),
            (Events(customer).Last().EventType, Events(customer).Last().State)
        );
        Assert.Equal(new SendResult(SendOutcome.Refused, ErrorCode: 50377), await SendAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await WriteAsync(customer, sid, "recipient", "more")).StatusCode);
        await customer.Http.DeleteAsync($"/local/conversations/{sid}");
        Assert.Equal(ConversationEventType.ConversationRemoved, Events(customer).Last().EventType);
        Assert.Equal(HttpStatusCode.NotFound, (await customer.Http.DeleteAsync($"/local/conversations/{sid}")).StatusCode);
        Assert.Equal("rest", Assert.Single(await customer.PhoneAsync(Person)).GetProperty("via").GetString());
    }

    [Fact]
    public async Task A_webhook_that_is_lost_or_comes_twice_is_so_here_too()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var (sid, _) = await OpenAsync(customer);
        await customer.FaultAsync("""{"fault":"webhook-lost","times":1},{"fault":"duplicated","count":2,"times":1}""");
        await WriteAsync(customer, sid, "recipient", "lost");
        await WriteAsync(customer, sid, "recipient", "thrice");

        Assert.Equal(
            (string[])["thrice", "thrice", "thrice"],
            Events(customer).Where(e => e.EventType == ConversationEventType.MessageAdded).Select(e => e.Body).ToArray()
        );
    }
}
