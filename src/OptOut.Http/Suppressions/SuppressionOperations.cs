namespace OptOut.Http;

/// <summary>What the OpenAPI document says of suppressions. The examples are requests that work on the demo account.</summary>
internal static class SuppressionOperations
{
    private const string Suppression =
        """{"recipient":"+14155552671","brand":"acme","suppressed":true,"scope":"brand","since":"2026-01-31T12:00:00Z","lastOptOutAt":"2026-01-31T12:00:00Z","source":"phone"}""";

    public static readonly ApiOperation ListSuppressions = new(
        "ListSuppressions",
        "All suppressions of a brand: page by page, or whole as CSV or NDJSON."
    )
    {
        Description =
            "Accept chooses. The order never changes; a cursor ends with the list. With since, lifted ones are shown too; asOf is the next since. In CSV a cell that a spreadsheet would run as a formula starts with an apostrophe.",
        Answer =
        [
            ApiContent.Json<SuppressionPage>($$"""{"items":[{{Suppression}}],"asOf":"2026-02-01T00:00:00Z"}"""),
            ApiContent.Csv(
                "recipient,brand,campaign,suppressed,scope,since,lastOptOutAt,source,messageSid,keyword,liftedAt\r\n\"'+14155552671\",acme,,true,brand,2026-01-31T12:00:00.0000000Z,2026-01-31T12:00:00.0000000Z,phone,,,\r\n"
            ),
            ApiContent.Lines(Suppression + "\n", typeof(SuppressionResponse)),
        ],
        Problems = [406],
    };

    public static readonly ApiOperation GetSuppression = new(
        "GetSuppression",
        "Is this recipient suppressed for the brand, or for the campaign?"
    )
    {
        Answer = [ApiContent.Json<SuppressionResponse>(Suppression)],
    };

    public static readonly ApiOperation PutSuppression = new(
        "PutSuppression",
        "Records an opt-out that reached you another way: by phone, email, web or an agent."
    )
    {
        Description =
            "Sends no message; repeating changes nothing. One that is older than a newer consent is recorded, and the answer says suppressed: false, supersededBy.",
        Body =
        [
            ApiContent.Json<SuppressionRequest>(
                """{"brand":"acme","scope":"brand","reason":"Asked on the phone.","source":"phone","at":"2026-01-31T12:00:00Z"}"""
            ),
        ],
        Answer = [ApiContent.Json<SuppressionResponse>(Suppression)],
    };

    public static readonly ApiOperation DeleteSuppression = new("DeleteSuppression", "Corrects a suppression that was recorded by mistake.")
    {
        Description =
            "Only what phone, email, web, agent or import recorded: 409 for the recipient's own opt-out or the provider's. The ledger keeps both.",
        Body = [ApiContent.Json<CorrectionRequest>(SharedExamples.Correction)],
        Answer =
        [
            ApiContent.Json<SuppressionResponse>(
                """{"recipient":"+14155552671","brand":"acme","suppressed":false,"liftedAt":"2026-02-01T08:00:00Z"}"""
            ),
        ],
        Problems = [404, 409],
    };

    public static readonly ApiOperation ImportSuppressions = new(
        "ImportSuppressions",
        "Takes a whole suppression list, up to 100 MiB, streamed both ways."
    )
    {
        Description =
            "A line of result for each line of input, in order; only a last line with complete: true says that all was taken. Resumed by repeating. An import never lifts.",
        Body =
        [
            ApiContent.Csv("recipient,since,source,reason\r\n+14155552671,2026-01-31T12:00:00Z,old-crm,moved here\r\n"),
            ApiContent.Lines(
                """{"recipient":"+14155552671","since":"2026-01-31T12:00:00Z","source":"old-crm"}""" + "\n",
                typeof(SuppressionImportLine)
            ),
        ],
        Answer = [ApiContent.Lines(SharedExamples.ImportResults, typeof(ImportLineResult), typeof(ImportEnd))],
    };
}
