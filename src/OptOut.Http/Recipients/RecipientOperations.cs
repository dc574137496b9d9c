namespace OptOut.Http;

/// <summary>What the OpenAPI document says of single recipients. The examples are requests that work on the demo account.</summary>
internal static class RecipientOperations
{
    public static readonly ApiOperation PutPreferences = new(
        "PutPreferences",
        "Keeps how often the recipient wants to hear from the brand, and what is known of the person."
    )
    {
        Description =
            "No new consent is needed. A field of null takes what is known away, one left out leaves it. Loosening the frequency needs source and proof. timeZone (IANA) and region (ISO 3166) decide whose hours and laws hold.",
        Body =
        [
            ApiContent.Json<PreferencesRequest>(
                """{"brand":"acme","frequency":{"max":4,"per":"P1M"},"language":"es","timeZone":"America/Chicago","region":"US-TX"}"""
            ),
        ],
        Answer =
        [
            ApiContent.Json<PreferencesResponse>(
                """{"recipient":"+14155552671","brand":"acme","frequency":{"max":4,"per":"P1M"},"language":"es","timeZone":"America/Chicago","region":"US-TX"}"""
            ),
        ],
    };

    public static readonly ApiOperation GetHistory = new("GetHistory", "A recipient's ledger, oldest first, page by page.")
    {
        Answer = [ApiContent.Json<HistoryPage>($$"""{"events":[{{SharedExamples.Event}}]}""")],
    };

    public static readonly ApiOperation PutHold = new(
        "PutHold",
        "Sets or lifts a legal hold: while it stands, nothing of the recipient is erased or purged."
    )
    {
        Description = "Repeating it changes nothing. An erasure is refused with 409 while it stands.",
        Body = [ApiContent.Json<HoldRequest>("""{"hold":true,"reason":"Claim 2026-17","actor":"j.doe"}""")],
        Answer =
        [
            ApiContent.Json<HoldResponse>(
                """{"recipient":"+14155552671","hold":true,"since":"2026-01-31T12:00:00Z","event":"ev-3f2a-3"}"""
            ),
        ],
    };

    public static readonly ApiOperation EraseRecipient = new("EraseRecipient", "Erases a recipient's texts, statements and proofs.")
    {
        Description =
            "The suppressions stay, and so does the ledger's sequence. Repeating it completes what a crash interrupted and changes nothing else.",
        Body = [ApiContent.Json<CorrectionRequest>(SharedExamples.Correction)],
        Answer =
        [
            ApiContent.Json<ErasureResponse>(
                """{"recipient":"+14155552671","erasedAt":"2026-02-01T08:00:00Z","event":"ev-0123456789abcdef01234567-3"}"""
            ),
        ],
        Problems = [404],
    };
}
