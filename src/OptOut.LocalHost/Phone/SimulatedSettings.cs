namespace OptOut.LocalHost;

/// <summary>
/// What the simulated Twilio's customers have set there: all correct, until a mistake is set with <c>PUT /local/twilio/settings</c>.
/// Kept in memory: a new host starts with correct settings.
/// </summary>
internal sealed class SimulatedSettings(SimulatedTwilio twilio, Faults faults) : ITwilioSettings
{
    private volatile TwilioSettings? planted;

    /// <inheritdoc />
    public Task<TwilioSettings> ReadAsync(string accountSid, CancellationToken cancellation) =>
        faults.Take(FaultKind.SettingsRefused, null) is { } status
            ? throw new HttpRequestException($"The simulated Twilio was told to answer {status}.")
            : Task.FromResult(planted ?? Right(accountSid));

    /// <summary>
    /// <c>PUT /local/twilio/settings</c>: the whole of it, as <see cref="TwilioSettings"/> in JSON; <c>null</c> restores the correct ones.
    /// </summary>
    public static async Task<IResult> PutAsync(HttpRequest request, SimulatedSettings settings, CancellationToken cancellation)
    {
        try
        {
            settings.planted = await request.ReadFromJsonAsync<TwilioSettings?>(cancellation);
            return TypedResults.NoContent();
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or NotSupportedException)
        {
            return TypedResults.Problem(
                "The body is {numbers: [{address, webhook: {url, method, fallbackUrl, fallbackMethod}, service?}], services: [{sid, webhook, defersToNumbers, program?}]}, or null.",
                statusCode: 400
            );
        }
    }

    /// <summary><c>GET /local/twilio/settings?account=</c>: what is set there, to change and put back.</summary>
    public static async Task<IResult> GetAsync(
        string? account,
        SimulatedSettings settings,
        SimulatedTwilio twilio,
        CancellationToken cancellation
    ) => TypedResults.Json(await settings.ReadAsync(account ?? twilio.Accounts[0].Sid, cancellation));

    private TwilioSettings Right(string accountSid)
    {
        var url = twilio.PublicBaseUrl.TrimEnd('/') + "/api/twilio/messages";
        var webhook = new TwilioWebhook(url, "POST", url, "POST");
        var senders = twilio.Account(accountSid)?.Brands.SelectMany(b => b.Senders).ToList() ?? [];
        return new TwilioSettings(
            [.. senders.Where(s => s.StartsWith('+')).Select(s => new TwilioNumber(s, webhook, null))],
            [.. senders.Where(PhoneAddress.IsMessagingService).Select(s => new TwilioMessagingService(s, webhook, false, null))]
        );
    }
}
