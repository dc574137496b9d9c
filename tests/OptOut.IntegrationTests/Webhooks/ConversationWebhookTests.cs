using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static OptOut.IntegrationTests.TwilioSide;

namespace OptOut.IntegrationTests;

/// <summary>
/// <c>POST /api/twilio/conversations</c>: real webhooks to a real host. It has less than two seconds for one: what a busy machine does not
/// manage in that time is answered all the same and done by a follow-up, or answered 503, and then Twilio's next try does it.
/// </summary>
public sealed class ConversationWebhookTests(TwilioSide twilio) : IClassFixture<TwilioSide>, IAsyncLifetime
{
    private const string Path = "/api/twilio/conversations";
    private readonly string person = Person(),
        conversation = NewSid("CH"),
        participant = NewSid("MB");

    public async ValueTask InitializeAsync() => await twilio.WarmAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<HttpResponseMessage> JoinAsync(
        string? address = null,
        string? proxy = Number,
        string? sid = null,
        string? service = null
    ) =>
        TakenAsync(
            ("EventType", "onParticipantAdded"),
            ("ConversationSid", conversation),
            ("ParticipantSid", sid ?? participant),
            ("MessagingServiceSid", service),
            ("MessagingBinding.Type", "sms"),
            ("MessagingBinding.Address", address ?? person),
            ("MessagingBinding.ProxyAddress", proxy)
        );

    /// <summary>Posts it, again while it is not taken; all of it may be repeated.</summary>
    private async Task<HttpResponseMessage> TakenAsync(params (string Name, string? Value)[] fields)
    {
        HttpResponseMessage answer = null!;
        await Until.AsyncIs(
            async () => (answer = await twilio.PostAsync(Path, fields)).StatusCode != HttpStatusCode.ServiceUnavailable,
            60,
            "it is not taken"
        );
        return answer;
    }

    private async Task IsOptedOutAsync() =>
        await UntilAsync(() => twilio.CheckAsync(person, "brand=acme&campaign=reminders"), reason => reason == "opted-out");

    /// <summary>What a reply to the person, and to another one, is answered in the end.</summary>
    private async Task RepliesAreAsync(string reason, string? other = null)
    {
        await UntilAsync(() => twilio.CheckReplyAsync(person), said => said == reason);
        if (other is not null)
        {
            await UntilAsync(() => twilio.CheckReplyAsync(other, WhatsApp), said => said == reason);
        }
    }

    private async Task WriteAsync(string body, string? sid = null, string? by = null, string? author = null, string? source = "SMS")
    {
        var answer = await TakenAsync(
            ("EventType", "onMessageAdded"),
            ("ConversationSid", conversation),
            ("MessageSid", sid ?? NewSid("IM")),
            ("ParticipantSid", by ?? participant),
            ("Author", author ?? person),
            ("Source", source),
            ("Body", body)
        );
        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    private Task<HttpResponseMessage> TextAsync(string body, string? sid = null) =>
        twilio.PostAsync("/api/twilio/messages", ("MessageSid", sid ?? NewSid("SM")), ("From", person), ("To", Number), ("Body", body));

    private async Task CloseAsync(string type = "onConversationStateUpdated") =>
        Assert.Equal(
            HttpStatusCode.OK,
            (await TakenAsync(("EventType", type), ("ConversationSid", conversation), ("StateTo", "closed"))).StatusCode
        );

    [Fact]
    public async Task STOP_of_a_bound_participant_opts_out_and_its_one_confirmation_goes_into_the_conversation()
    {
        await JoinAsync();
        var sid = NewSid("IM");
        await WriteAsync("Stop.", sid);
        await WriteAsync("Stop.", sid);

        await IsOptedOutAsync();
        var shown = await UntilAsync(() => twilio.PhoneAsync(person), p => p.Length > 0);
        Assert.StartsWith("rest ", Assert.Single(shown), StringComparison.Ordinal);
        var history = await UntilAsync(() => twilio.HistoryAsync(person), h => h.Length > 1);
        Assert.Equal(["opted-out", "confirmation-sent"], await twilio.TypesAsync(person));
        Assert.Equal(
            ("conversations", sid),
            (history[0].GetProperty("source").GetString(), history[0].GetProperty("proof").GetProperty("messageSid").GetString())
        );
    }

    [Theory]
    [InlineData("MessagingBinding.Address", "+14155569998", "+14155569999")]
    [InlineData("MessagingBinding.ProxyAddress", Number, WhatsApp)]
    [InlineData("MessagingServiceSid", "MG00000000000000000000000000000001", "MG00000000000000000000000000000002")]
    [InlineData("Attributes", "{}", "{ }")]
    public async Task A_field_that_stands_twice_and_does_not_matter_costs_no_opt_out(string name, string one, string other)
    {
        await JoinAsync();
        var answer = await TakenAsync(
            ("EventType", "onMessageAdded"),
            ("ConversationSid", conversation),
            ("MessageSid", NewSid("IM")),
            ("ParticipantSid", participant),
            ("Author", person),
            ("Source", "SMS"),
            ("Body", "STOP"),
            (name, one),
            (name, other)
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await IsOptedOutAsync();
    }

    [Fact]
    public async Task JSON_with_bodySHA256_is_taken_as_a_form_is()
    {
        await twilio.PostJsonAsync(
            Path,
            JsonSerializer.Serialize(
                new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["AccountSid"] = AccountSid,
                    ["EventType"] = "onConversationAdded",
                    ["ConversationSid"] = conversation,
                    ["MessagingBinding"] = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["Address"] = person,
                        ["ProxyAddress"] = Number,
                    },
                }
            )
        );
        await WriteAsync("hello");

        await RepliesAreAsync("conversation");
    }

    [Theory]
    [InlineData("API", null)]
    [InlineData("SDK", null)]
    [InlineData("SMS", "system")]
    public async Task What_the_API_a_chat_client_or_Twilio_writes_is_nobodys(string source, string? author)
    {
        await JoinAsync();
        await WriteAsync("STOP", by: author is null ? null : NewSid("MB"), author: author, source: source);

        Assert.Empty(await twilio.HistoryAsync(person));
    }

    [Fact]
    public async Task What_an_agent_writes_is_nobodys()
    {
        await JoinAsync();
        await WriteAsync("STOP", by: NewSid("MB"), author: "agent", source: "CHAT");

        Assert.Empty(await twilio.HistoryAsync(person));
    }

    [Fact]
    public async Task In_a_group_each_participant_speaks_for_themselves_and_closing_ends_it_for_all()
    {
        var (other, otherSid) = (Person(), NewSid("MB"));
        await Task.WhenAll(JoinAsync(), JoinAsync(other, WhatsApp, otherSid));
        await WriteAsync("hello");
        await WriteAsync("hello too", by: otherSid, author: other);
        await RepliesAreAsync("conversation", other);
        await CloseAsync();
        await CloseAsync();

        await RepliesAreAsync("conversation-closed", other);
        Assert.Equal(["conversation-opened", "conversation-closed"], await twilio.TypesAsync(person));
        Assert.Equal(["conversation-opened", "conversation-closed"], await twilio.TypesAsync(other));
    }

    [Fact]
    public async Task A_removed_conversation_is_closed_and_a_message_that_it_overtook_opens_nothing()
    {
        await JoinAsync();
        await WriteAsync("hello");
        await CloseAsync("onConversationRemoved");

        await RepliesAreAsync("conversation-closed");
    }

    [Fact]
    public async Task A_conversation_with_no_brands_sender_is_nothing_to_us()
    {
        await JoinAsync(proxy: "+14155559999");
        await WriteAsync("STOP");
        await CloseAsync();

        Assert.Empty(await twilio.HistoryAsync(person));
    }

    [Theory]
    [InlineData("SM first")]
    [InlineData("IM first")]
    [InlineData("both at once")]
    public async Task The_same_text_by_the_numbers_own_webhook_is_one_opt_out_and_one_confirmation(string order)
    {
        await JoinAsync();
        switch (order)
        {
            case "SM first":
                Assert.Contains("<Message", await (await TextAsync("STOP")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
                await WriteAsync("STOP");
                break;
            case "IM first":
                await WriteAsync("STOP");
                await IsOptedOutAsync();
                Assert.DoesNotContain("<Message", await (await TextAsync("STOP")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
                break;
            default:
                await Task.WhenAll(TextAsync("STOP"), WriteAsync("STOP"));
                break;
        }

        await IsOptedOutAsync();
        Assert.Single(await twilio.TypesAsync(person), "opted-out");
    }

    [Fact]
    public async Task HELP_by_both_webhooks_is_answered_once()
    {
        await JoinAsync();
        await WriteAsync("HELP");
        await TextAsync("HELP");

        Assert.Single(await UntilAsync(() => twilio.PhoneAsync(person), p => p.Length > 0));
    }

    [Fact]
    public async Task An_ordinary_text_by_both_webhooks_opens_once_and_closing_ends_it_whichever_was_first()
    {
        await JoinAsync();
        await TextAsync("hello");
        await WriteAsync("hello");
        Assert.Equal(["conversation-opened"], await twilio.TypesAsync(person));
        await CloseAsync();

        await RepliesAreAsync("conversation-closed");
    }

    [Fact]
    public async Task An_unbound_conversation_is_looked_up_at_Twilio_and_by_the_follow_up_when_Twilio_does_not_answer()
    {
        await twilio.FaultAsync(person, """{"fault":"webhook-lost","times":2},{"fault":"list-unavailable","times":1}""");
        var opened = await (
            await twilio.Http.PostAsJsonAsync("/local/conversations", new { from = person, to = Number })
        ).Content.ReadFromJsonAsync<JsonElement>();
        var sid = opened.GetProperty("conversationSid").GetString();
        var written = await twilio.Http.PostAsJsonAsync(
            $"/local/conversations/{sid}/messages",
            new { author = "recipient", body = "STOP" }
        );
        Assert.Equal(200, (await written.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());

        await UntilAsync(() => twilio.CheckAsync(person, "brand=acme&campaign=reminders"), reason => reason == "opted-out");
        Assert.Single(await UntilAsync(() => twilio.PhoneAsync(person), p => p.Length > 0));
    }

    [Theory]
    [InlineData("EventType", "onMessageAdded")]
    [InlineData("MessageSid", "IM1")]
    public async Task Signed_but_unusable_is_400_and_names_the_field(string name, string value)
    {
        var answer = await twilio.PostAsync(Path, ("ConversationSid", conversation), (name, value));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            name == "EventType" ? "MessageSid" : "EventType",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Other_events_and_wrong_signatures_do_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, (await twilio.PostAsync(Path, ("EventType", "onUserUpdated"))).StatusCode);
        using var unsigned = new FormUrlEncodedContent([new("AccountSid", AccountSid), new("EventType", "onUserUpdated")]);
        Assert.Equal(HttpStatusCode.Forbidden, (await twilio.Http.PostAsync(Path, unsigned)).StatusCode);
    }

    [Fact]
    public async Task With_storage_frozen_the_answer_is_503_within_3_s()
    {
        await using var frozen = new TwilioSide();
        await frozen.InitializeAsync();
        await frozen.WarmAsync();
        var azurite = HostProcess.AzuriteOf(frozen.Host.Data)!.Pid;
        UnixSignal.Send("-STOP", azurite);
        try
        {
            var fastest = TimeSpan.MaxValue;
            // The host leaves half a second for the rest. What else a machine does may hold up any one answer, and not each of five.
            for (var tries = 0; tries < 5 && fastest > TimeSpan.FromSeconds(3); tries++)
            {
                var began = Stopwatch.GetTimestamp();
                var answer = await frozen.PostAsync(
                    Path,
                    ("EventType", "onMessageAdded"),
                    ("ConversationSid", conversation),
                    ("MessageSid", NewSid("IM")),
                    ("Author", person),
                    ("Source", "SMS"),
                    ("Body", "STOP")
                );
                var took = Stopwatch.GetElapsedTime(began);
                fastest = took < fastest ? took : fastest;
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            }

            Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        }
        finally
        {
            UnixSignal.Send("-CONT", azurite);
        }
    }
}
