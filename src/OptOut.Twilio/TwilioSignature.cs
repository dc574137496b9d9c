using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Twilio;

/// <summary>What a look at a request's signature found. Only <see cref="Valid"/> lets a request in.</summary>
public enum SignatureResult
{
    /// <summary>One of the account's tokens signed this URL and these fields (and, for JSON, this body).</summary>
    Valid,

    /// <summary>There is no <c>X-Twilio-Signature</c> header, or an empty one.</summary>
    Missing,

    /// <summary>The header is not the base64 text of a SHA-1 (28 characters).</summary>
    Malformed,

    /// <summary>No token of the account signed this.</summary>
    Mismatch,

    /// <summary>There is no token to try: the account is unknown.</summary>
    NoToken,

    /// <summary>A JSON body, but the signed query has no <c>bodySHA256</c>: nothing vouches for the body.</summary>
    BodyHashMissing,

    /// <summary>The URL is signed, but its <c>bodySHA256</c> is not this body's.</summary>
    BodyHashMismatch,
}

/// <summary>Checks <c>X-Twilio-Signature</c> as Twilio's own helper libraries do.</summary>
/// <remarks>
/// Source: twilio.com/docs/usage/security#validating-requests. The signed text is the URL followed by each name and value, sorted by
/// name; the signature is its HMAC-SHA1 under the auth token, as base64 text. Twilio is not consistent about the port, so the URL counts
/// both without a port and with one (its own, else 443 or 80). Other ways to write the same URL, which Node's helper also tries, do not
/// count: what was received is what was signed. A Webhooks Rule that makes Twilio sign with a SharedKey (HMAC-SHA256, announced by the
/// header <c>X-Twilio-Webhooks-Signature-Settings</c>) must not cover these URLs: such requests are refused.
/// </remarks>
public static class TwilioSignature
{
    /// <summary>The header that carries the signature.</summary>
    public const string HeaderName = "X-Twilio-Signature";

    /// <summary>The query's name for the SHA-256 of a JSON body, 64 lower-case hex digits.</summary>
    public const string BodyHashName = "bodySHA256";

    private const int SignatureLength = 28;

    // Tried when there is no token, so that an unknown account takes as long as a wrong signature. Its result is thrown away.
    private static readonly IReadOnlyList<string> NobodysToken = ["00000000000000000000000000000000"];

    private static readonly SearchValues<char> Base64Characters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    );

    /// <summary>Checks a form's signature.</summary>
    /// <param name="publicBaseUrl">The configured base, as Twilio knows it: <c>https://[user:password@]host[:port][/prefix]</c>.</param>
    /// <param name="pathAndQuery">Path and query exactly as received, percent-encoding untouched.</param>
    /// <param name="form">The body's fields.</param>
    /// <param name="header">The value of <c>X-Twilio-Signature</c>.</param>
    /// <param name="authTokens">The account's tokens, tried until one fits; before a refusal all are tried. Empty ones are never
    /// tried.</param>
    /// <remarks>A <c>bodySHA256</c> in the query of a form is a part of the URL like any other: the fields themselves are signed.</remarks>
    public static SignatureResult Validate(
        string publicBaseUrl,
        string pathAndQuery,
        FormBody form,
        string? header,
        IReadOnlyList<string> authTokens
    )
    {
        if (string.IsNullOrEmpty(header))
        {
            return SignatureResult.Missing;
        }

        if (header.Length != SignatureLength || header.AsSpan().ContainsAnyExcept(Base64Characters))
        {
            return SignatureResult.Malformed;
        }

        // An empty key would sign for everybody.
        var tokens = authTokens.Where(token => !string.IsNullOrWhiteSpace(token)).ToList();
        var rest = pathAndQuery + TwilioSigner.Fields(form.Pairs());
        var matches = Matches(PublicUrl.BothForms(publicBaseUrl), rest, header, tokens.Count > 0 ? tokens : NobodysToken);
        return tokens.Count == 0 ? SignatureResult.NoToken
            : matches ? SignatureResult.Valid
            : SignatureResult.Mismatch;
    }

    /// <summary>Checks the signature of a JSON body: the URL is signed, and its <c>bodySHA256</c> vouches for the body.</summary>
    /// <param name="publicBaseUrl">As for <see cref="Validate"/>.</param>
    /// <param name="pathAndQuery">As for <see cref="Validate"/>. Each <c>bodySHA256</c> in it must hold.</param>
    /// <param name="rawBody">The body's bytes as received.</param>
    /// <param name="header">As for <see cref="Validate"/>.</param>
    /// <param name="authTokens">As for <see cref="Validate"/>.</param>
    public static SignatureResult ValidateJson(
        string publicBaseUrl,
        string pathAndQuery,
        ReadOnlySpan<byte> rawBody,
        string? header,
        IReadOnlyList<string> authTokens
    )
    {
        var signature = Validate(publicBaseUrl, pathAndQuery, FormBody.Empty, header, authTokens);
        var body = BodyHash(pathAndQuery, rawBody);
        return signature == SignatureResult.Valid ? body : signature;
    }

    /// <summary>Whoever is let in learns nothing from it being sooner; a refusal always takes all tokens and both forms.</summary>
    private static bool Matches((string, string) urls, string rest, string header, IReadOnlyList<string> tokens) =>
        tokens.Any(token => Signed(urls.Item1 + rest, header, token) || Signed(urls.Item2 + rest, header, token));

    /// <summary>As text, as the helpers compare: other base64 of the same bytes is not the signature.</summary>
    private static bool Signed(string text, string header, string token) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(TwilioSigner.SignText(text, token)),
            Encoding.ASCII.GetBytes(header)
        );

    private static SignatureResult BodyHash(string pathAndQuery, ReadOnlySpan<byte> rawBody)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(rawBody, hash);
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes * 2];
        Convert.TryToHexStringLower(hash, expected, out _);

        // The helpers differ on which of several they take (Node's the first, C#'s the last), so all must hold.
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? FormBody.Empty : FormBody.Parse(Encoding.UTF8.GetBytes(pathAndQuery[(question + 1)..]));
        var (found, holds) = (false, true);
        for (var i = 0; i < query.Count; i++)
        {
            if (query.Name(i).SequenceEqual("bodySHA256"u8))
            {
                found = true;
                holds &= CryptographicOperations.FixedTimeEquals(expected, query.Value(i));
            }
        }

        return !found ? SignatureResult.BodyHashMissing
            : holds ? SignatureResult.Valid
            : SignatureResult.BodyHashMismatch;
    }
}
