using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>A batch of events whose signature holds.</summary>
/// <param name="Numbers">The events of accounts whose token signed it.</param>
internal sealed record SignedBatch(IReadOnlyList<NumberEvent> Numbers) : ISigned<SignedBatch>
{
    private const int MaxBodySize = 64 * 1024;

    /// <summary>
    /// The batch, or the answer that refuses it: 413 for its size, 403 where no account that it names signed it. It is JSON always, so its
    /// hash stands in the signed query.
    /// </summary>
    public static async Task<(SignedBatch? Content, IResult? Refusal)> ReadAsync(
        HttpContext context,
        Policy policy,
        CancellationToken cancellation
    )
    {
        var (bytes, tooLarge) = await BoundedBody.ReadAsync(context.Request, MaxBodySize, cancellation);
        if (tooLarge)
        {
            return (null, Problems.TooLarge("At most 64 KiB."));
        }

        var events = EventStream.Parse(bytes);
        Account[] accounts = [.. (events?.Accounts ?? []).Select(sid => policy.Accounts.GetValueOrDefault(sid)).OfType<Account>()];
        var header = context.Request.Headers[TwilioSignature.HeaderName];
        var signature = header.Count > 1 ? null : header.ToString();
        var target = SignedRequest.Target(context);
        var result = TwilioSignature.ValidateJson(
            policy.PublicBaseUrl,
            target,
            bytes.Span,
            signature,
            [.. accounts.SelectMany(a => a.AuthTokens)]
        );
        Signals.SignatureChecked(KebabCase<SignatureResult>.Name(result));
        if (result != SignatureResult.Valid)
        {
            context
                .RequestServices.GetService<RefusedSignatures>()
                ?.Refused(result, context.Request, target, FormBody.Empty, json: true, signature, accounts.FirstOrDefault());
            return (
                null,
                Problems.Of(StatusCodes.Status403Forbidden, "signature", "The request is not signed by Twilio for this account.")
            );
        }

        // Of several accounts in one batch, each has to have signed it itself.
        var signers = accounts
            .Where(a =>
                TwilioSignature.ValidateJson(policy.PublicBaseUrl, target, bytes.Span, signature, a.AuthTokens) == SignatureResult.Valid
            )
            .Select(a => a.Sid)
            .ToHashSet(StringComparer.Ordinal);
        return (new SignedBatch([.. events!.Numbers.Where(n => signers.Contains(n.AccountSid))]), null);
    }
}
