namespace OptOut.LocalHost;

/// <summary>What the simulated Twilio knows of its customers: the accounts of the configuration.</summary>
/// <param name="PublicBaseUrl">The base of every URL that is signed; the simulator maps it to the host's own listener.</param>
public sealed record SimulatedTwilio(string PublicBaseUrl, IReadOnlyList<SimulatedAccount> Accounts)
{
    /// <summary>The account that owns a sender (channel addresses and numbers as configured, <c>MG…</c> included), or null.</summary>
    internal SimulatedAccount? AccountOf(string sender) => Accounts.FirstOrDefault(account => account.BrandOf(sender) is not null);

    internal SimulatedAccount? Account(string sid) =>
        Accounts.FirstOrDefault(account => string.Equals(account.Sid, sid, StringComparison.Ordinal));
}

/// <summary>One account.</summary>
/// <param name="Sid"><c>AC…</c></param>
/// <param name="AuthToken">The token that signs its webhooks: the first of the configuration.</param>
/// <param name="DemoKey">The demo account's API key, which the page shows and uses; null for any other account.</param>
public sealed record SimulatedAccount(string Sid, string AuthToken, IReadOnlyList<SimulatedBrand> Brands, string? DemoKey = null)
{
    internal SimulatedBrand? BrandOf(string sender) =>
        Brands.FirstOrDefault(brand => brand.Senders.Any(own => string.Equals(own, sender, StringComparison.OrdinalIgnoreCase)));
}

/// <summary>One brand as the page offers it.</summary>
/// <param name="Senders">Addresses as configured: numbers, short codes, <c>MG…</c>, channel addresses.</param>
/// <param name="Campaigns">Their ids.</param>
public sealed record SimulatedBrand(string Id, string Name, IReadOnlyList<string> Senders, IReadOnlyList<string> Campaigns)
{
    /// <summary>Twilio's own test number, standing for "some number of the messaging service" where a brand has no other.</summary>
    private const string PoolNumber = "+15005550006";

    /// <summary>The number or channel address that a messaging service would send from.</summary>
    internal string PoolSender => Senders.FirstOrDefault(sender => !PhoneAddress.IsMessagingService(sender)) ?? PoolNumber;
}
