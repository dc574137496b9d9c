namespace OptOut.Http;

/// <summary>What the document says of the operations that suspend at run time (rule 29).</summary>
internal static class SuspensionOperations
{
    private const string Body = """{"suspended":true,"reason":"Twilio reported complaints.","actor":"dana@acme.example"}""";
    private const string About =
        "Denies the checks on every instance within seconds; opt-outs are taken as ever. What the configuration suspends, only the configuration lets go on: 409. Repeating it changes nothing.";

    public static readonly ApiOperation PutBrand = new("PutBrandSuspension", "Suspends a brand, or lets it go on.")
    {
        Description = About,
        Body = [ApiContent.Json<SuspensionRequest>(Body)],
        Answer =
        [
            ApiContent.Json<SuspensionResponse>(
                """{"brand":"acme","suspended":true,"since":"2026-02-01T08:00:00Z","event":"ev-0123456789abcdef01234567-1"}"""
            ),
        ],
        Problems = [409],
    };

    public static readonly ApiOperation PutCampaign = new("PutCampaignSuspension", "Suspends a campaign, or lets it go on.")
    {
        Description = About,
        Body = [ApiContent.Json<SuspensionRequest>(Body)],
        Answer =
        [
            ApiContent.Json<SuspensionResponse>(
                """{"brand":"acme","campaign":"offers","suspended":true,"since":"2026-02-01T08:00:00Z","event":"ev-0123456789abcdef01234567-1"}"""
            ),
        ],
        Problems = [404, 409],
    };
}
