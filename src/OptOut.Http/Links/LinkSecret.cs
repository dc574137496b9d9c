using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Http;

/// <summary>
/// The secret that a recipient's link consists of (rule 42): eleven characters of 56, which is nearly 64 bits, none of which look alike
/// where somebody copies them from a screen. With the slash they are the twelve characters that a text message can spare.
/// </summary>
internal static class LinkSecret
{
    /// <summary>How many characters a secret has.</summary>
    public const int Length = 11;

    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";
    private const int TagSize = 16;
    private static readonly SearchValues<char> OfSecrets = SearchValues.Create(Alphabet);
    private static readonly SearchValues<char> AnyLetterOrDigit = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    /// <summary>A fresh one.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Whether the text could be one.</summary>
    public static bool IsOne(string? text) => text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(OfSecrets);

    /// <summary>
    /// The route of a link, and of one that was copied badly: a few characters more or less lead to the same page as a forged one.
    /// </summary>
    public const string Route = $"/{{secret:{LinkRouteConstraint.Name}}}";

    /// <summary>Whether a path can be that of a link, well or badly copied.</summary>
    public static bool IsPath(string? path) =>
        path is { Length: >= 10 and <= 14 } && path[0] == '/' && path.AsSpan(1).IndexOfAnyExcept(AnyLetterOrDigit) < 0;

    /// <summary>What the link is kept under; the secret cannot be had from it.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("optout-link:" + secret)));

    /// <summary>Encrypts an address under the secret. A secret seals one address, so the nonce may stay the same.</summary>
    public static byte[] Seal(string secret, string recipient)
    {
        var plain = Encoding.UTF8.GetBytes(recipient);
        var sealedBytes = new byte[plain.Length + TagSize];
        using var aes = new AesGcm(Key(secret), TagSize);
        aes.Encrypt(new byte[AesGcm.NonceByteSizes.MaxSize], plain, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length));
        return sealedBytes;
    }

    /// <summary>The address that was sealed.</summary>
    /// <exception cref="CryptographicException">The row is not what was written under this secret.</exception>
    public static string Open(string secret, byte[] sealedBytes)
    {
        var plain = new byte[sealedBytes.Length - TagSize];
        using var aes = new AesGcm(Key(secret), TagSize);
        aes.Decrypt(new byte[AesGcm.NonceByteSizes.MaxSize], sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length), plain);
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Key(string secret) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "optout-link-recipient"u8.ToArray());
}
