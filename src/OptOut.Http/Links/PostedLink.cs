namespace OptOut.Http;

/// <summary>The link that is asked for (rule 42).</summary>
internal sealed record PostedLink(RecipientKey Key, Brand Brand, DateTimeOffset Expires) : IApiRequest<PostedLink>
{
    private static readonly IsoDuration DefaultLifetime = IsoDuration.FromDays(90);
    private static readonly IsoDuration MaxLifetime = IsoDuration.FromYears(2);

    public static async ValueTask<PostedLink?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.LinkRequest) is not { } body || request.Brand(body.Brand) is not { } brand)
        {
            return null;
        }

        var expires = body.Expires?.ToUniversalTime() ?? DefaultLifetime.AddTo(request.Now);
        request.Errors.Check(expires > request.Now, "expires", "lies in the past.");
        request.Errors.Check(expires <= MaxLifetime.AddTo(request.Now), "expires", "is at most two years from now.");
        return request.Recipient(body.Recipient) is { } key ? new(key, brand, expires) : null;
    }
}
