using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OptOut.TwilioApi;

namespace OptOutFunctions.Tests;

/// <summary>
/// The head's adapters against a Twilio made from its public description: what they ask exists, and what it answers they read rightly.
/// </summary>
public sealed class TwilioDescriptionTests : IAsyncLifetime
{
    private const string Account = LoopbackTwilio.Account,
        To = "+14155550123",
        Number = "+14155550100";
    private static readonly string Service = "MG" + new string('a', 32),
        Conversation = "CH" + new string('b', 32);
    private readonly FakeTimeProvider time = new(Noon.AddMinutes(90));
    private LoopbackTwilio wire = null!;
    private DescribedTwilio twilio = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Noon => TwilioJson.Noon;

    public async ValueTask InitializeAsync()
    {
        wire = await LoopbackTwilio.StartAsync();
        twilio = new DescribedTwilio(wire);
    }

    public async ValueTask DisposeAsync()
    {
        await wire.DisposeAsync();
        Assert.Empty(twilio.Violations);
    }

    [Fact]
    public async Task Messages_are_sent_by_number_by_service_and_into_a_conversation()
    {
        twilio.Has("CreateMessage", Message(1, Noon, status: "queued"));
        twilio.Has(
            "CreateConversationMessage",
            new JsonObject { ["sid"] = "IM" + new string('c', 32), ["conversation_sid"] = Conversation }
        );
        var callback = new Uri("https://optout.example.org/api/twilio/status?brand=acme");
        var message = new OutboundMessage(Account, Number, To, "Acme: bye.", callback);

        Assert.Equal(new SendResult(SendOutcome.Accepted, Sid(1)), await Messages.SendAsync(message, Cancellation));
        Assert.Equal(SendOutcome.Accepted, (await Messages.SendAsync(message with { From = Service }, Cancellation)).Outcome);
        Assert.Equal(
            SendOutcome.Accepted,
            (await Messages.SendAsync(message with { From = "whatsapp:" + Number, To = "whatsapp:" + To }, Cancellation)).Outcome
        );
        Assert.Equal(
            SendOutcome.Accepted,
            (await Messages.SendAsync(message with { ConversationSid = Conversation }, Cancellation)).Outcome
        );
    }

    [Fact]
    public async Task What_was_sent_is_found_page_by_page_also_what_has_no_date_of_sending_yet()
    {
        twilio.Has(
            "ListMessage",
            Message(1, Noon.AddMinutes(4), status: "accepted"),
            Message(2, Noon.AddMinutes(3), "inbound", "received"),
            Message(3, Noon.AddMinutes(2), status: "sent"),
            Message(4, Noon.AddMinutes(1), status: "partially_delivered"),
            Message(5, Noon.AddMinutes(1), to: Number)
        );

        var found = await Messages.ListSentAsync(Account, To, Noon, Cancellation);

        Assert.Equal([Sid(1), Sid(3), Sid(4)], found.Select(m => m.MessageSid), StringComparer.Ordinal);
        Assert.Equal(["accepted", "sent", "partially_delivered"], found.Select(m => m.Status), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_inbound_log_is_read_by_the_filters_of_the_date_of_sending()
    {
        twilio.Has(
            "ListMessage",
            [.. Enumerable.Range(0, 9).Select(n => Message(9 - n, Noon.AddMinutes(80 - (10 * n)), "inbound", "received"))]
        );
        var found = new List<string>();
        await foreach (var message in Messages.ListInboundAsync(Account, Noon, Cancellation))
        {
            found.Add(message.MessageSid);
        }

        Assert.Equal(Enumerable.Range(1, 9).Select(Sid), found, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_message_is_found_and_one_that_Twilio_does_not_know_is_not()
    {
        twilio.Has("FetchMessage", Message(1, Noon, status: "undelivered", error: 30003));
        Assert.Equal(
            ("undelivered", 30003),
            (await Messages.FindAsync(Account, Sid(1), Cancellation)) is { } found ? (found.Status, found.ErrorCode) : default
        );
        Assert.Null(await Messages.FindAsync(Account, Sid(2), Cancellation));
    }

    [Fact]
    public async Task Participants_are_read_over_all_pages()
    {
        twilio.Has(
            "ListConversationParticipant",
            new JsonObject
            {
                ["sid"] = "MB" + new string('1', 32),
                ["identity"] = "agent",
                ["conversation_sid"] = Conversation,
            },
            new JsonObject
            {
                ["sid"] = "MB" + new string('2', 32),
                ["identity"] = "bot",
                ["conversation_sid"] = Conversation,
            },
            new JsonObject
            {
                ["sid"] = "MB" + new string('3', 32),
                ["conversation_sid"] = Conversation,
                ["messaging_binding"] = new JsonObject
                {
                    ["type"] = "sms",
                    ["address"] = To,
                    ["proxy_address"] = Number,
                },
            }
        );
        Assert.Equal(
            [new ConversationParticipant("MB" + new string('3', 32), To, Number)],
            await Messages.ListParticipantsAsync(Account, Conversation, Cancellation)
        );
    }

    [Fact]
    public async Task Rule40_a_batch_of_consents_is_taken_and_what_is_not_is_told_by_its_kind()
    {
        var sources = new[] { "website", "offline", "opt-in-message", "opt-out-message", "others" };
        var reports = Enumerable
            .Range(0, ITwilioConsents.MaxBatch)
            .Select(n => new ConsentReport(
                To,
                n % 2 == 0 ? Number : Service,
                n % 3 == 0 ? "opt-in" : "opt-out",
                sources[n % 5],
                n.ToString("x32", CultureInfo.InvariantCulture),
                Noon.AddSeconds(n)
            ))
            .ToList();
        twilio.Consent = item =>
            item["correlation_id"]!.GetValue<string>()[^1] switch
            {
                '1' => (30646, ["INVALID_SENDER_ID"]),
                '2' => (30646, ["INTERNAL_SERVER_ERROR"]),
                _ => (0, []),
            };

        var refused = await Get<ITwilioConsents>().ReportAsync(Account, reports, Cancellation);

        Assert.Equal(
            [(1, false), (2, true), (17, false), (18, true)],
            refused.Select(r => (int.Parse(r.Key, NumberStyles.HexNumber, CultureInfo.InvariantCulture), r.Value.MayPass)).Order()
        );
        Assert.All(refused.Values, r => Assert.Equal(30646, r.Code));
    }

    [Fact]
    public async Task Rule40_only_what_is_scheduled_is_cancelled()
    {
        twilio.Has(
            "FetchMessage",
            Message(1, Noon, status: "scheduled"),
            Message(2, Noon, status: "canceled"),
            Message(3, Noon, status: "delivered")
        );
        var consents = Get<ITwilioConsents>();
        Assert.True(await consents.CancelAsync(Account, Sid(1), Cancellation));
        Assert.True(await consents.CancelAsync(Account, Sid(1), Cancellation));
        Assert.True(await consents.CancelAsync(Account, Sid(2), Cancellation));
        Assert.False(await consents.CancelAsync(Account, Sid(3), Cancellation));
        Assert.False(await consents.CancelAsync(Account, Sid(4), Cancellation));
    }

    [Fact]
    public async Task Rule41_the_settings_are_read_whole()
    {
        const string url = "https://optout.example.org/api/twilio/messages";
        JsonObject Hook(JsonObject of)
        {
            (of["sms_url"], of["sms_method"], of["sms_fallback_url"], of["sms_fallback_method"]) = (
                url,
                "POST",
                "https://x.example/",
                "GET"
            );
            return of;
        }
        twilio.Has(
            "ListIncomingPhoneNumber",
            Hook(new JsonObject { ["phone_number"] = Number }),
            new JsonObject { ["phone_number"] = "+14155550101", ["sms_application_sid"] = "AP" + new string('1', 32) },
            new JsonObject { ["phone_number"] = "+14155550102" }
        );
        twilio.Has("ListShortCode", Hook(new JsonObject { ["short_code"] = "36111" }));
        twilio.Has(
            "ListService",
            new JsonObject
            {
                ["sid"] = Service,
                ["inbound_request_url"] = url,
                ["inbound_method"] = "GET",
                ["use_inbound_webhook_on_number"] = true,
            },
            new JsonObject { ["sid"] = "MG" + new string('b', 32) },
            new JsonObject { ["sid"] = "MG" + new string('c', 32) }
        );
        twilio.Has("ListPhoneNumber", new JsonObject { ["service_sid"] = Service, ["phone_number"] = "+14155550102" });
        twilio.Has("Messaging.ListShortCode", new JsonObject { ["service_sid"] = Service, ["short_code"] = "36111" });
        twilio.Has(
            "ListUsAppToPerson",
            new JsonObject { ["opt_out_keywords"] = new JsonArray("STOP", "ENOUGH"), ["help_message"] = "Call us." }
        );

        var settings = await Get<ITwilioSettings>().ReadAsync(Account, Cancellation);

        var webhook = new TwilioWebhook(url, "POST", "https://x.example/", "GET");
        Assert.Equal(
            [
                new(Number, webhook, null),
                new("+14155550101", new(null, null, null, null), null, "AP" + new string('1', 32)),
                new("+14155550102", new(null, null, null, null), Service),
                new("36111", webhook, Service),
            ],
            settings.Numbers
        );
        Assert.Equal(3, settings.Services.Count);
        Assert.Equal(
            (url, "GET", true),
            (settings.Services[0].Webhook.Url, settings.Services[0].Webhook.Method, settings.Services[0].DefersToNumbers)
        );
        Assert.Equal(["STOP", "ENOUGH"], settings.Services[0].Program!.OptOutKeywords);
        Assert.Equal("Call us.", settings.Services[0].Program!.HelpMessage);
        Assert.Null(settings.Services[1].Webhook.Url);
    }

    [Fact]
    public async Task Rule36_the_list_of_a_day_lies_behind_a_redirect_that_gets_no_token()
    {
        twilio.Has("FetchDeactivation", new JsonObject { ["redirect_to"] = "https://lists.s3.example/2026-03-01?signature=x" });
        twilio.Elsewhere = ("lists.s3.example", "14155550123\n\n14155550124\n");
        var numbers = new List<string>();
        await foreach (var number in Get<ITwilioDeactivations>().ReadAsync(Account, new DateOnly(2026, 3, 1), Cancellation))
        {
            numbers.Add(number);
        }

        Assert.Equal(["14155550123", "14155550124"], numbers, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_the_description_does_not_know_is_seen()
    {
        await Assert.ThrowsAsync<TwilioCallException>(() => Messages.FindAsync(Account, "SMshort", Cancellation));
        var bad = new ConsentReport(To, Number, "opt-out", "phone", new string('0', 32), Noon);
        await Assert.ThrowsAsync<TwilioCallException>(() => Get<ITwilioConsents>().ReportAsync(Account, [bad], Cancellation));
        Assert.Equal(
            ["FetchMessage: Sid", "CreateBulkConsents: Items source"],
            twilio.Violations.Select(v => v[..v.IndexOf(" is", StringComparison.Ordinal)]),
            StringComparer.Ordinal
        );
        twilio.Violations.Clear();
    }

    private ITwilioMessages Messages => Get<ITwilioMessages>();

    private T Get<T>()
        where T : notnull => wire.Services(time).GetRequiredService<T>();

    private static string Sid(int n) => "SM" + n.ToString("x32", CultureInfo.InvariantCulture);

    private static JsonObject Message(
        int n,
        DateTimeOffset created,
        string direction = "outbound-api",
        string status = "delivered",
        string to = To,
        int? error = null
    )
    {
        var date = created.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        var message = new JsonObject
        {
            ["sid"] = Sid(n),
            ["account_sid"] = Account,
            ["from"] = Number,
            ["to"] = to,
            ["body"] = "Hello",
            ["direction"] = direction,
            ["status"] = status,
            ["date_created"] = date,
        };
        if (error is { } code)
        {
            message["error_code"] = code;
        }

        if (status is not ("accepted" or "queued" or "scheduled"))
        {
            message["date_sent"] = date;
        }

        return message;
    }
}
