namespace OptOut.Http;

/// <summary>Whose suppression is asked for, by which brand or campaign.</summary>
internal sealed record GetSuppression(RecipientKey Key, Brand Brand, Campaign? Campaign) : IApiRequest<GetSuppression>
{
    public static ValueTask<GetSuppression?> ReadAsync(RequestReader request)
    {
        if (request.Brand(request.Query("brand")) is not { } brand)
        {
            return default;
        }

        var campaign = request.Errors.Campaign("campaign", brand, request.Query("campaign"));
        return new(request.Recipient() is { } key ? new GetSuppression(key, brand, campaign) : null);
    }
}

/// <summary>An opt-out that reached the sender by phone, email, web, an agent or the provider.</summary>
internal sealed record PutSuppression(RecipientKey Key, ReportedOptOut OptOut) : IApiRequest<PutSuppression>
{
    public static async ValueTask<PutSuppression?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.SuppressionRequest) is not { } body || request.Brand(body.Brand) is not { } brand)
        {
            return null;
        }

        var key = request.Recipient();
        var (scope, campaign) = request.Errors.Scope(brand, body.Scope, body.Campaign);
        var optOut = new ReportedOptOut
        {
            Brand = brand,
            Scope = scope,
            Campaign = campaign?.Id,
            Sender = request.Errors.Sender("sender", brand, body.Sender),
            Reason = body.Reason ?? "",
            Source = body.Source ?? "",
            At = body.At is null ? null : request.Errors.PastTime("at", body.At, request.Now),
        };
        return key is null ? null : new(key.Value, optOut);
    }
}

/// <summary>A suppression that was recorded wrongly (rule 3): why, and who says so.</summary>
internal sealed record CorrectSuppression(RecipientKey Key, Brand Brand, Campaign? Campaign, string Reason, string Actor)
    : IApiRequest<CorrectSuppression>
{
    public static async ValueTask<CorrectSuppression?> ReadAsync(RequestReader request)
    {
        if (
            request.Brand(request.Query("brand")) is not { } brand
            || await request.BodyAsync(ApiJson.Default.CorrectionRequest) is not { } body
        )
        {
            return null;
        }

        var campaign = request.Errors.Campaign("campaign", brand, request.Query("campaign"));
        return request.Recipient() is { } key ? new(key, brand, campaign, body.Reason ?? "", body.Actor ?? "") : null;
    }
}
