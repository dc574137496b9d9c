using System.Text.RegularExpressions;

namespace OptOut.IntegrationTests;

/// <summary>Rule 10, sentence by sentence: who answers a word, and what Twilio's <c>OptOutType</c> decides.</summary>
public sealed partial class ProviderAnswerTests(Head head) : ContractTest(head)
{
    [Theory]
    // Who answers is said for each sender; unset it is the brand's value, which is App by default.
    [InlineData("STOP", Acme, 1)]
    [InlineData("STOPALL", Acme, 1)]
    // Twilio's own words, whatever their case and the white space around them.
    [InlineData("STOP", AcmeByTwilio, 0)]
    [InlineData("stopall", AcmeByTwilio, 0)]
    [InlineData("Unsubscribe", AcmeByTwilio, 0)]
    [InlineData("CANCEL", AcmeByTwilio, 0)]
    [InlineData(" end\n", AcmeByTwilio, 0)]
    [InlineData("QUIT", AcmeByTwilio, 0)]
    [InlineData("REVOKE", AcmeByTwilio, 0)]
    [InlineData("OPTOUT", AcmeByTwilio, 0)]
    // What Twilio does not know is ours to confirm: another word, a dressed-up one, another language, plain words.
    [InlineData("REMOVE", AcmeByTwilio, 1)]
    [InlineData("STOP!", AcmeByTwilio, 1)]
    [InlineData("opt-out", AcmeByTwilio, 1)]
    [InlineData("STOOOP", AcmeByTwilio, 1)]
    [InlineData("ARRET", AcmeByTwilio, 1)]
    [InlineData("please stop texting me", AcmeByTwilio, 1)]
    // The carriers of a toll-free number answer STOP, and no other opt-out word.
    [InlineData("STOP", AcmeTollFree, 0)]
    [InlineData("stop ", AcmeTollFree, 0)]
    [InlineData("UNSUBSCRIBE", AcmeTollFree, 1)]
    [InlineData("STOPALL", AcmeTollFree, 1)]
    [InlineData("END", AcmeTollFree, 1)]
    [InlineData("Stop.", AcmeTollFree, 1)]
    public async Task Rule10_an_opt_out_is_confirmed_by_one_party_alone(string body, string to, int messages)
    {
        var person = Number();
        Assert.Equal(messages, Expect(200, await TextAsync(person, body, to)).Messages);
        Assert.True(await SuppressedAsync(person));
    }

    [Theory]
    [InlineData("START", Acme, 1)]
    [InlineData("START", AcmeByTwilio, 0)]
    [InlineData("unstop", AcmeByTwilio, 0)]
    [InlineData("YES", AcmeByTwilio, 0)]
    [InlineData("START!", AcmeByTwilio, 1)]
    [InlineData("INICIAR", AcmeByTwilio, 1)]
    [InlineData("START", AcmeTollFree, 0)]
    [InlineData("UNSTOP", AcmeTollFree, 0)]
    [InlineData("YES", AcmeTollFree, 1)]
    public async Task Rule10_an_opt_in_is_confirmed_by_one_party_alone(string body, string to, int messages)
    {
        var person = Number();
        await TextAsync(person, "STOP", to);
        Assert.Equal(messages, Expect(200, await TextAsync(person, body, to)).Messages);
        Assert.False(await SuppressedAsync(person));
    }

    [Theory]
    [InlineData("HELP", Acme, 1)]
    [InlineData("HELP", AcmeByTwilio, 0)]
    [InlineData("info", AcmeByTwilio, 0)]
    [InlineData("AYUDA", AcmeByTwilio, 1)]
    [InlineData("HELP", AcmeTollFree, 1)]
    public async Task Rule10_help_is_given_by_one_party_alone(string body, string to, int messages) =>
        Assert.Equal(messages, Expect(200, await TextAsync(Number(), body, to)).Messages);

    [Theory]
    // It decides the class …
    [InlineData("STOP", "nevermore", "brand")]
    [InlineData("stop", "JOIN", "brand")]
    [InlineData("STOP", "START", "brand")]
    [InlineData("START", "back again", null)]
    [InlineData("START", "INICIAR", null)]
    // … but an opt-out word in the body stays one whatever it says, at its own scope.
    [InlineData("STOP", "STOPALL", "account")]
    [InlineData("START", "STOP", "brand")]
    [InlineData("START", "Stop all!", "account")]
    [InlineData("HELP", "UNSUBSCRIBE", "brand")]
    [InlineData("HELP", "ARRET", "brand")]
    public async Task Rule10_OptOutType_decides_the_class_and_an_opt_out_in_the_body_outranks_it(string type, string body, string? scope)
    {
        var person = Number();
        if (scope is null)
        {
            await TextAsync(person, "STOP");
        }

        Assert.Equal(0, Expect(200, await TextAsync(person, body, fields: ("OptOutType", type))).Messages);
        var held = await SuppressionAsync(person);
        Assert.Equal(scope, held.GetProperty("suppressed").GetBoolean() ? held.GetProperty("scope").GetString() : null);
        Assert.Equal(scope == "account", await SuppressedAsync(person, "shop"));
    }

    [Theory]
    [InlineData("HELP", "who is this")]
    [InlineData("HELP", "HELP")]
    [InlineData("HELP", "JOIN")]
    public async Task Rule10_help_that_Twilio_gave_changes_nothing_and_is_not_given_again(string type, string body)
    {
        var person = Number();
        Assert.Equal(0, Expect(200, await TextAsync(person, body, fields: ("OptOutType", type))).Messages);
        Assert.Empty(await HistoryAsync(person));
    }

    [Fact]
    public async Task Rule10_a_type_that_nobody_knows_decides_nothing()
    {
        var person = Number();
        Assert.Equal(1, Expect(200, await TextAsync(person, "STOP", fields: ("OptOutType", "LATER"))).Messages);
        Assert.Equal(0, Expect(200, await TextAsync(person, "hello", fields: ("OptOutType", ""))).Messages);
        Assert.True(await SuppressedAsync(person));
    }

    [Fact]
    public async Task Rule10_with_START_a_YES_completes_the_double_opt_in_that_waits_for_it()
    {
        var person = Number();
        Assert.Equal(1, Expect(200, await TextAsync(person, "NEWS")).Messages);
        Assert.Equal("consent-pending", (await CheckAsync(person, "news")).Reason);
        Assert.Equal(0, Expect(200, await TextAsync(person, "YES", fields: ("OptOutType", "START"))).Messages);
        Assert.Equal("consented", (await CheckAsync(person, "news")).Reason);
    }

    [Fact]
    public async Task Rule10_with_START_a_campaigns_keyword_consents_to_that_campaign_only()
    {
        var person = Number();
        await ConsentAsync(person);
        await TextAsync(person, "STOP", fields: ("OptOutType", "STOP"));
        Assert.Equal(0, Expect(200, await TextAsync(person, "join", fields: ("OptOutType", "START"))).Messages);
        Assert.Equal("consented", (await CheckAsync(person, "offers", sender: Acme)).Reason);
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
    }

    [Fact]
    public async Task Rule10_with_START_the_keyword_of_a_double_opt_in_asks_for_it_and_the_request_is_the_senders()
    {
        var person = Number();
        Assert.Equal(0, Expect(200, await TextAsync(person, "NEWS", fields: ("OptOutType", "START"))).Messages);
        Assert.Equal("consent-pending", (await CheckAsync(person, "news")).Reason);
        Assert.Equal("opt-in-request", (await CheckAsync(person, "news", kind: "opt-in-request")).Reason);
    }

    [Fact]
    public async Task Rule10_a_confirmation_refused_with_21610_is_settled_and_a_warning_names_the_setting()
    {
        var (person, sid) = (Number(), NewSid());
        await ConsentAsync(person);
        var twiml = Expect(200, await TextAsync(person, "STOP", sid: sid)).Body;
        var callback = System.Net.WebUtility.HtmlDecode(Callback().Match(twiml).Groups["url"].Value);
        Expect(
            204,
            await FormAsync(
                [
                    new("MessageSid", NewSid()),
                    new("MessageStatus", "failed"),
                    new("ErrorCode", "21610"),
                    new("AccountSid", Account),
                    new("To", person),
                    new("From", Acme),
                ],
                callback[Base.Length..]
            )
        );
        // The provider has answered: nothing is sent instead, and it blocks this sender.
        Assert.Equal(["consented", "opted-out", "provider-blocked"], await EventTypesAsync(person));
        Assert.Equal(twiml, (await TextAsync(person, "STOP", sid: sid)).Body);
        if (Head.Output is not null)
        {
            // The log is written beside the answer.
            await Until.Is(
                () =>
                    Head.Output!.Split('\n')
                        .Any(line =>
                            line.Contains($"The confirmation of {sid} was refused with 21610", StringComparison.Ordinal)
                            && line.Contains("OptOutHandledBy", StringComparison.Ordinal)
                        ),
                30,
                "no warning names the setting"
            );
        }
    }

    [GeneratedRegex("statusCallback=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Callback();
}
