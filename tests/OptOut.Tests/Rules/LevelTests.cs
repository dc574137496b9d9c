namespace OptOut.Tests;

/// <summary>Rule 37: how strong a consent must be, and what makes it so.</summary>
public class LevelTests
{
    private static readonly RecipientAddress American = RecipientAddress.FromTwilio("+14155552671")!;

    [Theory]
    [InlineData("web-form", ConsentLevel.Written)]
    [InlineData("paper-form", ConsentLevel.Written)]
    [InlineData("app", ConsentLevel.Written)]
    [InlineData("keyword", ConsentLevel.Written)]
    [InlineData("verbal", ConsentLevel.Oral)]
    [InlineData("point-of-sale", ConsentLevel.Oral)]
    [InlineData("other", ConsentLevel.Oral)]
    public void Rule37_the_method_makes_the_level(string method, ConsentLevel level)
    {
        var person = new Recipient();
        Assert.Equal(level, person.Consents("offers", method: method)!.Level);
        Assert.Equal(level == ConsentLevel.Written, person.Check("offers").Allowed);
        if (level == ConsentLevel.Oral)
        {
            person.Check("offers").IsDenied(Reason.ConsentInsufficient).RestsOn(person.Last);
        }
    }

    [Theory]
    [InlineData("verbal", ConsentLevel.Written, true)]
    [InlineData("web-form", ConsentLevel.Oral, false)]
    public void Rule37_a_stated_level_outranks_the_methods(string method, ConsentLevel level, bool allowed)
    {
        var person = new Recipient();
        person.Consents("offers", method: method, level: level);
        Assert.Equal(allowed, person.Check("offers").Allowed);
    }

    [Theory]
    [InlineData(Purpose.Transactional)]
    [InlineData(Purpose.Informational)]
    public void Rule37_what_does_not_advertise_needs_no_written_consent(Purpose purpose)
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Purpose = purpose }));
        person.Consents(method: "verbal");
        person.Check().IsAllowed();
    }

    [Fact]
    public void Rule37_an_informational_message_of_a_marketing_campaign_does_not_advertise()
    {
        var person = new Recipient();
        person.Consents(method: "verbal");
        person.CheckInformational().IsAllowed();
        person.Check().IsDenied(Reason.ConsentInsufficient);
    }

    [Theory]
    [InlineData("+4915112345678", true)]
    [InlineData("+12425550123", false)] // the Bahamas are in +1
    [InlineData("+14165550123", false)]
    public void Rule37_the_level_is_asked_for_in_calling_code_1_only(string number, bool allowed)
    {
        var person = new Recipient { Address = RecipientAddress.FromTwilio(number)! };
        person.Consents(method: "verbal");
        Assert.Equal(allowed, person.Check().Allowed);
    }

    [Fact]
    public void Rule37_a_keyword_texted_after_a_call_to_action_is_written_and_without_one_it_is_not()
    {
        var person = new Recipient { Address = American };
        person.Texts("JOIN");
        Assert.Equal(ConsentLevel.Written, person.Last.Level);
        person.Check("offers").IsAllowed();

        var silent = new Recipient(Clinic.Acme.With(Clinic.Offers with { CallToAction = null }) with { DefaultCampaign = "offers" })
        {
            Address = American,
        };
        silent.Texts("START");
        Assert.Equal(ConsentLevel.Oral, silent.Last.Level);
        silent.Check("offers").IsDenied(Reason.ConsentInsufficient);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Rule37_a_call_to_action_without_words_signs_nothing(string? callToAction)
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Offers with { CallToAction = callToAction }));
        person.Texts("JOIN");
        Assert.Equal((EventType.Consented, ConsentLevel.Oral), (person.Last.Type, person.Last.Level!.Value));
    }

    [Fact]
    public void Rule37_a_newer_written_consent_makes_up_for_an_oral_one_and_START_changes_no_level()
    {
        var person = new Recipient();
        person.Consents(method: "verbal");
        person.Texts("STOP");
        person.Texts("START");
        person.Check().IsDenied(Reason.ConsentInsufficient);
        person.Consents();
        person.Check().IsAllowed();
    }

    [Fact]
    public void Rule37_YES_confirms_what_was_signed_and_signs_it_after_a_call_to_action()
    {
        var survey = Clinic.Campaign("survey") with { DoubleOptIn = true };
        foreach (var (method, level) in new[] { ("web-form", ConsentLevel.Written), ("verbal", ConsentLevel.Oral) })
        {
            var person = new Recipient(Clinic.Acme.With(survey));
            person.Consents("survey", method: method);
            person.Texts("YES");
            Assert.Equal((EventType.Consented, level), (person.Last.Type, person.Last.Level!.Value));
        }

        var told = new Recipient();
        told.Consents("news", method: "verbal");
        told.Texts("YES");
        Assert.Equal(ConsentLevel.Written, told.Last.Level);
    }
}
