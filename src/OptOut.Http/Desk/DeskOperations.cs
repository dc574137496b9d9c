namespace OptOut.Http;

/// <summary>What the OpenAPI document says of overviews, searches and downloads (ADR 0480).</summary>
internal static class DeskOperations
{
    public static readonly QueryParameter From = new(
        "from",
        "Written then or later; left out: 30 days before to. At most 90 days back.",
        ""
    );
    public static readonly QueryParameter To = new("to", "Written before then; left out: now.", "");

    public static readonly ApiOperation Activity = new("ListActivity", "What happened to a brand's recipients, the newest first.")
    {
        Description =
            "Copies of ledger events, entered after the answer, so that one may come some seconds late. Recorded sends that were allowed are not among them: type=send-recorded lists the violations, without looking at anything else. delivery says whether a confirmation reached the phone.",
        Answer =
        [
            ApiContent.Json<ActivityPage>(
                """{"items":[{"event":"ev-3f2a-2","person":"p1.kQ","recipient":"+14155552671","type":"opted-out","at":"2026-01-31T12:00:00Z","recordedAt":"2026-01-31T12:00:00Z","source":"message","scope":"brand","keyword":"STOP"}],"asOf":"2026-01-31T12:00:05Z"}"""
            ),
        ],
    };

    public static readonly ApiOperation Statistics = new(
        "GetStatistics",
        "How much happened on each day, hour by hour, by kind, way, campaign and keyword."
    )
    {
        Description =
            "Days and hours are UTC, by when events were written. A day's figures are the ledger's of that day; allowed sends are counted by each instance and written within a moment.",
        Answer =
        [
            ApiContent.Json<StatisticsResponse>(
                """{"days":[{"day":"2026-01-31","figures":[{"type":"opted-out","source":"message","keyword":"STOP","hours":[0,0,0,0,0,0,0,0,0,0,0,0,3,0,0,0,0,0,0,0,0,0,0,0]}]}],"asOf":"2026-01-31T13:00:00Z"}"""
            ),
        ],
    };

    public static readonly ApiOperation Rebuild = new("RebuildActivity", "Enters the account's ledger into overviews and searches anew.")
    {
        Description = "Walks over the whole account. Nothing is counted twice.",
        Answer = [ApiContent.Json<RebuildResponse>("""{"events":1042}""")],
    };

    public static readonly ApiOperation Search = new(
        "SearchRecipients",
        "Finds people by a number as people write it, by its last four digits, or by your own reference."
    )
    {
        Description = "By POST, because neither belongs in an address. What comes back as person stands for the recipient in any path.",
        Body = [ApiContent.Json<PersonSearch>("""{"brand":"acme","recipient":"(415) 555-2671","country":"US"}""")],
        Answer = [ApiContent.Json<PersonSearchResponse>("""{"items":[{"person":"p1.kQ","recipient":"+14155552671"}]}""")],
    };

    public static readonly ApiOperation Evidence = new(
        "GetEvidence",
        "The evidence file of one person: their ledger for the brand, sealed as an audit is."
    )
    {
        Answer =
        [
            ApiContent.Lines(
                """{"recipient":"+14155552671","id":"ev-3f2a-1","sequence":1,"type":"consented"}""" + "\n",
                typeof(LedgerEvent),
                typeof(SealLine)
            ),
        ],
    };

    public static readonly ApiOperation Download = new(
        "PostDownload",
        "Makes a link to a file that a browser fetches without a key, once, within five minutes."
    )
    {
        Body = [ApiContent.Json<DownloadRequest>("""{"what":"suppressions","brand":"acme"}""")],
        Status = 201,
        Answer =
        [
            ApiContent.Json<DownloadResponse>("""{"url":"https://optout.example/api/downloads/kQ","expires":"2026-01-31T12:05:00Z"}"""),
        ],
    };
}
