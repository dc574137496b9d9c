using System.Text.Json;

namespace OptOut.Http;

/// <summary>A consent as <c>POST /api/consents</c> brings it.</summary>
/// <param name="Key">The recipient.</param>
/// <param name="Consent">What is reported.</param>
/// <param name="Repeatable">By which name the request may be sent again; null without <c>Idempotency-Key</c>.</param>
internal sealed record PostedConsent(RecipientKey Key, ReportedConsent Consent, RepeatableRequest? Repeatable)
    : IApiRequest<PostedConsent>,
        IRepeatable
{
    public static async ValueTask<PostedConsent?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.ConsentRequest) is not { } body || request.Brand(body.Brand) is not { } brand)
        {
            return null;
        }

        var repeatable = RepeatableRequest.Read(request, JsonSerializer.Serialize(body, ApiJson.Default.ConsentRequest));
        var key = request.Recipient(body.Recipient);
        var consent = ConsentValidation.Validate(body, brand, request.Errors, request.Now);
        return key is null ? null : new(key.Value, consent, repeatable);
    }

    /// <summary>What was answered then, but for what is gone since: a consent that was erased cannot be proven, and is none.</summary>
    public async Task<Microsoft.AspNetCore.Http.IResult?> RefuseRepetitionAsync(
        string answered,
        IRecipientStore store,
        CancellationToken cancellation
    ) =>
        JsonSerializer.Deserialize(answered, ApiJson.Default.ConsentResponse) is { } consent
        && (await store.ReadAsync(Key, cancellation)).State.Erased is { } erased
        && erased.At >= consent.RecordedAt
            ? Problems.Conflict(
                "erased",
                "erased",
                $"The recipient's consents were erased at {UtcTime.Write(erased.At)}. Only a consent that was obtained after that, under another Idempotency-Key, counts."
            )
            : null;
}

/// <summary>A consent that is withdrawn. The id says which one it is; a brand that is named must be the consent's.</summary>
internal sealed record WithdrawConsent(RecipientKey Key, Brand? Brand, string Id, string? Reason, string? Actor)
    : IApiRequest<WithdrawConsent>
{
    public static async ValueTask<WithdrawConsent?> ReadAsync(RequestReader request)
    {
        var brand = request.BrandIfNamed(request.Query("brand"));
        var key = request.Recipient();
        var body = request.HasBody ? await request.BodyAsync(ApiJson.Default.WithdrawalRequest) : null;
        return key is null ? null : new(key.Value, brand, request.Path("id"), body?.Reason, body?.Actor);
    }
}
