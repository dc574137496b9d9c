using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>A batch of events whose signature holds: an account that it names signed it. It is JSON always.</summary>
/// <param name="Numbers">The events of accounts whose token signed it.</param>
internal sealed record SignedBatch(IReadOnlyList<NumberEvent> Numbers) : ISigned<SignedBatch>
{
    public static SignatureCheck<SignedBatch> Check(SignedBody body, Policy policy)
    {
        var events = EventStream.Parse(body.Bytes);
        Account[] accounts = [.. (events?.Accounts ?? []).Select(sid => policy.Accounts.GetValueOrDefault(sid)).OfType<Account>()];
        var result = body.CheckJson(policy.PublicBaseUrl, [.. accounts.SelectMany(a => a.AuthTokens)]);
        if (result != SignatureResult.Valid)
        {
            return new(result, null, accounts.FirstOrDefault(), FormBody.Empty, AsJson: true);
        }

        // Of several accounts in one batch, each has to have signed it itself.
        var signers = accounts
            .Where(a => body.CheckJson(policy.PublicBaseUrl, a.AuthTokens) == SignatureResult.Valid)
            .Select(a => a.Sid)
            .ToHashSet(StringComparer.Ordinal);
        var batch = new SignedBatch([.. events!.Numbers.Where(n => signers.Contains(n.AccountSid))]);
        return new(result, batch, accounts.FirstOrDefault(), FormBody.Empty, AsJson: true);
    }
}
