using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rule 12, sentence by sentence: what Twilio or a carrier blocks, until which word, and which word the answer names.</summary>
public sealed class ProviderBlockTests(Head head) : ContractTest(head)
{
    private const string AcmeRcs = "rcs:acme_clinics";

    [Theory]
    [InlineData(AcmeByTwilio, null)]
    [InlineData(AcmeTollFree, null)]
    [InlineData(Acme, "STOP")]
    public async Task Rule12_a_STOP_that_the_provider_handled_blocks_the_sender_it_reached(string sender, string? type)
    {
        var person = await ConsentedAsync();
        await TextAsync(person, "STOP", sender, fields: ("OptOutType", type));
        Assert.Equal(["consented", "opted-out", "provider-blocked"], await EventTypesAsync(person));
        await ReconsentAsync(person);
        await IsBlockedAsync(person, sender);
    }

    [Fact]
    public async Task Rule12_a_STOP_that_we_answer_ourselves_blocks_nothing()
    {
        var person = await ConsentedAsync();
        await TextAsync(person, "STOP");
        await TextAsync(person, "please stop texting me", AcmeByTwilio);
        Assert.DoesNotContain("provider-blocked", await EventTypesAsync(person), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(21610, Acme, true)]
    [InlineData(21610, AcmeWhatsApp, true)]
    [InlineData(63014, AcmeWhatsApp, true)]
    [InlineData(63014, Acme, false)]
    [InlineData(30007, Acme, false)]
    [InlineData(63016, AcmeWhatsApp, false)]
    [InlineData(30003, Acme, false)]
    public async Task Rule12_an_error_that_says_the_recipient_is_blocked_blocks_its_sender(int code, string sender, bool blocks)
    {
        var person = await ConsentedAsync();
        await RefusedAsync(person, sender, code);
        Assert.Equal(blocks ? "provider-blocked" : "consented", (await CheckAsync(person, sender: sender)).Reason);
        Assert.Equal("consented", (await CheckAsync(person, sender: AcmeByTwilio)).Reason);
    }

    [Theory]
    // Twilio's default START, YES and UNSTOP, whatever their case and the white space around them …
    [InlineData(Acme, "START", true)]
    [InlineData(Acme, " start\n", true)]
    [InlineData(Acme, "Yes", true)]
    [InlineData(AcmeByTwilio, "UNSTOP", true)]
    // … and no other word and no dressed-up form.
    [InlineData(Acme, "START!", false)]
    [InlineData(Acme, "un-stop", false)]
    [InlineData(Acme, "S T A R T", false)]
    [InlineData(AcmeByTwilio, "Start.", false)]
    [InlineData(AcmeByTwilio, "STARTT", false)]
    [InlineData(Acme, "INICIAR", false)]
    [InlineData(Acme, "JOIN", false)]
    [InlineData(Acme, "HELP", false)]
    [InlineData(Acme, "hello", false)]
    // The carriers of a toll-free number take START and UNSTOP.
    [InlineData(AcmeTollFree, "START", true)]
    [InlineData(AcmeTollFree, "unstop", true)]
    [InlineData(AcmeTollFree, "YES", false)]
    [InlineData(AcmeTollFree, "un-stop", false)]
    public async Task Rule12_a_block_stands_until_a_word_that_this_provider_itself_reads_as_an_opt_in(string sender, string body, bool ends)
    {
        var person = await ConsentedAsync();
        await RefusedAsync(person, sender);
        await IsBlockedAsync(person, sender);
        // At another sender no word ends it.
        await TextAsync(person, "START", sender == Acme ? AcmeByTwilio : Acme);
        await IsBlockedAsync(person, sender);
        await TextAsync(person, body, sender);
        Assert.Equal(ends ? "consented" : "provider-blocked", (await CheckAsync(person, sender: sender)).Reason);
    }

    [Theory]
    [InlineData("START", "back again", true)]
    [InlineData("start", "JOIN", true)]
    [InlineData("HELP", "START", false)]
    [InlineData("STOP", "START", false)]
    [InlineData("LATER", "START", true)]
    public async Task Rule12_OptOutType_START_ends_a_block_whatever_the_body_says_and_another_type_does_not(
        string type,
        string body,
        bool ends
    )
    {
        var person = await ConsentedAsync();
        await RefusedAsync(person, Acme);
        await TextAsync(person, body, fields: ("OptOutType", type));
        if (type == "STOP")
        {
            await ReconsentAsync(person);
        }

        Assert.Equal(ends ? "consented" : "provider-blocked", (await CheckAsync(person, sender: Acme)).Reason);
    }

    [Fact]
    public async Task Rule12_without_a_sender_the_answer_is_yes_while_the_brand_has_another_and_lists_them()
    {
        var person = await ConsentedAsync();
        Assert.False((await CheckAsync(person)).Json.TryGetProperty("usableSenders", out _));
        await RefusedAsync(person, Acme);
        Assert.Equal([AcmeWhatsApp, AcmeService, AcmeByTwilio, AcmeTollFree, AcmeRcs], (await CheckAsync(person)).Strings("usableSenders"));
        foreach (var other in new[] { AcmeWhatsApp, AcmeService, AcmeByTwilio, AcmeTollFree, AcmeRcs })
        {
            await RefusedAsync(person, other);
        }

        var none = await CheckAsync(person);
        Assert.Equal("provider-blocked", none.Reason);
        Assert.Empty(none.Strings("usableSenders"));
    }

    [Fact]
    public async Task Rule12_an_error_counts_as_of_the_failed_messages_creation_and_never_overrides_a_newer_consent_by_text()
    {
        var (person, sid) = (Number(), NewSid());
        await RefusedAsync(person, Acme, code: null, sid, "sent");
        await TextAsync(person, "JOIN");
        await RefusedAsync(person, Acme, 21610, sid, "undelivered");
        Assert.Equal("consented", (await CheckAsync(person, "offers", sender: Acme)).Reason);
        await RefusedAsync(person, Acme);
        await IsBlockedAsync(person, Acme, "offers");
    }

    [Fact]
    public async Task Rule12_one_opt_out_of_a_messaging_service_holds_over_SMS_and_RCS_both_ways()
    {
        var person = await ConsentedAsync();
        (string, string?) service = ("MessagingServiceSid", AcmeService);
        await TextAsync(person, "hello", Acme, fields: service);
        await TextAsync(person, "STOP", AcmeRcs, fields: [service, ("OptOutType", "STOP")]);
        await ReconsentAsync(person);
        foreach (var sender in new[] { AcmeRcs, AcmeService, Acme })
        {
            await IsBlockedAsync(person, sender);
        }

        // A channel of its own, and a number that was never seen in the service, are not in it.
        Assert.True((await CheckAsync(person, sender: AcmeWhatsApp)).Allowed);
        Assert.True((await CheckAsync(person, sender: AcmeByTwilio)).Allowed);
        await TextAsync(person, "START", Acme, fields: service);
        foreach (var sender in new[] { AcmeRcs, AcmeService, Acme })
        {
            Assert.True((await CheckAsync(person, sender: sender)).Allowed, sender);
        }
    }

    [Theory]
    [InlineData("WhatsApp:", AcmeWhatsApp)]
    [InlineData("WHATSAPP:", AcmeWhatsApp)]
    public async Task Rule12_a_channel_is_the_same_in_any_case(string prefix, string sender)
    {
        var person = await ConsentedAsync();
        await TextAsync(prefix + person, "STOP", prefix + Acme, fields: ("OptOutType", "STOP"));
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
        await ReconsentAsync(person);
        await IsBlockedAsync(person, sender);
        await TextAsync(prefix + person, "START", prefix + Acme);
        Assert.True((await CheckAsync(person, sender: sender)).Allowed);
    }

    [Theory]
    [InlineData(Acme, Acme)]
    [InlineData(AcmeByTwilio, AcmeByTwilio)]
    [InlineData(AcmeTollFree, AcmeTollFree)]
    [InlineData(AcmeWhatsApp, AcmeWhatsApp)]
    [InlineData(AcmeRcs, AcmeRcs)]
    // Nobody can text to a messaging service: a number that answers for it is named.
    [InlineData(AcmeService, Acme)]
    public async Task Rule12_the_hint_says_which_word_to_text_to_which_sender_where_a_block_outlives_the_consent(
        string blocked,
        string textTo
    )
    {
        var person = await ConsentedAsync();
        await RefusedAsync(person, blocked);
        var denied = await CheckAsync(person, sender: blocked);
        Assert.Contains($"text START to {textTo}.", Hint(denied), StringComparison.Ordinal);
        Assert.Contains($"refuses {blocked}.", Hint(denied), StringComparison.Ordinal);
        // Without a sender too, though the brand has others; and none where nothing stands in the way.
        Assert.Contains($"text START to {textTo}.", Hint(await CheckAsync(person)), StringComparison.Ordinal);
        var another = blocked == AcmeByTwilio ? Acme : AcmeByTwilio;
        Assert.Null(Hint(await CheckAsync(person, sender: another)));
        // The word that it names is one that ends the block.
        await TextAsync(
            textTo == AcmeWhatsApp ? "whatsapp:" + person : person,
            "START",
            textTo,
            fields: ("MessagingServiceSid", blocked == AcmeService ? AcmeService : null)
        );
        var open = await CheckAsync(person, sender: blocked);
        Assert.True(open.Allowed);
        Assert.Null(Hint(open));
    }

    [Fact]
    public async Task Rule12_there_is_no_hint_where_more_is_missing_than_a_word()
    {
        var (stranger, gone) = (Number(), await ConsentedAsync());
        await RefusedAsync(stranger, Acme);
        await IsBlockedAsync(stranger, Acme);
        Assert.Null(Hint(await CheckAsync(stranger, sender: Acme)));
        await TextAsync(gone, "STOP", AcmeByTwilio);
        var denied = await CheckAsync(gone, sender: AcmeByTwilio);
        Assert.Equal("opted-out", denied.Reason);
        Assert.Null(Hint(denied));
    }

    [Fact]
    public async Task Rule12_a_consent_that_rests_on_a_conversation_or_on_a_prior_relationship_gets_its_hint_too()
    {
        var (talking, customer) = (Number(), Number());
        await TextAsync(talking, "Are you open?");
        await RefusedAsync(talking, Acme);
        Assert.Contains($"START to {Acme}", Hint(await CheckAsync(talking, null, kind: "reply", sender: Acme)), StringComparison.Ordinal);
        var known = Consent(customer);
        (known["basis"], known["trigger"], known["numberProvidedByRecipient"]) = ("prior-relationship", "order", true);
        known.Remove("campaigns");
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", known, WriteKey));
        await RefusedAsync(customer, Acme);
        Assert.Contains(
            $"START to {Acme}",
            Hint(await CheckAsync(customer, kind: "informational", sender: Acme)),
            StringComparison.Ordinal
        );
        // For what it does not cover, more is missing.
        Assert.Null(Hint(await CheckAsync(customer, sender: Acme)));
    }

    [Fact]
    public async Task Rule12_a_block_that_the_sender_reports_as_the_providers_blocks_its_sender()
    {
        var person = await ConsentedAsync();
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/suppressions/{Uri.EscapeDataString(person)}",
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["sender"] = AcmeByTwilio,
                    ["reason"] = "21610",
                    ["source"] = "provider",
                }
            )
        );
        // In doubt it is a suppression besides, until a newer consent; the block outlives that.
        Assert.Equal("opted-out", (await CheckAsync(person, sender: AcmeByTwilio)).Reason);
        await ReconsentAsync(person);
        await IsBlockedAsync(person, AcmeByTwilio);
        Assert.True((await CheckAsync(person, sender: Acme)).Allowed);
    }

    private async Task<string> ConsentedAsync()
    {
        var person = Number();
        await ConsentAsync(person);
        return person;
    }

    private async Task ReconsentAsync(string person)
    {
        var again = Consent(person, "acme", "reminders");
        again["reconsent"] = true;
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", again, WriteKey));
    }

    private async Task IsBlockedAsync(string person, string sender, string campaign = "reminders") =>
        Assert.Equal("provider-blocked", (await CheckAsync(person, campaign, sender: sender)).Reason);

    private static string? Hint(Answer check) => check.Json.TryGetProperty("hint", out var hint) ? hint.GetString() : null;

    /// <summary>Twilio reports what became of a message of the sender's.</summary>
    private async Task RefusedAsync(string person, string sender, int? code = 21610, string? sid = null, string status = "failed") =>
        Expect(
            204,
            await FormAsync(
                [
                    new("MessageSid", sid ?? NewSid()),
                    new("MessageStatus", status),
                    new("AccountSid", Account),
                    new("To", person),
                    sender == AcmeService ? new("MessagingServiceSid", sender) : new("From", sender),
                    .. code is { } error
                        ? [new KeyValuePair<string, string>("ErrorCode", error.ToString(CultureInfo.InvariantCulture))]
                        : Array.Empty<KeyValuePair<string, string>>(),
                ],
                "/api/twilio/status?brand=acme&kind=informational"
            )
        );
}
