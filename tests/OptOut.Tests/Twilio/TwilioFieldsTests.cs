using System.Text;
using OptOut.Twilio;

namespace OptOut.Tests;

public class TwilioFieldsTests
{
    private const string Sid = "SM00000000000000000000000000000001";
    private const string Account = "AC00000000000000000000000000000001";
    private const string Conversation = "CH00000000000000000000000000000001";

    private static readonly string Inbound = $"MessageSid={Sid}&AccountSid={Account}&From=%2B14155550101&To=%2B14155550100";
    private static readonly string Status =
        $"MessageSid={Sid}&MessageStatus=sent&AccountSid={Account}&To=%2B14155550101&From=%2B14155550100";

    [Fact]
    public void An_inbound_message_is_read_whole()
    {
        var fields = InboundMessageFields
            .Parse(Form(Inbound + "&MessagingServiceSid=MG1&Body=+STOP+&OptOutType=STOP&ButtonPayload=p&ButtonText=t&NumMedia=2&SmsSid=x"))
            .Value;

        Assert.Equal(new(Sid, Account, "+14155550101", "+14155550100", "MG1", " STOP ", "STOP", "p", "t"), fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&Body=&NumMedia=&OptOutType=&MessagingServiceSid=&ButtonText=+")]
    public void What_an_inbound_message_does_not_say_is_empty(string more) =>
        Assert.Equal(
            new(Sid, Account, "+14155550101", "+14155550100", null, "", null, null, null),
            InboundMessageFields.Parse(Form(Inbound + more)).Value
        );

    [Theory]
    [InlineData("MessageSid", "MessageSid: Missing")]
    [InlineData("AccountSid", "AccountSid: Missing")]
    [InlineData("From", "From: Missing")]
    [InlineData("To", "To: Missing")]
    public void Without_sid_account_sender_or_recipient_a_message_is_unusable(string name, string expected)
    {
        var absent = string.Join('&', Inbound.Split('&').Where(p => !p.StartsWith(name + "=", StringComparison.Ordinal)));

        Assert.Equal(expected, Faults(InboundMessageFields.Parse(Form(absent))));
        Assert.Equal(expected, Faults(InboundMessageFields.Parse(Form($"{absent}&{name}="))));
        Assert.Equal(expected, Faults(InboundMessageFields.Parse(Form($"{absent}&{name}=+%0A"))));
        Assert.Equal(
            expected,
            Faults(InboundMessageFields.Parse(Form($"{absent}&{name.ToLowerInvariant()}=x&SmsSid={Sid}&SmsMessageSid={Sid}")))
        );
    }

    [Theory]
    [InlineData("MessageSid")]
    [InlineData("AccountSid")]
    [InlineData("From")]
    [InlineData("To")]
    public void With_sid_account_sender_or_recipient_twice_a_message_is_unusable(string name)
    {
        var value = Inbound.Split('&').Single(p => p.StartsWith(name + "=", StringComparison.Ordinal));

        Assert.Equal($"{name}: Repeated", Faults(InboundMessageFields.Parse(Form($"{Inbound}&{value}"))));
        Assert.Equal($"{name}: Repeated", Faults(InboundMessageFields.Parse(Form($"{Inbound}&{name}="))));
    }

    [Fact]
    public void All_faults_are_told_at_once_and_none_shows_a_value()
    {
        var result = InboundMessageFields.Parse(Form($"MessageSid=a%2Fb&AccountSid={Account}&From=%2B1555&From=%2B1555"));

        Assert.False(result.IsUsable);
        Assert.Equal("MessageSid: Malformed, From: Repeated, To: Missing", Faults(result));
        Assert.DoesNotContain(
            result.Errors,
            e => e.Message.Contains("1555", StringComparison.Ordinal) || e.Message.Contains("a/b", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("Body=hello&Body=STOP", "Body")]
    [InlineData("Body=&Body=STOP", "Body")]
    [InlineData("Body=STOP&Body=STOP", "Body")]
    [InlineData("Body=hello&OptOutType=START&OptOutType=STOP", "OptOutType")]
    [InlineData("ButtonPayload=yes&ButtonPayload=STOP", "ButtonPayload")]
    [InlineData("ButtonText=yes&ButtonText=STOP", "ButtonText")]
    public void What_says_what_was_written_twice_is_never_read_by_halves(string fields, string name) =>
        Assert.Equal(
            $"{name}: Repeated",
            Faults(InboundMessageFields.Parse(Form($"MessageSid=SM1&AccountSid={Account}&From=%2B14155550101&To=%2B14155550100&{fields}")))
        );

    [Fact]
    public void A_sid_of_a_new_kind_is_taken() =>
        Assert.True(InboundMessageFields.Parse(Form(Inbound.Replace("=SM", "=ZZ", StringComparison.Ordinal))).IsUsable);

    [Fact]
    public void A_status_callback_is_read_whole()
    {
        var fields = StatusCallbackFields.Parse(Form(Status + "&MessagingServiceSid=MG1&ErrorCode=21610&RawDlrDoneDate=2411241405")).Value;

        Assert.Equal(new(Sid, "sent", Account, "+14155550101", "+14155550100", "MG1", 21610), fields);
    }

    [Theory]
    [InlineData("MessageSid", "SmsSid")]
    [InlineData("MessageStatus", "SmsStatus")]
    public void A_status_callback_may_use_the_older_name(string name, string older)
    {
        var expected = StatusCallbackFields.Parse(Form(Status)).Value;

        Assert.NotNull(expected);
        Assert.Equal(expected, StatusCallbackFields.Parse(Form(Status.Replace(name, older, StringComparison.Ordinal))).Value);
        Assert.Equal(expected, StatusCallbackFields.Parse(Form($"{Status}&{older}=Other1")).Value);
    }

    [Theory]
    [InlineData("ErrorCode=", null)]
    [InlineData("ErrorCode=0", null)]
    [InlineData("ErrorCode=x", null)]
    [InlineData("ErrorCode=30003", 30003)]
    public void An_error_code_is_a_number_or_none(string field, int? expected) =>
        Assert.Equal(expected, StatusCallbackFields.Parse(Form($"{Status}&{field}")).Value?.ErrorCode);

    [Fact]
    public void A_messaging_service_may_not_have_chosen_its_sender_yet()
    {
        var withoutFrom = Status[..Status.IndexOf("&From", StringComparison.Ordinal)];

        Assert.Null(StatusCallbackFields.Parse(Form(withoutFrom + "&MessagingServiceSid=MG1")).Value?.From);
        Assert.True(StatusCallbackFields.Parse(Form(withoutFrom + "&MessagingServiceSid=MG1")).IsUsable);
        Assert.Equal("From: Missing", Faults(StatusCallbackFields.Parse(Form(withoutFrom))));
    }

    [Theory]
    [InlineData("", "MessageSid: Missing, MessageStatus: Missing, AccountSid: Missing, To: Missing, From: Missing")]
    [InlineData("MessageSid", "MessageSid: Repeated")]
    [InlineData("MessageStatus", "MessageStatus: Repeated")]
    [InlineData("To", "To: Repeated")]
    [InlineData("From", "From: Repeated")]
    [InlineData("ErrorCode=1&ErrorCode", "ErrorCode: Repeated")]
    public void A_status_callback_that_cannot_be_used_says_why(string twice, string expected) =>
        Assert.Equal(expected, Faults(StatusCallbackFields.Parse(Form(twice.Length == 0 ? "" : $"{Status}&{twice}=x"))));

    [Theory]
    [InlineData("onMessageAdded", "MessagingBinding.Address", true)]
    [InlineData("onMessageAdded", "MessagingBinding.ProxyAddress", true)]
    [InlineData("onConversationStateUpdated", "Author", true)]
    [InlineData("onMessageAdded", "Author", false)]
    [InlineData("onMessageAdded", "ParticipantSid", false)]
    [InlineData("onParticipantAdded", "MessagingBinding.Address", false)]
    public void A_repeated_field_costs_an_event_only_where_it_says_who_joined_or_wrote(string type, string field, bool usable) =>
        Assert.Equal(
            usable,
            ConversationEventFields
                .Parse(
                    Form(
                        $"EventType={type}&AccountSid=AC1&ConversationSid=CH1&MessageSid=IM1&{(field == "ParticipantSid" ? "" : "ParticipantSid=MB1&")}{field}=%2B1&{field}=%2B2"
                    )
                )
                .IsUsable
        );

    [Theory]
    [InlineData("onConversationAdded", ConversationEventType.ConversationAdded)]
    [InlineData("onParticipantAdded", ConversationEventType.ParticipantAdded)]
    [InlineData("onMessageAdded", ConversationEventType.MessageAdded)]
    [InlineData("onConversationStateUpdated", ConversationEventType.ConversationStateUpdated)]
    [InlineData("onConversationRemoved", ConversationEventType.ConversationRemoved)]
    [InlineData("onMessageAdd", ConversationEventType.Other)]
    [InlineData("onmessageadded", ConversationEventType.Other)]
    public void A_conversation_event_is_known_by_its_name(string name, ConversationEventType expected) =>
        Assert.Equal(
            expected,
            ConversationEventFields
                .Parse(Form($"EventType={name}&AccountSid={Account}&ConversationSid={Conversation}&ParticipantSid=MB1&MessageSid=IM1"))
                .Value?.EventType
        );

    [Theory]
    [InlineData("EventType=onMessageAdded", "AccountSid: Missing, ConversationSid: Missing, MessageSid: Missing")]
    [InlineData("EventType=onParticipantAdded&AccountSid=AC1&ConversationSid=CH1", "ParticipantSid: Missing")]
    [InlineData("EventType=onConversationRemoved&AccountSid=AC1&ConversationSid=CH1&ConversationSid=CH1", "ConversationSid: Repeated")]
    [InlineData("EventType=onConversationAdded&AccountSid=AC1&ConversationSid=C/H", "ConversationSid: Malformed")]
    [InlineData(
        "EventType=onMessageAdded&AccountSid=AC1&ConversationSid=CH1&MessageSid=IM1&ParticipantSid=MB1&ParticipantSid=MB2",
        "ParticipantSid: Repeated"
    )]
    [InlineData("EventType=onUserAdded&AccountSid=AC1", "")]
    public void A_conversation_event_needs_the_sids_of_what_it_is_about(string form, string expected) =>
        Assert.Equal(expected, Faults(ConversationEventFields.Parse(Form(form))));

    [Fact]
    public void A_conversation_event_reads_the_same_from_a_form_and_from_json()
    {
        var form = Form(
            $"EventType=onMessageAdded&AccountSid={Account}&ConversationSid={Conversation}&ChatServiceSid=IS1&MessagingServiceSid=MG1"
                + "&ParticipantSid=MB1&MessagingBinding.Address=%2B14155550101&MessagingBinding.ProxyAddress=%2B14155550100&MessagingBinding.Type=sms"
                + "&MessageSid=IM1&Author=%2B14155550101&Source=SMS&Body=caf%C3%A9&StateTo=CLOSED&DateCreated=2026-01-02T03%3A04%3A05.678Z&Index=3"
        );
        var json = $$"""
            {"EventType":"onMessageAdded","AccountSid":"{{Account}}","ConversationSid":"{{Conversation}}","ChatServiceSid":"IS1","MessagingServiceSid":"MG1",
             "ParticipantSid":"MB1","MessagingBinding":{"Address":"+14155550101","ProxyAddress":"+14155550100","Type":"sms"},
             "MessageSid":"IM1","Author":"+14155550101","Source":"SMS","Body":"caf\u00e9","StateTo":"CLOSED","DateCreated":"2026-01-02T03:04:05.678Z","Index":3,
             "Media":[{"Sid":"ME1"}],"Identity":null}
            """;

        Assert.True(JsonBody.TryParse(Encoding.UTF8.GetBytes(json), out var fields));
        var expected = new ConversationEventFields(
            ConversationEventType.MessageAdded,
            Account,
            Conversation,
            "MG1",
            "MB1",
            "+14155550101",
            "+14155550100",
            "IM1",
            "+14155550101",
            "SMS",
            "café",
            "closed"
        );
        Assert.Equal(expected, ConversationEventFields.Parse(form).Value);
        Assert.Equal(expected, ConversationEventFields.Parse(fields).Value);
    }

    [Fact]
    public void A_name_twice_in_json_is_as_ambiguous_as_in_a_form()
    {
        Assert.True(JsonBody.TryParse("""{"AccountSid":"AC1","AccountSid":"AC2"}"""u8.ToArray(), out var fields));
        Assert.True(fields.Repeated("AccountSid"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":1}x")]
    public void What_is_no_json_object_has_no_fields(string json) => Assert.False(JsonBody.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Json_that_is_hostile_has_no_fields()
    {
        Assert.False(JsonBody.TryParse(Encoding.UTF8.GetBytes(new string('[', 30_000)), out _));
        Assert.False(JsonBody.TryParse(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, out _));
    }

    [Theory]
    [InlineData("AC00000000000000000000000000000001", true)]
    [InlineData("ACabcdefABCDEF00000000000000000001", true)]
    [InlineData("ac00000000000000000000000000000001", false)]
    [InlineData("SM00000000000000000000000000000001", false)]
    [InlineData("AC0000000000000000000000000000001", false)]
    [InlineData("AC0000000000000000000000000000000g", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_sid_is_two_letters_and_32_hex_digits(string? value, bool expected) =>
        Assert.Equal(expected, TwilioIds.IsSid(value, "AC"));

    private static FormBody Form(string body) => FormBody.Parse(Encoding.UTF8.GetBytes(body));

    private static string Faults<T>(TwilioFields<T> fields)
        where T : class => string.Join(", ", fields.Errors.Select(e => $"{e.Field}: {e.Fault}"));
}
