using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static OptOut.IntegrationTests.Customer;

namespace OptOut.IntegrationTests;

/// <summary>The phone simulator as a Twilio: over real HTTP, against a customer's webhooks that answer as each test says.</summary>
public sealed class PhoneTests
{
    [Fact]
    public async Task A_text_arrives_signed_for_the_public_url_and_its_TwiML_reaches_the_phone_and_the_status_callback()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var sid = NewSid();
        var answer = await customer.TextAsync(
            new
            {
                from = Person,
                to = Number,
                body = "STOP é & +",
                messageSid = sid,
            }
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (sid, 200, Twiml),
            (json.GetProperty("messageSid").GetString(), json.GetProperty("status").GetInt32(), json.GetProperty("twiml").GetString())
        );
        Assert.True(customer.Received.TryPeek(out var webhook));
        Assert.Equal(("/api/twilio/messages", true), (webhook.Path, webhook.Signed));
        Assert.Equal(
            (Person, Number, "STOP é & +", sid, Sid),
            (webhook.Form["From"], webhook.Form["To"], webhook.Form["Body"], webhook.Form["MessageSid"], webhook.Form["AccountSid"])
        );

        var shown = Assert.Single(await customer.PhoneAsync(Person));
        Assert.Equal(
            ("You are out. & done", Number, "twiml"),
            (shown.GetProperty("body").GetString(), shown.GetProperty("from").GetString(), shown.GetProperty("via").GetString())
        );
        Assert.Equal(["sent", "delivered"], await customer.StatusesAsync(2));
        Assert.All(customer.Received, received => Assert.True(received.Signed));
        Assert.Equal("/api/twilio/status?brand=acme", customer.Received.Last().Path);
    }

    [Fact]
    public async Task TwiML_is_taken_once_per_MessageSid_whichever_of_many_answers_comes_first()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var text = new
        {
            from = Person,
            to = Number,
            body = "STOP",
            messageSid = NewSid(),
        };
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
        await customer.TextAsync(
            new
            {
                from = Person,
                to = Number,
                body = "STOP",
                messageSid = sid,
            }
        );
        var answer = await customer.TextAsync(
            new
            {
                from = Person,
                to = Number,
                body = "START",
                messageSid = sid,
            }
        );

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
        var response = await customer.TextAsync(
            new
            {
                from = Person,
                to = Number,
                body = "hello",
            }
        );

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await customer.PhoneAsync(Person));
    }

    [Fact]
    public async Task One_phone_whatever_the_channel_and_the_punctuation()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.TextAsync(
            new
            {
                from = "whatsapp:" + Person,
                to = "whatsapp:+14155550199",
                body = "STOP",
            }
        );
        await customer.TextAsync(
            new
            {
                from = "+1 (415) 555-2671",
                to = Number,
                body = "STOP",
            }
        );

        Assert.Equal(2, (await customer.PhoneAsync("+1 415 555 2671")).Length);
        Assert.Equal(Person, customer.Received.Last(r => r.Form.ContainsKey("Body")).Form["From"]);
    }

    [Fact]
    public async Task Texting_a_messaging_service_goes_to_one_of_its_numbers()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        await customer.TextAsync(
            new
            {
                from = Person,
                to = Service,
                body = "STOP",
            }
        );

        Assert.True(customer.Received.TryPeek(out var webhook));
        Assert.Equal((Number, Service), (webhook.Form["To"], webhook.Form["MessagingServiceSid"]));
    }

    [Fact]
    public async Task Media_and_a_pressed_button_come_with_the_text()
    {
        using var data = new TemporaryDirectory();
        await using var customer = await Customer.StartAsync(data.Path);
        var text = new
        {
            from = Person,
            to = Number,
            body = "",
            mediaUrls = new[] { "https://media.example/1", "https://media.example/2" },
            buttonPayload = "stop",
            buttonText = "Stop promotions",
        };
        var answer = await (await customer.TextAsync(text)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.StartsWith("MM", answer.GetProperty("messageSid").GetString(), StringComparison.Ordinal);
        Assert.True(customer.Received.TryPeek(out var webhook));
        Assert.Equal(
            ("2", "https://media.example/2", "stop", "Stop promotions"),
            (webhook.Form["NumMedia"], webhook.Form["MediaUrl1"], webhook.Form["ButtonPayload"], webhook.Form["ButtonText"])
        );
        var again = await customer.TextAsync(
            new
            {
                text.from,
                text.to,
                text.body,
                text.mediaUrls,
                text.buttonPayload,
                messageSid = answer.GetProperty("messageSid").GetString(),
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }
}
