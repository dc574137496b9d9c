using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>A webhook whose signature holds: the account that it is for, and its fields.</summary>
internal sealed record SignedRequest(Account Account, FormBody Form) : ISigned<SignedRequest>
{
    public static SignatureCheck<SignedRequest> Check(SignedBody body, Policy policy)
    {
        var form =
            !body.IsJson ? FormBody.Parse(body.Bytes.Span)
            : JsonBody.TryParse(body.Bytes, out var fields) ? fields
            : FormBody.Empty;
        policy.Accounts.TryGetValue(form.Single("AccountSid") ?? "", out var account);
        var tokens = account?.AuthTokens ?? [];
        var result = body.IsJson
            ? body.CheckJson(policy.PublicBaseUrl, tokens)
            : TwilioSignature.Validate(policy.PublicBaseUrl, body.Target, form, body.Signature, tokens);
        return new(result, result == SignatureResult.Valid ? new SignedRequest(account!, form) : null, account, form, body.IsJson);
    }
}
