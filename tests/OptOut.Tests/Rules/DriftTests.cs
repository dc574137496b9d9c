namespace OptOut.Tests;

public class DriftTests
{
    private const string Base = "https://optout.example.com";
    private const string Url = Base + "/api/twilio/messages";
    private static readonly TwilioWebhook Right = new(Url, "POST", Url, "POST");

    private static readonly Account Account = new()
    {
        Sid = Clinic.Account,
        AuthTokens = ["t"],
        ApiKeys = [],
        Brands = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
            [
                Clinic.Brand(
                    "acme",
                    "Acme Clinics",
                    [Clinic.Number, Clinic.WhatsApp, Clinic.TollFree, Clinic.Service, "ACME"],
                    Clinic.Offers
                ),
            ],
            b => b.Id,
            StringComparer.Ordinal
        ),
    };

    private static readonly TwilioProgram Program = new(
        ["STOP"],
        ["START", "JOIN"],
        ["HELP"],
        DefaultTexts.In("en", "Acme Clinics", null).OptOut,
        null,
        null
    );

    [Fact]
    public void Rule41_nothing_is_said_where_all_is_right()
    {
        Assert.Empty(Examine(All(Right)));
        Assert.Empty(Examine(All(Right with { Url = Url + "#rc=2&rt=5000&rp=all" })));
    }

    [Fact]
    public void Rule41_each_planted_mistake_is_named_with_what_to_do()
    {
        var twilio = new TwilioSettings(
            [new(Clinic.Number, new("https://old.example/sms", "POST", null, null), null), new("+14155550109", Right, null)],
            [
                new(
                    Clinic.Service,
                    new(Url, "GET", Url, "GET"),
                    false,
                    Program with
                    {
                        OptOutKeywords = ["STOP", "ENOUGH"],
                        OptInKeywords = ["STOP"],
                        HelpMessage = "Call us.",
                    }
                ),
            ]
        );

        var found = Examine(twilio, toll: OptOutHandledBy.App);

        Assert.Equal(
            [
                "fallback-method " + Clinic.Service,
                "fallback-url " + Clinic.Number,
                "help-text " + Clinic.Service,
                "opt-in-keywords " + Clinic.Service,
                "opt-out-keywords " + Clinic.Service,
                "sender-not-configured +14155550109",
                "sender-unknown-at-twilio " + Clinic.TollFree,
                "webhook-method " + Clinic.Service,
                "webhook-url " + Clinic.Number,
            ],
            found.Select(f => $"{f.What} {f.Where}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.All(found, f => Assert.False(string.IsNullOrWhiteSpace(f.DoThis)));
        var url = Assert.Single(found, f => f.What == "webhook-url");
        Assert.Equal((Url, "https://old.example/sms"), (url.Expected, url.Found));
    }

    [Fact]
    public void Rule41_a_toll_free_number_that_the_carriers_answer_is_named() =>
        Assert.Equal(["opt-out-handled-by"], Examine(All(Right), toll: OptOutHandledBy.App).Select(f => f.What), StringComparer.Ordinal);

    [Fact]
    public void Rule41_the_webhook_that_counts_is_the_services_unless_it_defers()
    {
        var wrong = new TwilioWebhook(null, null, null, null);
        TwilioSettings With(bool defers, TwilioWebhook number, TwilioWebhook service) =>
            new(
                [new(Clinic.Number, number, Clinic.Service), new(Clinic.TollFree, Right, null)],
                [new(Clinic.Service, service, defers, null)]
            );

        Assert.Empty(Examine(With(defers: false, wrong, Right)));
        Assert.Contains("webhook-url", Examine(With(defers: true, wrong, Right)).Select(f => f.What), StringComparer.Ordinal);
        Assert.Equal(["service-defers"], Examine(With(defers: true, Right, wrong)).Select(f => f.What), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(Url, null)]
    [InlineData(Url + "#rc=1", null)]
    [InlineData("https://handler.twilio.com/twiml/EH0123456789abcdef0123456789abcdef", null)]
    [InlineData("", "fallback-url")]
    [InlineData(null, "fallback-url")]
    [InlineData("https://old.example/sms", "fallback-url")]
    public void Rule41_a_fallback_is_a_twiml_bin_or_comes_here(string? fallback, string? found) =>
        Assert.Equal(
            found is null ? [] : Enumerable.Repeat(found, 3),
            Examine(All(Right with { FallbackUrl = fallback })).Select(f => f.What),
            StringComparer.Ordinal
        );

    [Fact]
    public void Rule41_what_makes_twilio_ignore_the_webhook_is_named()
    {
        var twilio = new TwilioSettings(
            [new(Clinic.Number, Right, null, "AP00000000000000000000000000000001"), new(Clinic.TollFree, Right, null)],
            [new(Clinic.Service, new(null, null, null, null), false, null)]
        );

        Assert.Equal(
            ["handled-by-application " + Clinic.Number, "service-drops-messages " + Clinic.Service],
            Examine(twilio).Select(f => $"{f.What} {f.Where}"),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public void Rule41_a_short_code_is_looked_at_like_a_number()
    {
        var brand = Account.Brands["acme"] with { Senders = [new Sender("36111", OptOutHandledBy.App)] };
        var account = Account with
        {
            Brands = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([brand], b => b.Id, StringComparer.Ordinal),
        };

        Assert.Equal(
            ["sender-unknown-at-twilio"],
            DriftRules.Examine(account, Base, new([], [])).Select(f => f.What),
            StringComparer.Ordinal
        );
        var found = Assert.Single(DriftRules.Examine(account, Base, new([new("36111", Right with { Method = "GET" }, null)], [])));
        Assert.Equal(("webhook-method", "36111"), (found.What, found.Where));
        Assert.Contains("Short codes", found.DoThis, StringComparison.Ordinal);
    }

    private static TwilioSettings All(TwilioWebhook webhook) =>
        new([new(Clinic.Number, webhook, null), new(Clinic.TollFree, webhook, null)], [new(Clinic.Service, webhook, false, Program)]);

    private static IReadOnlyList<DriftFinding> Examine(TwilioSettings twilio, OptOutHandledBy toll = OptOutHandledBy.Carrier)
    {
        var brand = Account.Brands["acme"];
        var account = Account with
        {
            Brands = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
                [
                    brand with
                    {
                        Senders = [.. brand.Senders.Select(s => s.Address == Clinic.TollFree ? s with { OptOutHandledBy = toll } : s)],
                    },
                ],
                b => b.Id,
                StringComparer.Ordinal
            ),
        };
        return DriftRules.Examine(account, Base, twilio);
    }
}
