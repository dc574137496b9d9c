namespace OptOut.LocalHost;

/// <summary>The simulated Twilio has the customers that the configuration names.</summary>
internal static class PolicySimulation
{
    public static SimulatedTwilio Simulate(this Policy policy, string? demoKey) =>
        new(
            policy.PublicBaseUrl,
            [
                .. policy.Accounts.Values.Select(account => new SimulatedAccount(
                    account.Sid,
                    account.AuthTokens[0],
                    [
                        .. account.Brands.Values.Select(brand => new SimulatedBrand(
                            brand.Id,
                            brand.Name,
                            [.. brand.Senders.Select(sender => sender.Address)],
                            [.. brand.Campaigns.Keys.Order(StringComparer.Ordinal)]
                        )),
                    ],
                    demoKey
                )),
            ]
        );
}
