namespace OptOut.Http;

/// <summary>A recipient in the path, and the brand that asks.</summary>
internal sealed record OneRecipient(RecipientKey Key, Brand Brand) : IApiRequest<OneRecipient>
{
    public static ValueTask<OneRecipient?> ReadAsync(RequestReader request) =>
        new(request.Brand(request.Query("brand")) is { } brand && request.Recipient() is { } key ? new OneRecipient(key, brand) : null);
}
