namespace OptOut.Tests;

/// <summary>What is told of the person, for rules 14, 28 and 35: of each thing the newest word holds.</summary>
public sealed class ProfileTests
{
    private readonly Recipient recipient = new();

    private void Tell(DateTimeOffset at, string? language = null, string? zone = null, string? region = null) =>
        recipient.Take(
            new Decision([
                new LedgerEvent
                {
                    Type = EventType.PreferencesChanged,
                    At = at,
                    Brand = "acme",
                    Source = Sources.Api,
                    Language = language,
                    TimeZone = zone,
                    Region = region,
                },
            ])
        );

    [Fact]
    public void Rule35_what_is_told_piece_by_piece_adds_up()
    {
        recipient.Tells(region: "ES");
        recipient.Tells(timeZone: "Europe/Madrid");
        recipient.Tells(language: "es");
        Assert.Equal(new RecipientProfile("es", "Europe/Madrid", "ES", recipient.Last.At), recipient.State.Profile);
        recipient.Tells(timeZone: "Atlantic/Canary");
        Assert.Equal(new RecipientProfile("es", "Atlantic/Canary", "ES", recipient.Last.At), recipient.State.Profile);
    }

    [Theory]
    [InlineData(-1, "es", "Europe/Madrid", "ES")]
    [InlineData(0, "de", "Europe/Berlin", "DE")]
    [InlineData(1, "de", "Europe/Berlin", "DE")]
    public void Rule35_the_newest_word_holds_and_of_two_at_once_the_last(int ticks, string language, string zone, string region)
    {
        var first = recipient.Now;
        Tell(first, "es", "Europe/Madrid", "ES");
        Tell(first.AddTicks(ticks), "de", "Europe/Berlin", "DE");
        Assert.Equal(new RecipientProfile(language, zone, region, first.AddTicks(Math.Max(0, ticks))), recipient.State.Profile);
    }

    [Theory]
    [InlineData("language", null, "Europe/Madrid", "ES")]
    [InlineData("timeZone", "es", null, "ES")]
    [InlineData("region", "es", "Europe/Madrid", null)]
    [InlineData("frequency", "es", "Europe/Madrid", "ES")]
    public void Rule28_a_change_takes_away_what_it_names_and_nothing_else(string unset, string? language, string? zone, string? region)
    {
        recipient.Tells("Europe/Madrid", "ES", "es");
        recipient.Prefers(1, IsoDuration.FromDays(7));
        recipient.Take(new Decision(PreferenceRules.Set(recipient.State, "acme", new Preferences(Unset: [unset]), recipient.WaitsDays(1))));
        Assert.Equal(new RecipientProfile(language, zone, region, recipient.Now), recipient.State.Profile);
        Assert.Equal(unset != "frequency", recipient.State.Brand("acme").Frequency is not null);
    }

    [Fact]
    public void Rule35_an_event_that_tells_nothing_of_the_person_leaves_what_is_known()
    {
        recipient.Consents();
        Assert.Null(recipient.State.Profile);
        recipient.Tells("Europe/Madrid");
        var known = recipient.State.Profile;
        recipient.Texts("hello");
        Assert.Equal(known, recipient.State.Profile);
    }
}
