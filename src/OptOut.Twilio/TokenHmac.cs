using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Twilio;

/// <summary>
/// HMAC-SHA1 under an auth token. Setting one up costs more than hashing what Twilio signs, so each thread keeps those of the tokens that it met:
/// nothing is shared, and nothing is locked.
/// </summary>
internal static class TokenHmac
{
    /// <summary>With more tokens than this in use, a thread begins anew now and then.</summary>
    private const int MaxKept = 64;

    /// <summary>Twilio's tokens have 32 characters; the configuration refuses what is longer than this.</summary>
    private const int MaxTokenLength = 256;

    [ThreadStatic]
    private static Dictionary<string, IncrementalHash>? kept;

    /// <summary>Whether the token signed the text with that signature, as base64 text.</summary>
    public static bool Signed(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature, string token)
    {
        if (Encoding.UTF8.GetByteCount(token) > MaxTokenLength)
        {
            return false;
        }

        var hmac = Of(token);
        hmac.AppendData(text);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        hmac.GetHashAndReset(hash);
        Span<byte> expected = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(SHA1.HashSizeInBytes)];
        Base64.EncodeToUtf8(hash, expected, out _, out _);

        // As text, as the helpers compare: other base64 of the same bytes is not the signature.
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Twilio signs with HMAC-SHA1.")]
    private static IncrementalHash Of(string token)
    {
        var mine = kept ??= new(StringComparer.Ordinal);
        if (mine.TryGetValue(token, out var hmac))
        {
            return hmac;
        }

        if (mine.Count == MaxKept)
        {
            foreach (var old in mine.Values)
            {
                old.Dispose();
            }

            mine.Clear();
        }

        return mine[token] = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(token));
    }
}
