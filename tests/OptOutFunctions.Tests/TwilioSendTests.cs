using Microsoft.AspNetCore.Http;

namespace OptOutFunctions.Tests;

/// <summary>A confirmation by REST: what Twilio said decides whether it may ever be tried again (rule 9, rule 10).</summary>
public sealed class TwilioSendTests : IAsyncLifetime
{
    private static readonly OutboundMessage Confirmation = new(
        LoopbackTwilio.Account,
        "+14155550100",
        "+14155550123",
        "Acme: you are unsubscribed.",
        new Uri("https://optout.example.org/api/twilio/status?brand=acme")
    );

    private LoopbackTwilio twilio = null!;

    public async ValueTask InitializeAsync() => twilio = await LoopbackTwilio.StartAsync();

    public ValueTask DisposeAsync() => twilio.DisposeAsync();

    private Task<SendResult> SendAsync(OutboundMessage message, params string[] tokens) =>
        twilio.Messages(null, tokens).SendAsync(message, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_send_posts_sender_recipient_text_and_callback_and_gives_the_sid()
    {
        twilio.Always(201, TwilioJson.Text(TwilioJson.Message("SM1", TwilioJson.Noon, status: "queued")));

        Assert.Equal(new SendResult(SendOutcome.Accepted, "SM1"), await SendAsync(Confirmation));

        var asked = Assert.Single(twilio.Requests);
        Assert.Equal(
            ("POST", "api.twilio.com", $"/2010-04-01/Accounts/{LoopbackTwilio.Account}/Messages.json"),
            (asked.Method, asked.Host, asked.Path)
        );
        Assert.Equal(Confirmation.From, asked.Form["From"]);
        Assert.Equal(Confirmation.To, asked.Form["To"]);
        Assert.Equal(Confirmation.Body, asked.Form["Body"]);
        Assert.Equal(Confirmation.StatusCallback.OriginalString, asked.Form["StatusCallback"]);
        Assert.DoesNotContain("MessagingServiceSid", asked.Form.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_messaging_service_is_named_as_such()
    {
        twilio.Always(201, TwilioJson.Text(TwilioJson.Message("SM1", TwilioJson.Noon)));
        var service = "MG" + new string('a', 32);

        await SendAsync(Confirmation with { From = service });

        var asked = Assert.Single(twilio.Requests);
        Assert.Equal(service, asked.Form["MessagingServiceSid"]);
        Assert.DoesNotContain("From", asked.Form.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_answer_into_a_conversation_goes_through_that_conversation()
    {
        twilio.Always(
            201,
            TwilioJson.Text(
                new
                {
                    sid = "IM1",
                    conversation_sid = "CH1",
                    body = "x",
                }
            )
        );

        Assert.Equal(new SendResult(SendOutcome.Accepted, "IM1"), await SendAsync(Confirmation with { ConversationSid = "CH1" }));

        var asked = Assert.Single(twilio.Requests);
        Assert.Equal(("conversations.twilio.com", "/v1/Conversations/CH1/Messages"), (asked.Host, asked.Path));
        Assert.Equal(Confirmation.Body, asked.Form["Body"]);
    }

    [Theory]
    [InlineData(400, 21610, SendOutcome.Refused)]
    [InlineData(400, 21211, SendOutcome.Refused)]
    [InlineData(403, 20003, SendOutcome.Refused)]
    [InlineData(404, 20404, SendOutcome.Refused)]
    [InlineData(429, 20429, SendOutcome.TryLater)]
    [InlineData(500, 20500, SendOutcome.Unknown)]
    [InlineData(503, 20503, SendOutcome.Unknown)]
    [InlineData(502, 20502, SendOutcome.Unknown)]
    [InlineData(504, 20504, SendOutcome.Unknown)]
    public async Task Twilios_answer_decides_the_outcome_and_its_code_is_kept(int status, int code, SendOutcome outcome)
    {
        twilio.Always(status, TwilioJson.Error(code, status));

        Assert.Equal(new SendResult(outcome, ErrorCode: code), await SendAsync(Confirmation));
        Assert.Single(twilio.Requests);
    }

    [Theory]
    [InlineData(400, SendOutcome.Refused)]
    [InlineData(429, SendOutcome.TryLater)]
    [InlineData(500, SendOutcome.Unknown)]
    [InlineData(302, SendOutcome.Unknown)]
    [InlineData(200, SendOutcome.Unknown)]
    [InlineData(201, SendOutcome.Unknown)]
    public async Task An_answer_that_is_not_Twilios_JSON_is_judged_by_its_status(int status, SendOutcome outcome)
    {
        twilio.Always(status, "<html>proxy</html>");

        Assert.Equal(new SendResult(outcome), await SendAsync(Confirmation));
        Assert.Single(twilio.Requests);
    }

    [Fact]
    public async Task A_success_without_a_sid_is_unknown()
    {
        twilio.Always(201, "{}");
        Assert.Equal(SendOutcome.Unknown, (await SendAsync(Confirmation)).Outcome);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_and_nothing_is_sent_again()
    {
        twilio.Answer = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal(new SendResult(SendOutcome.Unknown), await SendAsync(Confirmation));
        Assert.Single(twilio.Requests);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_after_201_is_unknown()
    {
        twilio.Answer = async (_, context) =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"sid\":", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        };

        Assert.Equal(new SendResult(SendOutcome.Unknown), await SendAsync(Confirmation));
        Assert.Single(twilio.Requests);
    }

    [Fact]
    public async Task Giving_up_while_Twilio_thinks_is_unknown()
    {
        using var timeout = new CancellationTokenSource();
        twilio.Answer = async (_, context) =>
        {
            await timeout.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        Assert.Equal(new SendResult(SendOutcome.Unknown), await twilio.Messages().SendAsync(Confirmation, timeout.Token));
    }

    [Fact]
    public async Task What_never_left_may_be_tried_later()
    {
        var messages = twilio.Messages();
        await twilio.DisposeAsync();

        Assert.Equal(new SendResult(SendOutcome.TryLater), await messages.SendAsync(Confirmation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task During_a_rotation_the_token_that_Twilio_takes_is_found()
    {
        twilio.Answer = (asked, context) =>
            asked.Token == "current"
                ? LoopbackTwilio.ReplyAsync(context, 201, TwilioJson.Text(TwilioJson.Message("SM1", TwilioJson.Noon)))
                : LoopbackTwilio.ReplyAsync(context, 401, TwilioJson.Error(20003, 401));

        Assert.Equal(new SendResult(SendOutcome.Accepted, "SM1"), await SendAsync(Confirmation, "upcoming", "current"));
        Assert.Equal(["upcoming", "current"], twilio.Requests.Select(asked => asked.Token), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Only_401_tries_another_token()
    {
        twilio.Always(500, TwilioJson.Error(20500, 500));

        await SendAsync(Confirmation, "first", "second");

        Assert.Equal("first", Assert.Single(twilio.Requests).Token);
    }

    [Fact]
    public async Task A_wrong_token_everywhere_is_a_refusal()
    {
        twilio.Always(401, TwilioJson.Error(20003, 401));
        Assert.Equal(new SendResult(SendOutcome.Refused, ErrorCode: 20003), await SendAsync(Confirmation, "a", "b"));
    }
}
