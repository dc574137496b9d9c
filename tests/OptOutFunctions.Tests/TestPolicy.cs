using System.Collections.Frozen;

namespace OptOutFunctions.Tests;

/// <summary>A policy with one account: all that the head's adapters look at.</summary>
internal static class TestPolicy
{
    public static Policy With(string accountSid, IReadOnlyList<string> tokens) =>
        new()
        {
            PublicBaseUrl = "https://optout.example.org",
            Retention = Defaults.Retention,
            Accounts = new[]
            {
                new Account
                {
                    Sid = accountSid,
                    AuthTokens = tokens,
                    ApiKeys = [],
                    Brands = FrozenDictionary<string, Brand>.Empty,
                },
            }.ToFrozenDictionary(account => account.Sid, StringComparer.Ordinal),
        };
}
