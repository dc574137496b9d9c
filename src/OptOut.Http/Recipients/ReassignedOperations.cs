namespace OptOut.Http;

/// <summary>What the document says of reassigned numbers (rule 36).</summary>
internal static class ReassignedOperations
{
    public static readonly ApiOperation PostReassigned = new("PostReassigned", "Reports that a number was reassigned or deactivated.")
    {
        Description =
            "Ends every consent, request, conversation and age verification of before that time; suppressions stay. Checks answer number-reassigned until a newer consent. Repeating it changes nothing.",
        Body = [ApiContent.Json<ReassignedRequest>("""{"at":"2026-01-15T00:00:00Z","source":"Reassigned Numbers Database"}""")],
        Answer =
        [
            ApiContent.Json<ReassignedResponse>(
                """{"recipient":"+14155552671","reassignedAt":"2026-01-15T00:00:00Z","event":"ev-0123456789abcdef01234567-4"}"""
            ),
        ],
    };

    public static readonly ApiOperation ImportReassigned = new(
        "ImportReassigned",
        "Takes a list of reassigned or deactivated numbers, up to 100 MiB, streamed both ways."
    )
    {
        Description =
            "A line of result for each line of input, in order; only a last line with complete: true says that all was taken. Resumed by repeating.",
        Body =
        [
            ApiContent.Csv("recipient,at,source\r\n+14155552671,2026-01-15T00:00:00Z,Reassigned Numbers Database\r\n"),
            ApiContent.Lines(
                """{"recipient":"+14155552671","at":"2026-01-15T00:00:00Z","source":"Reassigned Numbers Database"}""" + "\n",
                typeof(ReassignedImportLine)
            ),
        ],
        Answer =
        [
            ApiContent.Lines(
                """{"line":1,"result":"added"}""" + "\n" + """{"summary":{"lines":1,"added":1},"complete":true}""" + "\n",
                typeof(ImportLineResult),
                typeof(ImportEnd)
            ),
        ],
    };
}
