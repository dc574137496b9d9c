namespace OptOut.Http;

/// <summary>A link that leads somewhere.</summary>
internal sealed record OpenLink(RecipientKey Key, Account Account, Brand Brand);

/// <summary>What a visitor of the recipient's page can do, and nothing of it by looking.</summary>
internal sealed class LinkVisit(
    ILinkStore links,
    IRecipientStore store,
    LinkLimits limits,
    RecordOptOut optOuts,
    SetPreferences preferences,
    Policy policy,
    TimeProvider time
)
{
    public LinkLimits Limits => limits;

    /// <summary>The link; null for one that is forged, expired, or of a brand that is no more.</summary>
    public async Task<OpenLink?> FindAsync(string secret, CancellationToken cancellation)
    {
        // A text that cannot be a secret is looked up all the same, so that the answer takes as long.
        var found = await links.FindAsync(LinkSecret.Hash(secret), cancellation);
        return
            found is not null
            && LinkSecret.IsOne(secret)
            && found.Until > time.GetUtcNow()
            && policy.Accounts.GetValueOrDefault(found.AccountSid) is { } account
            && account.Brands.GetValueOrDefault(found.Brand) is { } brand
            ? new OpenLink(
                new RecipientKey(account.Sid, RecipientAddress.FromStored(LinkSecret.Open(secret, found.Sealed))),
                account,
                brand
            )
            : null;
    }

    /// <summary>The language that the recipient told us, if any.</summary>
    public async Task<string?> LanguageAsync(OpenLink link, CancellationToken cancellation) =>
        (await store.ReadAsync(link.Key, cancellation)).State.Profile?.Language;

    /// <summary>Stops the brand's messages, or one campaign's: at once, without a message.</summary>
    public Task StopAsync(OpenLink link, Campaign? campaign, CancellationToken cancellation) =>
        optOuts.RecordAsync(
            link.Key,
            new ReportedOptOut
            {
                Brand = link.Brand,
                Scope = campaign is null ? Scope.Brand : Scope.Campaign,
                Campaign = campaign?.Id,
                Source = Sources.Web,
                Reason = "The recipient pressed the button on the page of their own link.",
            },
            cancellation
        );

    /// <summary>Keeps how often the recipient wants to hear from the brand.</summary>
    public Task KeepFrequencyAsync(OpenLink link, Frequency frequency, CancellationToken cancellation) =>
        preferences.HandleAsync(link.Key, link.Brand.Id, frequency, cancellation);
}
