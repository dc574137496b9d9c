using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Twilio;

/// <summary>Signs requests as Twilio does: for the phone simulator and for tests.</summary>
/// <remarks>Written for reading, apart from <see cref="TwilioSignature"/>, so that each is a check on the other.</remarks>
public static class TwilioSigner
{
    /// <summary>The <c>X-Twilio-Signature</c> of a form posted to <paramref name="url"/>.</summary>
    /// <param name="url">The whole URL, query included, as Twilio knows it.</param>
    /// <param name="form">The fields, in any order.</param>
    /// <param name="authToken">The account's token.</param>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Twilio signs with HMAC-SHA1.")]
    public static string Sign(string url, IEnumerable<KeyValuePair<string, string>> form, string authToken)
    {
        var fields = form.Distinct()
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .ThenBy(field => field.Value, StringComparer.Ordinal)
            .Select(field => field.Key + field.Value);
        var signed = url + string.Concat(fields);
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed)));
    }

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
}
