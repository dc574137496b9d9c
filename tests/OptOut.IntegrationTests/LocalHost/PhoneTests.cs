using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOut.LocalHost;
using OptOut.Twilio;

namespace OptOut.IntegrationTests;

/// <summary>The phone simulator as a Twilio: over real HTTP, against a customer's webhooks that answer as each test says.</summary>
public sealed class PhoneTests
{
    private const string Base = "https://optout.example.org/some/base", Sid = "AC00000000000000000000000000000001", Token = "token-1";
    private const string Sender = "+14155550100", Service = "MG00000000000000000000000000000001", Person = "+14155552671";
    private const string Twiml = "<Response><Message statusCallback=\"" + Base + "/api/twilio/status?brand=acme\">You are out. &amp; done</Message></Response>";

    /// <summary>A host with the simulator, and the customer's side as a script.</summary>
    private sealed class Customer : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Customer(WebApplication app, Uri address)
        {
            _app = app;
            Http = new HttpClient { BaseAddress = address };
        }

        public HttpClient Http { get; }

        public ConcurrentQueue<(string Path, Dictionary<string, string> Form, bool Signed)> Received { get; } = new();

        public Func<HttpContext, Task<string>> Answer { get; set; } = _ => Task.FromResult(Twiml);

        public ITwilioMessages Rest => _app.Services.GetRequiredService<ITwilioMessages>();

        public static async Task<Customer> StartAsync(string data)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddPhone(data, _ => new SimulatedTwilio(
                Base, [new(Sid, Token, [new("acme", "Acme Clinics", [Sender, Service, "whatsapp:+14155550199"], ["reminders"])])]));
            var app = builder.Build();
            Customer? customer = null;
            app.MapPhone();
            app.MapPost("/api/twilio/{kind}", (Delegate)((HttpContext context) => customer!.TakeAsync(context)));
            await app.StartAsync();
            return customer = new Customer(app, new Uri(app.Urls.Single()));
        }

        private async Task<IResult> TakeAsync(HttpContext context)
        {
            var form = (await context.Request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
            var path = context.Request.Path.Value + context.Request.QueryString;
            var signature = TwilioSigner.Sign(Base + path, [.. form], Token);
            Received.Enqueue((path, form, string.Equals(signature, context.Request.Headers["X-Twilio-Signature"], StringComparison.Ordinal)));
            return path.Contains("status", StringComparison.Ordinal)
                ? TypedResults.NoContent()
                : TypedResults.Text(await Answer(context), "text/xml");
        }

        public Task<HttpResponseMessage> TextAsync(object message) => Http.PostAsJsonAsync("/local/messages", message);

        public async Task<JsonElement[]> PhoneAsync(string recipient)
        {
            var answer = await Http.GetFromJsonAsync<JsonElement>($"/local/phone/{Uri.EscapeDataString(recipient)}");
            return [.. answer.GetProperty("messages").EnumerateArray()];
        }

        public async Task<string[]> StatusesAsync(int count)
        {
            while (true)
            {
                var statuses = Received.Where(r => r.Path.Contains("status", StringComparison.Ordinal)).Select(r => r.Form["MessageStatus"]).ToArray();
                if (statuses.Length >= count)
                {
                    return statuses;
                }
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await _app.DisposeAsync();
        }
    }

    private static string NewSid() => $"SM{Guid.NewGuid():N}";

    [Fact]
    public async Task A_text_arrives_signed_for_the_public_url_and_its_TwiML_reaches_the_phone_and_the_status_callback()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var sid = NewSid();
        var answer = await customer.TextAsync(new { from = Person, to = Sender, body = "STOP é & +", messageSid = sid });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((sid, 200, Twiml), (json.GetProperty("messageSid").GetString(), json.GetProperty("status").GetInt32(), json.GetProperty("twiml").GetString()));
        Assert.True(customer.Received.TryPeek(out var webhook));
        Assert.Equal(("/api/twilio/messages", true), (webhook.Path, webhook.Signed));
        Assert.Equal((Person, Sender, "STOP é & +", sid, Sid),
            (webhook.Form["From"], webhook.Form["To"], webhook.Form["Body"], webhook.Form["MessageSid"], webhook.Form["AccountSid"]));

        var shown = Assert.Single(await customer.PhoneAsync(Person));
        Assert.Equal(("You are out. & done", Sender, "twiml"),
            (shown.GetProperty("body").GetString(), shown.GetProperty("from").GetString(), shown.GetProperty("via").GetString()));
        Assert.Equal(["sent", "delivered"], await customer.StatusesAsync(2));
        Assert.All(customer.Received, received => Assert.True(received.Signed));
        Assert.Equal("/api/twilio/status?brand=acme", customer.Received.Last().Path);
    }

    [Fact]
    public async Task TwiML_is_taken_once_per_MessageSid_whichever_of_many_answers_comes_first()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var text = new { from = Person, to = Sender, body = "STOP", messageSid = NewSid() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customer.TextAsync(text)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(20, customer.Received.Count(r => r.Path.Contains("messages", StringComparison.Ordinal)));
        Assert.Single(await customer.PhoneAsync(Person));
    }

    [Fact]
    public async Task A_MessageSid_that_belongs_to_another_text_is_refused()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var sid = NewSid();
        await customer.TextAsync(new { from = Person, to = Sender, body = "STOP", messageSid = sid });
        var answer = await customer.TextAsync(new { from = Person, to = Sender, body = "START", messageSid = sid });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("messageSid", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Response/>")]
    [InlineData("not xml")]
    [InlineData("<html><body>sorry</body></html>")]
    [InlineData("<!DOCTYPE x [<!ENTITY y \"z\">]><Response><Message>&y;</Message></Response>")]
    [InlineData("<Response><Redirect>https://elsewhere.example/</Redirect></Response>")]
    public async Task An_answer_without_a_message_sends_nothing(string answer)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        customer.Answer = _ => Task.FromResult(answer);
        var response = await customer.TextAsync(new { from = Person, to = Sender, body = "hello" });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await customer.PhoneAsync(Person));
    }

    [Fact]
    public async Task The_list_outlives_the_host_and_is_shared_by_hosts_on_one_directory()
    {
        using var data = new TemporaryDirectory();
        await using (var before = await Customer.StartAsync(data.Path))
        {
            await before.TextAsync(new { from = Person, to = Sender, body = "STOP" });
        }
        await using var one = await Customer.StartAsync(data.Path);
        await using var two = await Customer.StartAsync(data.Path);
        await one.Rest.SendAsync(new(Sid, Sender, Person, "by REST", new Uri(Base + "/api/twilio/status")), CancellationToken.None);

        Assert.Equal((string[])["twiml", "rest"], (await two.PhoneAsync(Person)).Select(message => message.GetProperty("via").GetString()!).ToArray());
    }

    [Fact]
    public async Task A_line_that_a_killed_host_left_half_written_spoils_no_other()
    {
        using var data = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(data.Path, "phone.ndjson"), "{\"message\":{\"messageSid\":\"SM1");
        await using (var customer = await Customer.StartAsync(data.Path))
        {
            await customer.TextAsync(new { from = Person, to = Sender, body = "STOP" });
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
        Assert.Equal((sent.MessageSid, Sender, Service), (listed.MessageSid, listed.From, listed.MessagingServiceSid));
        Assert.Equal(["sent", "delivered"], await customer.StatusesAsync(2));
        Assert.Equal("delivered", (await customer.Rest.FindAsync(Sid, sent.MessageSid!, CancellationToken.None))!.Status);

        async Task<SendResult> Refused(string account, string from, string to, string body) =>
            await customer.Rest.SendAsync(new(account, from, to, body, callback), CancellationToken.None);
        Assert.Equal(new(SendOutcome.Refused, ErrorCode: 20003), await Refused("AC9", Sender, Person, "x"));
        Assert.Equal(new(SendOutcome.Refused, ErrorCode: 21606), await Refused(Sid, "+14155559999", Person, "x"));
        Assert.Equal(new(SendOutcome.Refused, ErrorCode: 21211), await Refused(Sid, Sender, "nobody", "x"));
        Assert.Equal(new(SendOutcome.Refused, ErrorCode: 21602), await Refused(Sid, Sender, Person, ""));
    }

    [Fact]
    public async Task One_phone_whatever_the_channel_and_the_punctuation()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.TextAsync(new { from = "whatsapp:" + Person, to = "whatsapp:+14155550199", body = "STOP" });
        await customer.TextAsync(new { from = "+1 (415) 555-2671", to = Sender, body = "STOP" });

        Assert.Equal(2, (await customer.PhoneAsync("+1 415 555 2671")).Length);
        Assert.Equal(Person, customer.Received.Last(r => r.Form.ContainsKey("Body")).Form["From"]);
    }

    [Fact]
    public async Task Texting_a_messaging_service_goes_to_one_of_its_numbers()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.TextAsync(new { from = Person, to = Service, body = "STOP" });

        Assert.True(customer.Received.TryPeek(out var webhook));
        Assert.Equal((Sender, Service), (webhook.Form["To"], webhook.Form["MessagingServiceSid"]));
    }

    [Theory]
    [InlineData("""{"from":"+14155552671","to":"+14155550100"}""", "body")]
    [InlineData("""{"from":"+14155552671","to":"+14155550999","body":"x"}""", "to")]
    [InlineData("""{"from":"+14155552671\n","to":"+14155550100","body":"x"}""", "from")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":5}""", "body")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","messageSid":"SM1"}""", "messageSid")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","optOutType":"stop"}""", "optOutType")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"x","colour":"red"}""", "colour")]
    [InlineData("""{"from":"+14155552671","from":"+14155552672","to":"+14155550100","body":"x"}""", "$")]
    [InlineData("""{"from":"+14155552671","to":"+14155550100","body":"\ud800"}""", "$")]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("", "$")]
    public async Task A_wrong_request_is_refused_by_the_name_of_its_field(string json, string field)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var answer = await customer.Http.PostAsync("/local/messages", new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Empty(customer.Received);
    }

    [Fact]
    public async Task Other_content_types_and_large_requests_are_refused()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var form = await customer.Http.PostAsync("/local/messages", new StringContent("from=1", Encoding.UTF8, "application/x-www-form-urlencoded"));
        var large = await customer.Http.PostAsync("/local/messages", new StringContent(new string(' ', 70_000), Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.RequestEntityTooLarge), (form.StatusCode, large.StatusCode));
    }

    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("localhost", null, true)]
    [InlineData("LocalHost:99", null, true)]
    [InlineData("[::1]", null, true)]
    [InlineData("evil.example", null, false)]
    [InlineData("127.0.0.1.evil.example", null, false)]
    [InlineData("localhost", "http://localhost", true)]
    [InlineData("localhost", "https://localhost", false)]
    [InlineData("localhost", "http://evil.example", false)]
    [InlineData("localhost", "null", false)]
    public async Task The_simulator_is_for_this_machine_and_this_origin_only(string host, string? origin, bool served)
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/local/phone/{Uri.EscapeDataString(Person)}");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        var answer = await customer.Http.SendAsync(request);
        Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
