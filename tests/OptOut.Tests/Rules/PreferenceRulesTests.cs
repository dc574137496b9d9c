namespace OptOut.Tests;

/// <summary>Rule 28: what a sender tells of a recipient is recorded where it is new, and as it was told.</summary>
public sealed class PreferenceRulesTests
{
    private static readonly Frequency Weekly = new(1, IsoDuration.FromDays(7));
    private readonly Recipient recipient = new();

    public static TheoryData<Preferences, bool> Told =>
        new()
        {
            { new Preferences(), false },
            { new Preferences(Origin: "form", Proof: new Proof("form-1")), false },
            { new Preferences(Frequency: Weekly), false },
            { new Preferences(Language: "es"), false },
            { new Preferences(TimeZone: "Asia/Tokyo"), false },
            { new Preferences(Frequency: Weekly, Language: "es", TimeZone: "Asia/Tokyo"), false },
            { new Preferences(Frequency: Weekly with { Max = 2 }), true },
            { new Preferences(Frequency: Weekly, Language: "fr", TimeZone: "Asia/Tokyo"), true },
            { new Preferences(TimeZone: "Asia/Seoul"), true },
            { new Preferences(Language: "es", Region: "JP"), true },
            { new Preferences(Unset: ["region"]), false },
            { new Preferences(Unset: []), false },
            { new Preferences(Language: "es", Unset: ["region"]), false },
            { new Preferences(Unset: ["frequency"]), true },
            { new Preferences(Unset: ["language"]), true },
            { new Preferences(Unset: ["region", "timeZone"]), true },
            { new Preferences(Weekly, "fr", "Asia/Seoul", "KR", ["region"], "form", new Proof("form-1")), true },
        };

    [Theory]
    [MemberData(nameof(Told))]
    public void Rule28_what_is_known_already_is_no_event_and_what_is_new_is_recorded_as_it_was_told(Preferences told, bool isNew)
    {
        recipient.Prefers(Weekly.Max, Weekly.Per);
        recipient.Tells(timeZone: "Asia/Tokyo", language: "es");
        var events = PreferenceRules.Set(recipient.State, "acme", told, recipient.Now);

        if (!isNew)
        {
            Assert.Empty(events);
            return;
        }

        Assert.Equal(
            new LedgerEvent
            {
                Type = EventType.PreferencesChanged,
                At = recipient.Now,
                Brand = "acme",
                Source = Sources.Api,
                Origin = told.Origin,
                Proof = told.Proof,
                Frequency = told.Frequency,
                Language = told.Language,
                TimeZone = told.TimeZone,
                Region = told.Region,
                Unset = told.Unset,
            },
            Assert.Single(events)
        );
    }

    [Fact]
    public void Rule28_how_often_is_a_brands_own_and_the_language_the_persons()
    {
        recipient.Prefers(Weekly.Max, Weekly.Per);
        recipient.Tells(language: "es");

        Assert.Single(PreferenceRules.Set(recipient.State, "vineyard", new Preferences(Frequency: Weekly), recipient.Now));
        Assert.Empty(PreferenceRules.Set(recipient.State, "vineyard", new Preferences(Language: "es"), recipient.Now));
        Assert.Empty(PreferenceRules.Set(recipient.State, "vineyard", new Preferences(Unset: ["frequency"]), recipient.Now));
    }
}
