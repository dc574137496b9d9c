using System.Collections.Frozen;

namespace OptOut.SimulationTests;

/// <summary>Who plays: one person's phone and a clinic.</summary>
internal static class Cast
{
    public const string Phone = "+14155552671";

    public static readonly RecipientAddress Recipient = RecipientAddress.FromTwilio(Phone)!;
    public static readonly RecipientKey Key = new(Clinic.Account, Recipient);

    public static readonly Policy Policy = new()
    {
        PublicBaseUrl = "https://optout.example",
        Retention = IsoDuration.Parse("P5Y"),
        Accounts = new[]
        {
            new Account
            {
                Sid = Clinic.Account,
                AuthTokens = [],
                ApiKeys = [],
                Brands = new[] { Clinic.Acme, Clinic.Vineyard }.ToFrozenDictionary(b => b.Id, StringComparer.Ordinal),
            },
        }.ToFrozenDictionary(a => a.Sid, StringComparer.Ordinal),
    };

    public static Account Account => Policy.Accounts[Clinic.Account];
}
