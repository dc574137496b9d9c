using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Http;

/// <summary>
/// Text that only our own key opens again, as it stands in an address: nonce, AES-GCM's cipher text and tag, in Base64Url.
/// </summary>
internal static class SealedText
{
    /// <summary>Bytes of a nonce, of which one key never takes the same for two texts.</summary>
    public const int NonceSize = 12;

    private const int TagSize = 16;

    public static string Seal(byte[] key, ReadOnlySpan<byte> nonce, byte[] plain)
    {
        var token = new byte[NonceSize + plain.Length + TagSize];
        nonce.CopyTo(token);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, token.AsSpan(NonceSize, plain.Length), token.AsSpan(NonceSize + plain.Length));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>What was sealed under the key; null for what was not.</summary>
    public static string? Open(byte[] key, ReadOnlySpan<char> text)
    {
        if (!Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: > NonceSize + TagSize } token)
        {
            return null;
        }

        var plain = new byte[token.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(token.AsSpan(0, NonceSize), token.AsSpan(NonceSize, plain.Length), token.AsSpan(NonceSize + plain.Length), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            // The token was sealed with another key, or is no token.
            return null;
        }
    }
}
