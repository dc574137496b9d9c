namespace OptOut.Http;

/// <summary>What the OpenAPI document says of checks. The examples are requests that work on the demo account.</summary>
internal static class CheckOperations
{
    /// <summary>A person of the demo account who has consented, so that the examples are answered with yes.</summary>
    private const string DemoPerson = "+14155552680";

    private const string Check =
        """{"reference":"visit-7","recipient":"+14155552680","allowed":true,"reason":"consented","obligations":["identify-sender","opt-out-language"],"evidence":["ev-3f2a-1"]}""";

    public static readonly ApiOperation GetCheck = new("GetCheck", "May I send this recipient a message of this kind now?")
    {
        Description = "Send only on allowed: true, and meet every obligation. Any other answer, a 503 and no answer at all mean no.",
        Recipient = DemoPerson,
        Answer = [ApiContent.Json<CheckResponse>(Check)],
    };

    public static readonly ApiOperation CheckBatch = new("CheckBatch", "Up to 1,000 checks at once, answered in order.")
    {
        Description =
            "A bad item is a result with the reason invalid and errors, never a failed batch; one whose store cannot be read is unavailable. reserve needs a key that may write.",
        Body =
        [
            ApiContent.Json<CheckBatch>(
                $$"""{"checks":[{"reference":"visit-7","recipient":"{{DemoPerson}}","brand":"acme","campaign":"reminders","body":"Acme Clinics: see you tomorrow at 9. Reply STOP to unsubscribe."}]}"""
            ),
        ],
        Answer = [ApiContent.Json<CheckResults>($$"""{"results":[{{Check}}]}""")],
    };
}
