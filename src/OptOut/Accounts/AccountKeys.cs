using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>
/// Keys of one purpose for each account, made of the secrets that sign decisions (rule 33), or of the account's auth tokens where none are
/// configured. What is made for one purpose or account says nothing about another's.
/// </summary>
/// <param name="policy">Holds the secrets.</param>
/// <param name="purpose">A word of its own for each use.</param>
public sealed class AccountKeys(Policy policy, string purpose)
{
    private const int KeySize = 32;
    private readonly ConcurrentDictionary<string, byte[][]> keys = new(StringComparer.Ordinal);

    /// <summary>The key in use first, then those that are still taken; none for an account without any secret.</summary>
    public byte[][] Of(string accountSid) =>
        keys.GetOrAdd(
            accountSid,
            sid =>
                [
                    .. (
                        policy.DecisionKeys.Count > 0 ? policy.DecisionKeys : policy.Accounts.GetValueOrDefault(sid)?.AuthTokens ?? []
                    ).Select(secret =>
                        HKDF.DeriveKey(
                            HashAlgorithmName.SHA256,
                            Encoding.UTF8.GetBytes(secret),
                            KeySize,
                            info: Encoding.UTF8.GetBytes($"optout {purpose} {sid}")
                        )
                    ),
                ]
        );
}
