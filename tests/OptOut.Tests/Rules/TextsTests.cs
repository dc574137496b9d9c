using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>Rule 14: what is said, in which language, and what a text must hold.</summary>
public class TextsTests
{
    private const string Brand20 = "Twenty Letters Brand";
    private readonly Recipient recipient = new();

    public static TheoryData<string> Languages => [.. DefaultTexts.Languages.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Rule14_a_default_text_fits_one_segment_with_a_brand_of_20_letters(string language)
    {
        foreach (
            var texts in new[] { DefaultTexts.In(language, Brand20, null), DefaultTexts.In(language, Brand20, "help.acme.example.xy") }
        )
        {
            Assert.All(
                (string[])[texts.OptOut, texts.OptIn, texts.Help, texts.OptInRequest],
                text =>
                {
                    Assert.InRange(text.Length, 20, 160);
                    Assert.Contains(Brand20, text, StringComparison.Ordinal);
                    Assert.DoesNotContain(text, c => "áíóúãõçâêîôûÁÍÓÚ’–…".Contains(c, StringComparison.Ordinal));
                }
            );
            Assert.All(
                (string[])[texts.OptIn, texts.Help, texts.OptInRequest],
                text => Assert.Contains("STOP", text, StringComparison.Ordinal)
            );
            Assert.All((string[])[texts.OptIn, texts.OptInRequest], text => Assert.Contains("HELP", text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Rule14_the_default_texts_lack_nothing_that_reviewers_ask(string language)
    {
        var texts = DefaultTexts.In(language, "Acme Clinics", "+14155550199");
        var policy = OptOutServices.ReadPolicy(
            Settings(
                ("SupportContact", "+14155550199"),
                ($"OptOutTexts:{language}", texts.OptOut),
                ($"OptInTexts:{language}", texts.OptIn),
                ($"HelpTexts:{language}", texts.Help)
            )
        );
        Assert.Empty(policy.Warnings);
    }

    [Theory]
    [InlineData("STOP", "unsubscribed")]
    [InlineData("ARRET", "désabonnement")]
    [InlineData("ABMELDEN", "abgemeldet")]
    public void Rule14_the_answer_comes_in_the_language_of_the_keyword_where_only_one_has_it(string body, string word) =>
        Assert.Contains(word, recipient.Texts(body).Reply!.Text, StringComparison.Ordinal);

    [Fact]
    public void Rule14_else_in_the_recipients_language_else_in_the_brands()
    {
        var person = new Recipient(
            Clinic.Acme with
            {
                Language = "de",
                OptOutText = "Acme Clinics: Schluss.",
                OtherTexts = new Dictionary<string, BrandTexts>(StringComparer.Ordinal)
                {
                    ["es"] = new("Acme Clinics: Adios.", "", "", ""),
                }.ToFrozenDictionary(StringComparer.Ordinal),
            }
        );
        Assert.Equal("Acme Clinics: Schluss.", person.Texts("STOP").Reply!.Text);
        person.Take(
            new Decision([
                new LedgerEvent
                {
                    Type = EventType.PreferencesChanged,
                    At = person.Now,
                    Brand = "acme",
                    Source = Sources.Api,
                    Language = "es-MX",
                },
            ])
        );
        person.Texts("START");
        Assert.Equal("Acme Clinics: Adios.", person.Texts("STOP").Reply!.Text);
    }

    [Fact]
    public void Rule14_a_clarification_names_the_words_of_the_campaigns_that_were_held()
    {
        var person = new Recipient(Clinic.Acme with { Clarification = true });
        person.Consents("reminders");
        person.Consents("offers");
        Assert.DoesNotContain("JOIN", person.Texts("STOP").Reply!.Text, StringComparison.Ordinal);
        person.Texts("JOIN");
        person.Texts("NEWS");
        person.Texts("YES");
        var said = person.Texts("STOP").Reply!;
        Assert.Equal(ReplyKind.OptOutConfirmation, said.Kind);
        Assert.Contains("NEWS for news, JOIN for offers", said.Text, StringComparison.Ordinal);
        person.Check("offers").IsDenied(Reason.OptedOut);
    }

    [Theory]
    [InlineData("OptInText", "Acme Clinics: Welcome. Reply STOP to unsubscribe.", "Msg & data rates may apply")]
    [InlineData("OptInTexts:es", "Acme Clinics: Hola. STOP para cancelar.", "OptInTexts:es")]
    [InlineData("HelpText", "Acme Clinics: Reply STOP to unsubscribe.", "contact")]
    [InlineData("OptOutText", "Acme Clinics: Bye.", "no more messages")]
    [InlineData("Campaigns:0:CallToAction", "Text JOIN", "terms")]
    public void Rule14_what_a_text_lacks_is_a_warning_with_its_key_and_an_error_where_strict(string setting, string text, string named)
    {
        var warning = Assert.Single(OptOutServices.ReadPolicy(Settings(("SupportContact", "+14155550199"), (setting, text))).Warnings);
        Assert.Contains($"OptOut:Accounts:0:Brands:0:{setting} does not say", warning, StringComparison.Ordinal);
        Assert.Contains(named, warning, StringComparison.Ordinal);
        var stopped = Assert.Throws<OptionsValidationException>(() =>
            OptOutServices.ReadPolicy(Settings(("SupportContact", "+14155550199"), (setting, text), ("~Strict", "true")))
        );
        Assert.Contains(setting, stopped.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Language", "it")]
    [InlineData("OptOutTexts:it", "Acme Clinics: Addio.")]
    [InlineData("HelpTexts:es", "Ayuda: STOP para cancelar.")]
    public void Rule14_a_language_that_is_not_known_and_a_text_that_names_no_brand_stop_the_start(string setting, string text) =>
        Assert.Contains(
            setting,
            Assert.Throws<OptionsValidationException>(() => OptOutServices.ReadPolicy(Settings((setting, text)))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("HelpText", "Acme Clinics help: see you at the end of May. +1 415 555 0199", false)]
    [InlineData("HelpText", "Acme Clinics help: nothing can stop us. +1 415 555 0199", false)]
    [InlineData("HelpText", "Acme Clinics help: +1 415 555 0199. STOP=end", true)]
    [InlineData("HelpText", "Acme Clinics help: +1 415 555 0199. reply stop to unsubscribe", true)]
    [InlineData("HelpTexts:de", "Acme Clinics: +1 415 555 0199. Antworten Sie STOP zum Abmelden.", true)]
    public void Rule14_a_help_text_names_a_standard_keyword_as_one(string setting, string text, bool does)
    {
        var settings = Settings((setting, text));
        var fault = Record.Exception(() => OptOutServices.ReadPolicy(settings));
        Assert.Equal(does, fault is null);
        Assert.True(does || (fault is OptionsValidationException && fault.Message.Contains(setting, StringComparison.Ordinal)));
    }

    [Fact]
    public void Rule14_how_many_segments_a_text_takes_is_said()
    {
        var text = "Acme Clinics: Te has dado de baja. No recibirás más mensajes de nosotros a partir de ahora.";
        Assert.Contains(
            "2 segments (UCS-2",
            Assert.Single(OptOutServices.ReadPolicy(Settings(("OptOutTexts:es", text))).Notes),
            StringComparison.Ordinal
        );
    }

    private static IConfiguration Settings(params (string Key, string Value)[] brand)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OptOut:PublicBaseUrl"] = "https://optout.example.com",
            ["OptOut:Accounts:0:Sid"] = Clinic.Account,
            ["OptOut:Accounts:0:AuthTokens:0"] = "token",
            ["OptOut:Accounts:0:Brands:0:Id"] = "acme",
            ["OptOut:Accounts:0:Brands:0:Name"] = "Acme Clinics",
            ["OptOut:Accounts:0:Brands:0:Senders:0:Address"] = "+14155550100",
            ["OptOut:Accounts:0:Brands:0:Campaigns:0:Id"] = "offers",
        };
        foreach (var (key, value) in brand)
        {
            settings[key[0] == '~' ? $"OptOut:{key[1..]}" : $"OptOut:Accounts:0:Brands:0:{key}"] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
