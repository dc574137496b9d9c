using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Http;

/// <summary>
/// What stands for a person in a page's address, where a number would stay in histories and logs (ADR 0480): the address, encrypted under the account's key.
/// It can stand for <c>{recipient}</c> in every path. Nothing is kept of it; the same person always gets the same one, so that a bookmark holds.
/// </summary>
internal sealed class PersonTokens(Policy policy)
{
    private const string Prefix = "p1.";
    private const int NonceSize = 12, TagSize = 16, Longest = 1000;
    private readonly ConcurrentDictionary<string, byte[][]> keys = new(StringComparer.Ordinal);

    /// <summary>The token of a person; null for an account without any secret, which no key of an API can belong to.</summary>
    public string? Of(string accountSid, string recipient)
    {
        if (Keys(accountSid) is not [var key, ..])
        {
            return null;
        }

        var plain = Encoding.UTF8.GetBytes(recipient);
        // The nonce depends on the whole text, so one key never seals two texts under the same.
        var nonce = HMACSHA256.HashData(key, plain).AsSpan(0, NonceSize);
        var token = new byte[NonceSize + plain.Length + TagSize];
        nonce.CopyTo(token);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, token.AsSpan(NonceSize, plain.Length), token.AsSpan(NonceSize + plain.Length));
        return Prefix + Base64Url.EncodeToString(token);
    }

    /// <summary>The address behind a token of the account; null where the text is none.</summary>
    public string? Open(string accountSid, string? text)
    {
        if (text is null || text.Length > Longest || !text.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(Prefix.Length)))
        {
            return null;
        }

        var token = Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length));
        var length = token.Length - NonceSize - TagSize;
        if (length < 1)
        {
            return null;
        }

        foreach (var key in Keys(accountSid))
        {
            try
            {
                var plain = new byte[length];
                using var aes = new AesGcm(key, TagSize);
                aes.Decrypt(token.AsSpan(0, NonceSize), token.AsSpan(NonceSize, length), token.AsSpan(NonceSize + length), plain);
                return Encoding.UTF8.GetString(plain);
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another key's, or nobody's.
            }
        }

        return null;
    }

    /// <summary>Made of what signs decisions, apart from it.</summary>
    private byte[][] Keys(string accountSid) => keys.GetOrAdd(accountSid, sid =>
    [
        .. (policy.DecisionKeys.Count > 0 ? policy.DecisionKeys : policy.Accounts.GetValueOrDefault(sid)?.AuthTokens ?? [])
            .Select(secret => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: Encoding.UTF8.GetBytes($"optout person {sid}"))),
    ]);
}
