using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Twilio;

/// <summary>
/// Signs requests as Twilio does: what <see cref="TwilioSignature"/> compares with, and what the phone simulator and the tests send.
/// </summary>
/// <remarks>
/// That it is Twilio's way is held by Twilio's own published examples and by Twilio's helper library (SignatureAgreementTests).
/// </remarks>
public static class TwilioSigner
{
    /// <summary>The <c>X-Twilio-Signature</c> of a form posted to <paramref name="url"/>.</summary>
    /// <param name="url">The whole URL, query included, as Twilio knows it.</param>
    /// <param name="form">The fields, in any order.</param>
    /// <param name="authToken">The account's token.</param>
    public static string Sign(string url, IEnumerable<KeyValuePair<string, string>> form, string authToken) =>
        SignText(url + Fields(form), authToken);

    /// <summary>Signs a JSON body: the URL gets the body's <c>bodySHA256</c>, and only the URL is signed.</summary>
    /// <param name="url">The URL without <c>bodySHA256</c>.</param>
    /// <param name="body">The body's bytes as they will be sent.</param>
    /// <param name="authToken">The account's token.</param>
    /// <returns>The URL to post to, and its signature.</returns>
    public static (string Url, string Signature) SignJson(string url, ReadOnlySpan<byte> body, string authToken)
    {
        var separator = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var signedUrl = $"{url}{separator}{TwilioSignature.BodyHashName}={Convert.ToHexStringLower(SHA256.HashData(body))}";
        return (signedUrl, Sign(signedUrl, [], authToken));
    }

    /// <summary>
    /// What follows the URL: names and values, sorted by name, then by value, by UTF-16 code unit; of a name's equal values only one.
    /// </summary>
    internal static string Fields(IEnumerable<KeyValuePair<string, string>> form) =>
        string.Concat(
            form.Distinct()
                .OrderBy(field => field.Key, StringComparer.Ordinal)
                .ThenBy(field => field.Value, StringComparer.Ordinal)
                .Select(field => field.Key + field.Value)
        );

    /// <summary>HMAC-SHA1 of a text under an auth token, as base64 text.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Twilio signs with HMAC-SHA1.")]
    internal static string SignText(string text, string authToken) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(text)));
}
