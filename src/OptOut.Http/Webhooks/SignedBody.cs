using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>A webhook's request before anything of it is believed.</summary>
/// <param name="Bytes">The body as it came.</param>
/// <param name="IsJson">Whether it says that it is JSON; else it is a form.</param>
/// <param name="Target">Path and query exactly as received, escapes untouched: they are what Twilio signed.</param>
/// <param name="Signature">The header; null where it stands there more than once.</param>
internal sealed record SignedBody(ReadOnlyMemory<byte> Bytes, bool IsJson, string Target, string? Signature)
{
    /// <summary>The longest body that is read.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>The request; null where its body is too long.</summary>
    public static async Task<SignedBody?> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var (bytes, tooLarge) = await BoundedBody.ReadAsync(context.Request, MaxBytes, cancellation);
        var header = context.Request.Headers[TwilioSignature.HeaderName];
        return tooLarge
            ? null
            : new SignedBody(bytes, context.Request.HasJsonContentType(), TargetOf(context), header.Count > 1 ? null : header.ToString());
    }

    /// <summary>Holds a signature by one of these tokens? Of JSON the query's hash vouches for the body.</summary>
    public SignatureResult CheckJson(string publicBaseUrl, IReadOnlyList<string> tokens) =>
        TwilioSignature.ValidateJson(publicBaseUrl, Target, Bytes.Span, Signature, tokens);

    private static string TargetOf(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return raw is { Length: > 0 } && raw[0] == '/'
            ? raw
            : context.Request.PathBase + context.Request.Path + context.Request.QueryString;
    }
}

/// <summary>What the check of a webhook's signature came to.</summary>
/// <param name="Result">Only <see cref="SignatureResult.Valid"/> lets the request in.</param>
/// <param name="Content">What was signed; null unless it is valid.</param>
/// <param name="Account">The configured account that the request names, to look for a refusal's cause with.</param>
/// <param name="Form">The fields that came; empty where there are none.</param>
/// <param name="AsJson">Whether it was checked as JSON.</param>
internal sealed record SignatureCheck<T>(SignatureResult Result, T? Content, Account? Account, FormBody Form, bool AsJson)
    where T : class;
