using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>A webhook whose signature holds: the account that it is for, and its fields.</summary>
internal sealed record SignedRequest(Account Account, FormBody Form) : ISigned<SignedRequest>
{
    /// <summary>The longest body that is read.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>
    /// The request, or the answer that refuses it: 413 for its size, 403 for its signature. Nothing is read or written before.
    /// </summary>
    public static async Task<(SignedRequest? Content, IResult? Refusal)> ReadAsync(
        HttpContext context,
        Policy policy,
        CancellationToken cancellation
    )
    {
        var (bytes, tooLarge) = await BoundedBody.ReadAsync(context.Request, MaxBodyBytes, cancellation);
        if (tooLarge)
        {
            return (null, Problems.TooLarge("At most 64 KiB."));
        }

        var json = context.Request.HasJsonContentType();
        var form =
            !json ? FormBody.Parse(bytes.Span)
            : JsonBody.TryParse(bytes, out var fields) ? fields
            : FormBody.Empty;
        policy.Accounts.TryGetValue(form.Single("AccountSid") ?? "", out var account);
        var header = context.Request.Headers[TwilioSignature.HeaderName];
        var signature = header.Count > 1 ? null : header.ToString();
        var tokens = account?.AuthTokens ?? [];
        var result = json
            ? TwilioSignature.ValidateJson(policy.PublicBaseUrl, Target(context), bytes.Span, signature, tokens)
            : TwilioSignature.Validate(policy.PublicBaseUrl, Target(context), form, signature, tokens);
        Signals.SignatureChecked(KebabCase<SignatureResult>.Name(result));
        if (result == SignatureResult.Valid)
        {
            return (new SignedRequest(account!, form), null);
        }

        context
            .RequestServices.GetService<RefusedSignatures>()
            ?.Refused(result, context.Request, Target(context), form, json, signature, account);
        return (null, Problems.Of(StatusCodes.Status403Forbidden, "signature", "The request is not signed by Twilio for this account."));
    }

    /// <summary>Path and query exactly as received, escapes untouched: they are what Twilio signed.</summary>
    internal static string Target(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return raw is { Length: > 0 } && raw[0] == '/'
            ? raw
            : context.Request.PathBase + context.Request.Path + context.Request.QueryString;
    }
}
