using System.Collections.Frozen;

namespace OptOut.Tests;

/// <summary>Rule 41: what the doctor says of a setting that is wrong, word for word.</summary>
public sealed class DriftFindingsTests
{
    private const string Base = "https://optout.example.com";
    private const string Url = Base + "/api/twilio/messages";
    private const string Numbers = " Console: Phone Numbers, Manage, Active numbers, the number, Messaging Configuration.";
    private const string Programs = " Console: Messaging, Regulatory Compliance, Campaigns, the campaign.";
    private static readonly TwilioWebhook Right = new(Url, "POST", Url, "POST");

    private static IReadOnlyList<DriftFinding> Examine(TwilioSettings twilio, params Brand[] brands) =>
        DriftRules.Examine(
            new Account
            {
                Sid = Clinic.Account,
                AuthTokens = [],
                ApiKeys = [],
                Brands = brands.ToFrozenDictionary(b => b.Id, StringComparer.Ordinal),
            },
            Base,
            twilio
        );

    private static IReadOnlyList<DriftFinding> OfNumber(TwilioWebhook webhook) =>
        Examine(new([new(Clinic.Number, webhook, null)], []), Clinic.Brand("acme", "Acme Clinics", [Clinic.Number], Clinic.Offers));

    [Fact]
    public void Rule41_the_findings_come_by_brand_and_short_codes_of_every_first_digit_are_looked_at()
    {
        var found = Examine(
            new([], []),
            Clinic.Brand("vineyard", "Hillside Vineyard", [Clinic.WineNumber], Clinic.Tastings),
            Clinic.Brand("acme", "Acme Clinics", ["90210", "01234", "ACME"], Clinic.Offers)
        );

        Assert.Equal(
            [("sender-unknown-at-twilio", "90210"), ("sender-unknown-at-twilio", "01234"), ("sender-unknown-at-twilio", Clinic.WineNumber)],
            found.Select(f => (f.What, f.Where))
        );
    }

    [Fact]
    public void Rule41_a_number_that_comes_here_and_is_in_no_brand() =>
        Assert.Equal(
            [
                new DriftFinding(
                    "sender-not-configured",
                    Clinic.Number,
                    null,
                    null,
                    "Its messages come here and are refused: add it to a brand's Senders, or point it elsewhere." + Numbers
                ),
            ],
            Examine(new([new(Clinic.Number, Right, null)], []))
        );

    [Theory]
    [InlineData("https://old.example/sms", "https://old.example/sms")]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void Rule41_a_webhook_that_goes_elsewhere_or_nowhere(string? url, string? found) =>
        Assert.Equal(
            [
                new DriftFinding(
                    "webhook-url",
                    Clinic.Number,
                    Url,
                    found,
                    "Opt-outs do not arrive here: set \"A message comes in\" to the expected URL." + Numbers
                ),
            ],
            OfNumber(Right with { Url = url })
        );

    [Fact]
    public void Rule41_a_webhook_and_a_fallback_by_GET() =>
        Assert.Equal(
            [
                new DriftFinding("webhook-method", Clinic.Number, "POST", "GET", "Set \"A message comes in\" to HTTP POST." + Numbers),
                new DriftFinding("fallback-method", Clinic.Number, "POST", "get", "Set \"Primary handler fails\" to HTTP POST." + Numbers),
            ],
            OfNumber(Right with { Method = "GET", FallbackMethod = "get" })
        );

    [Fact]
    public void Rule41_a_fallback_that_is_missing() =>
        Assert.Equal(
            [
                new DriftFinding(
                    "fallback-url",
                    Clinic.Number,
                    Url,
                    null,
                    "A message that fails once is not delivered again: set \"Primary handler fails\" to a TwiML Bin with <Response/>, "
                        + "or to the expected URL."
                        + Numbers
                ),
            ],
            OfNumber(Right with { FallbackUrl = " " })
        );

    [Fact]
    public void Rule41_a_fallback_that_goes_elsewhere() =>
        Assert.Equal(
            [
                new DriftFinding(
                    "fallback-url",
                    Clinic.Number,
                    Url,
                    "https://old.example/sms",
                    "Nobody of ours answers there: set \"Primary handler fails\" to a TwiML Bin with <Response/>, or to the expected URL."
                        + Numbers
                ),
            ],
            OfNumber(Right with { FallbackUrl = "https://old.example/sms" })
        );

    [Fact]
    public void Rule41_a_registration_that_names_other_keywords_and_texts()
    {
        var acme = Clinic.Brand("acme", "Acme Clinics", [Clinic.Service], Clinic.Offers);
        var program = new TwilioProgram(["STOP", "ENOUGH"], ["JOIN", "BEGIN"], ["HELP", "AID"], "Out.", "In.", "Help.");

        var found = Examine(new([], [new(Clinic.Service, Right, false, program)]), acme);

        static DriftFinding Keyword(string what, string word) =>
            new(
                what,
                Clinic.Service,
                "a keyword of brand acme",
                word,
                $"Carriers were told that {word} works: add it to the brand's Keywords, or take it out of the registration." + Programs
            );
        static DriftFinding Text(string what, string ours, string registered) =>
            new(
                what,
                Clinic.Service,
                ours,
                registered,
                "What is sent is not what was registered: make the brand's text and the registration say the same." + Programs
            );
        Assert.Equal(
            [
                Keyword("opt-out-keywords", "ENOUGH"),
                Keyword("opt-in-keywords", "BEGIN"),
                Keyword("help-keywords", "AID"),
                Text("opt-out-text", acme.OptOutText, "Out."),
                Text("opt-in-text", acme.OptInText, "In."),
                Text("help-text", acme.HelpText, "Help."),
            ],
            found
        );
    }
}
