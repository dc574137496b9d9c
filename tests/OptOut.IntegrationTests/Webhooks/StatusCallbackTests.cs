using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static OptOut.IntegrationTests.TwilioSide;

namespace OptOut.IntegrationTests;

/// <summary><c>POST /api/twilio/status</c> (rules 12, 25, 28, 30): callbacks late, twice and out of order.</summary>
public sealed class StatusCallbackTests(TwilioSide twilio) : IClassFixture<TwilioSide>
{
    private const string Query = "?brand=acme&campaign=reminders";
    private readonly string person = Person(),
        sid = NewSid("SM");

    private Task<HttpResponseMessage> CallAsync(
        string status,
        string query = Query,
        string? error = null,
        string? to = null,
        string? from = null
    ) =>
        twilio.PostAsync(
            "/api/twilio/status" + query,
            ("MessageSid", sid),
            ("MessageStatus", status),
            ("To", to ?? person),
            ("From", from ?? Number),
            ("ErrorCode", error)
        );

    private async Task TakesAsync(params string[] statuses)
    {
        foreach (var status in statuses)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await CallAsync(status)).StatusCode);
        }
    }

    private Task<HttpResponseMessage> TextAsync(string body) =>
        twilio.PostAsync("/api/twilio/messages", ("MessageSid", NewSid("SM")), ("From", person), ("To", Number), ("Body", body));

    [Theory]
    [InlineData("queued sending sent delivered", 1)]
    [InlineData("sent sent sent", 1)]
    [InlineData("delivered sent", 1)]
    [InlineData("read delivered sent", 1)]
    [InlineData("undelivered sent", 1)]
    [InlineData("sent failed", 1)]
    [InlineData("queued accepted sending", 0)]
    [InlineData("failed", 0)]
    [InlineData("failed sent delivered", 0)]
    [InlineData("undelivered", 0)]
    public async Task A_send_is_recorded_once_from_sent_on_and_never_when_it_failed(string statuses, int recorded)
    {
        await TakesAsync(statuses.Split(' '));

        Assert.Equal(Enumerable.Repeat("send-recorded", recorded).ToArray(), await twilio.TypesAsync(person));
    }

    [Fact]
    public async Task A_send_that_the_sender_reports_too_is_recorded_once()
    {
        await TakesAsync("sent");
        var reported = await twilio.Http.PostAsJsonAsync(
            "/api/sends",
            new
            {
                recipient = person,
                brand = "acme",
                campaign = "reminders",
                kind = "campaign",
                messageSid = sid,
                sentAt = "2026-01-01T00:00:00Z",
                fulfilled = Array.Empty<string>(),
            }
        );

        Assert.Equal(HttpStatusCode.NoContent, reported.StatusCode);
        Assert.Single(await twilio.TypesAsync(person));
    }

    [Fact]
    public async Task Callbacks_at_once_record_one_send()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => CallAsync(i % 2 == 0 ? "sent" : "delivered")));

        Assert.Single(await twilio.TypesAsync(person));
    }

    [Theory]
    [InlineData("?brand=nobody", "brand")]
    [InlineData("?brand=acme&campaign=tastings", "campaign")]
    [InlineData("?brand=acme&kind=spam", "kind")]
    [InlineData("?brand=acme&fulfilled=nothing", "fulfilled")]
    public async Task What_the_URL_names_wrongly_is_400_and_named(string query, string field)
    {
        var answer = await CallAsync("sent", query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), e => e.Name.StartsWith(field, StringComparison.Ordinal));
        Assert.Empty(await twilio.TypesAsync(person));
    }

    [Fact]
    public async Task What_a_send_says_it_fulfilled_is_no_longer_obliged()
    {
        await twilio.Http.PostAsJsonAsync(
            "/api/consents",
            new
            {
                recipient = person,
                brand = "acme",
                campaigns = new[] { "reminders" },
                basis = "express",
                method = "web-form",
                obtainedAt = DateTimeOffset.UnixEpoch.AddYears(56),
                statement = "I agree.",
                proof = new { reference = "form-1" },
            }
        );
        await CallAsync("sent", Query + "&kind=campaign&fulfilled=opt-out-language,reconfirm-consent&fulfilled=identify-sender");
        var check = await twilio.Http.GetFromJsonAsync<JsonElement>($"/api/checks/{Uri.EscapeDataString(person)}{Query}");

        Assert.Equal(["identify-sender"], check.GetProperty("obligations").EnumerateArray().Select(o => o.GetString()!).ToArray());
    }

    [Fact]
    public async Task A_channels_address_is_the_same_person()
    {
        await CallAsync("sent", to: "whatsapp:" + person, from: WhatsApp);

        Assert.Equal(["send-recorded"], await twilio.TypesAsync(person));
    }

    [Fact]
    public async Task Error_21610_blocks_the_sender_once_until_START_reaches_it()
    {
        await CallAsync("failed", error: "21610");
        await CallAsync("failed", error: "21610");
        Assert.Equal(["provider-blocked"], await twilio.TypesAsync(person));
        Assert.Equal(
            "provider-blocked",
            await twilio.CheckAsync(person, $"brand=acme&campaign=reminders&sender={Uri.EscapeDataString(Number)}")
        );
        await TextAsync("START");

        Assert.NotEqual(
            "provider-blocked",
            await twilio.CheckAsync(person, $"brand=acme&campaign=reminders&sender={Uri.EscapeDataString(Number)}"),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task Error_21610_of_a_message_created_before_a_consent_by_text_blocks_nothing()
    {
        await TakesAsync("sent");
        await TextAsync("JOIN");
        await CallAsync("undelivered", error: "21610");

        Assert.DoesNotContain("provider-blocked", await twilio.TypesAsync(person), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Error_21610_is_the_senders_whatever_brand_the_URL_names()
    {
        await CallAsync("failed", error: "21610", from: WineNumber);

        Assert.Equal(["provider-blocked"], await twilio.TypesAsync(person, "vineyard"));
    }

    [Fact]
    public async Task A_machines_number_and_a_missing_sender()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await CallAsync("sent", to: "72645")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await CallAsync("sent", from: "")).StatusCode);
    }
}
