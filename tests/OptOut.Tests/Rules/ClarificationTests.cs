namespace OptOut.Tests;

/// <summary>Rule 14: the confirmation of an opt-out names the campaigns that a word keeps, where the brand wants that.</summary>
public sealed class ClarificationTests
{
    private const string OfAll = "Acme Clinics: You are unsubscribed from all and will receive no more messages. To keep only some, reply ";

    private static readonly Brand Described = Clinic.Acme.With(Clinic.Offers with { Description = "weekly offers" });

    private static string TextedAfterTwoCampaigns(Brand brand)
    {
        var person = new Recipient(brand);
        person.Texts("JOIN");
        person.Texts("NEWS");
        person.Texts("YES");
        return person.Texts("STOP").Reply!.Text;
    }

    [Fact]
    public void Rule14_a_campaign_is_called_by_its_description_else_by_its_id() =>
        Assert.Equal(OfAll + "NEWS for news, JOIN for weekly offers.", TextedAfterTwoCampaigns(Described with { Clarification = true }));

    [Fact]
    public void Rule14_without_clarification_the_text_is_the_brands() =>
        Assert.Equal(Described.OptOutText, TextedAfterTwoCampaigns(Described));
}
