namespace OptOut.Http;

/// <summary>What the OpenAPI document says of the audit. The examples are requests that work on the demo account.</summary>
internal static class AuditOperations
{
    public static readonly ApiOperation GetAudit = new("GetAudit", "The auditor's file: what the account's ledger recorded in a period.")
    {
        Description =
            "An event a line, streamed; each line is an event with its recipient. Each recipient's events stand together, in sequence.",
        Answer = [ApiContent.Lines("""{"recipient":"+14155552671",""" + SharedExamples.Event[1..] + "\n", typeof(LedgerEvent))],
    };
}
