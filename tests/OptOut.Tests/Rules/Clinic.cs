using System.Collections.Frozen;

namespace OptOut.Tests;

/// <summary>The account that the rules are tried on: two brands, and parts to vary them by.</summary>
internal static class Clinic
{
    public const string Account = "AC00000000000000000000000000000001";
    public const string Number = "+14155550100";
    public const string WhatsApp = "whatsapp:+14155550100";
    public const string Service = "MG00000000000000000000000000000001";
    public const string TollFree = "+18005550100";
    public const string WineNumber = "+14155550101";

    public static readonly Campaign Reminders = Campaign("reminders");
    public static readonly Campaign Offers = Campaign("offers") with
    {
        Recurring = true,
        Keywords = ["JOIN"],
        CallToAction = "Text JOIN for offers.",
    };
    public static readonly Campaign News = Campaign("news") with
    {
        DoubleOptIn = true,
        Keywords = ["NEWS"],
        CallToAction = "Text NEWS for news.",
    };
    public static readonly Campaign Tastings = Campaign("tastings") with { Content = Content.Alcohol };

    public static readonly Brand Acme = Brand("acme", "Acme Clinics", [Number, WhatsApp, TollFree], Reminders, Offers, News);
    public static readonly Brand Vineyard = Brand("vineyard", "Hillside Vineyard", [WineNumber], Tastings);

    public static Campaign Campaign(string id) =>
        new()
        {
            Id = id,
            QuietHours = QuietHours.Off,
            DoubleOptInWindow = Defaults.DoubleOptInWindow,
            ReconfirmAfter = Defaults.ReconfirmAfter,
            RemindEvery = Defaults.RemindEvery,
            PriorRelationshipWindow = Defaults.PriorRelationshipWindow,
        };

    public static Brand Brand(string id, string name, IEnumerable<string> senders, params Campaign[] campaigns)
    {
        var keywords = KeywordTable.Build(
            new Dictionary<KeywordClass, IReadOnlyList<string>>(),
            campaigns.ToDictionary(c => c.Id, c => c.Keywords, StringComparer.Ordinal),
            out var errors
        );
        Assert.Empty(errors);
        return new Brand
        {
            AccountSid = Account,
            Id = id,
            Name = name,
            Senders = [.. senders.Select(address => new Sender(address, ProviderKeywords.DefaultFor(address)))],
            Campaigns = campaigns.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal),
            Keywords = keywords,
            OptOutText = DefaultTexts.In("en", name, null).OptOut,
            OptInText = DefaultTexts.In("en", name, null).OptIn,
            HelpText = DefaultTexts.In("en", name, null).Help,
            ConversationWindow = Defaults.ConversationWindow,
        };
    }

    /// <summary>The brand with a campaign in place of the one of the same id, or besides the others.</summary>
    public static Brand With(this Brand brand, Campaign campaign) =>
        brand with
        {
            Campaigns = brand
                .Campaigns.Values.Where(c => c.Id != campaign.Id)
                .Append(campaign)
                .ToFrozenDictionary(c => c.Id, StringComparer.Ordinal),
        };

    public static Brand HandledBy(this Brand brand, OptOutHandledBy by) =>
        brand with
        {
            Senders = [.. brand.Senders.Select(s => s with { OptOutHandledBy = by })],
        };
}
