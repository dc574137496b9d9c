using Microsoft.Extensions.Time.Testing;
using OptOut.TwilioApi;

namespace OptOutFunctions.Tests;

/// <summary>Searching Twilio: "not found" must mean that Twilio said so, and what it has must be found.</summary>
public sealed class TwilioReadTests : IAsyncLifetime
{
    private const string To = "+14155550123";
    private LoopbackTwilio twilio = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Noon => TwilioJson.Noon;

    public async ValueTask InitializeAsync() => twilio = await LoopbackTwilio.StartAsync();

    public ValueTask DisposeAsync() => twilio.DisposeAsync();

    [Fact]
    public async Task Sent_messages_are_searched_by_recipient_and_accepted_and_queued_ones_count()
    {
        twilio.Always(
            200,
            TwilioJson.Page([
                TwilioJson.Message("SM3", Noon.AddMinutes(2), status: "accepted"),
                TwilioJson.Message("SM2", Noon.AddMinutes(1), status: "queued", body: "Acme: bye"),
                TwilioJson.Message("SM1", Noon.AddMinutes(-1), status: "delivered"),
            ])
        );

        var found = await twilio.Messages().ListSentAsync(LoopbackTwilio.Account, To, Noon, Cancellation);

        Assert.Equal(["SM3", "SM2"], found.Select(message => message.MessageSid), StringComparer.Ordinal);
        Assert.Equal(new ListedMessage("SM2", "+14155550100", To, "Acme: bye", Noon.AddMinutes(1), "queued", null), found[1]);
        var asked = Assert.Single(twilio.Requests);
        Assert.Contains($"To={To}", asked.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("DateSent", asked.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_created_within_the_same_second_counts()
    {
        twilio.Always(200, TwilioJson.Page([TwilioJson.Message("SM1", Noon)]));
        Assert.Single(await twilio.Messages().ListSentAsync(LoopbackTwilio.Account, To, Noon.AddMilliseconds(900), Cancellation));
    }

    [Fact]
    public async Task All_pages_are_read_until_one_is_a_day_too_old()
    {
        var pages = new[]
        {
            TwilioJson.Page(
                [TwilioJson.Message("SM4", Noon.AddMinutes(1)), TwilioJson.Message("SM3", Noon.AddDays(-3))],
                "/2010-04-01/next?Page=1"
            ),
            TwilioJson.Page([TwilioJson.Message("SM2", Noon.AddMinutes(2))], "/2010-04-01/next?Page=2"),
            TwilioJson.Page([TwilioJson.Message("SM1", Noon.AddDays(-3))], "/2010-04-01/next?Page=3"),
        };
        twilio.Answer = (_, context) => LoopbackTwilio.ReplyAsync(context, 200, pages[twilio.Requests.Count - 1]);

        var found = await twilio.Messages().ListSentAsync(LoopbackTwilio.Account, To, Noon, Cancellation);

        Assert.Equal(["SM4", "SM2"], found.Select(message => message.MessageSid), StringComparer.Ordinal);
        Assert.Equal(["?Page=1", "?Page=2"], twilio.Requests.Skip(1).Select(asked => asked.Query), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(200, "not json")]
    [InlineData(200, "{}")]
    [InlineData(400, "{}")]
    [InlineData(401, "{}")]
    public async Task A_search_that_Twilio_did_not_answer_throws_and_tells_no_number(int status, string body)
    {
        twilio.Always(status, body);

        var failure = await Assert.ThrowsAsync<TwilioCallException>(() =>
            twilio.Messages().ListSentAsync(LoopbackTwilio.Account, To, Noon, Cancellation)
        );

        Assert.DoesNotContain("4155550123", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_second_page_throws_rather_than_shorten_the_list()
    {
        twilio.Answer = (asked, context) =>
            asked.Query.Contains("Page=1", StringComparison.Ordinal)
                ? LoopbackTwilio.ReplyAsync(context, 404, "gone")
                : LoopbackTwilio.ReplyAsync(context, 200, TwilioJson.Page([TwilioJson.Message("SM1", Noon)], "/2010-04-01/next?Page=1"));

        await Assert.ThrowsAsync<TwilioCallException>(() =>
            twilio.Messages().ListSentAsync(LoopbackTwilio.Account, To, Noon, Cancellation)
        );
    }

    [Fact]
    public async Task Find_gives_the_message_with_its_error()
    {
        twilio.Always(200, TwilioJson.Text(TwilioJson.Message("SM1", Noon, status: "failed", errorCode: 21610)));

        var found = await twilio.Messages().FindAsync(LoopbackTwilio.Account, "SM1", Cancellation);

        Assert.Equal((Noon, "failed", 21610), (found!.CreatedAt, found.Status, found.ErrorCode));
        Assert.EndsWith("/Messages/SM1.json", Assert.Single(twilio.Requests).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_is_null_only_when_Twilio_says_404()
    {
        twilio.Always(404, TwilioJson.Error(20404, 404));
        Assert.Null(await twilio.Messages().FindAsync(LoopbackTwilio.Account, "SM1", Cancellation));

        twilio.Always(403, TwilioJson.Error(20403, 403));
        await Assert.ThrowsAsync<TwilioCallException>(() => twilio.Messages().FindAsync(LoopbackTwilio.Account, "SM1", Cancellation));
    }

    [Fact]
    public async Task Reading_is_repeated_after_a_fault_that_passes()
    {
        twilio.Answer = (_, context) =>
            twilio.Requests.Count == 1
                ? LoopbackTwilio.ReplyAsync(context, 503, "")
                : LoopbackTwilio.ReplyAsync(context, 200, TwilioJson.Text(TwilioJson.Message("SM1", Noon)));

        Assert.NotNull(await twilio.Messages().FindAsync(LoopbackTwilio.Account, "SM1", Cancellation));
    }

    [Fact]
    public async Task The_inbound_log_is_read_in_hours_and_given_oldest_first()
    {
        var time = new FakeTimeProvider(Noon.AddMinutes(90));
        object[] log =
        [
            TwilioJson.Message("SM5", Noon.AddMinutes(80), "inbound"),
            TwilioJson.Message("SM4", Noon.AddMinutes(61), "outbound-api"),
            TwilioJson.Message("SM3", Noon.AddMinutes(60), "inbound"),
            TwilioJson.Message("SM2", Noon.AddMinutes(1), "inbound"),
            TwilioJson.Message("SM1", Noon, "inbound"),
            TwilioJson.Message("SM0", Noon.AddMinutes(-1), "inbound"),
        ];
        twilio.Always(200, TwilioJson.Page(log));

        var found = new List<string>();
        await foreach (var message in twilio.Messages(time).ListInboundAsync(LoopbackTwilio.Account, Noon, Cancellation))
        {
            found.Add(message.MessageSid);
        }

        Assert.Equal(["SM1", "SM2", "SM3", "SM5"], found, StringComparer.Ordinal);
        Assert.Equal(
            [
                "DateSent<=2026-03-01T13:05:00Z&DateSent>=2026-03-01T11:55:00Z",
                "DateSent<=2026-03-01T14:05:00Z&DateSent>=2026-03-01T12:55:00Z",
            ],
            twilio.Requests.Select(asked => asked.Query[1..asked.Query.LastIndexOf('&')]),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task Participants_are_those_with_a_messaging_binding()
    {
        var pages = new[]
        {
            TwilioJson.Participants(
                [
                    new
                    {
                        sid = "MB1",
                        identity = (string?)null,
                        messaging_binding = (object?)
                            new
                            {
                                type = "sms",
                                address = To,
                                proxy_address = "+14155550100",
                            },
                    },
                    new
                    {
                        sid = "MB2",
                        identity = (string?)"agent",
                        messaging_binding = (object?)null,
                    },
                ],
                "https://conversations.twilio.com/v1/Conversations/CH1/Participants?Page=1"
            ),
            TwilioJson.Participants([new { sid = "MB3", messaging_binding = new { type = "sms", projected_address = "+14155550199" } }]),
        };
        twilio.Answer = (_, context) => LoopbackTwilio.ReplyAsync(context, 200, pages[twilio.Requests.Count - 1]);

        var found = await twilio.Messages().ListParticipantsAsync(LoopbackTwilio.Account, "CH1", Cancellation);

        Assert.Equal([new ConversationParticipant("MB1", To, "+14155550100")], found);
        Assert.All(
            twilio.Requests,
            asked => Assert.Equal(("conversations.twilio.com", "/v1/Conversations/CH1/Participants"), (asked.Host, asked.Path))
        );
    }
}
