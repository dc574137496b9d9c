namespace OptOut.Http;

/// <summary>What the OpenAPI document says of each endpoint for senders. The examples are requests that work on the demo account.</summary>
internal static class ApiOperations
{
    private const string Suppression =
        """{"recipient":"+14155552671","brand":"acme","suppressed":true,"scope":"brand","since":"2026-01-31T12:00:00Z","lastOptOutAt":"2026-01-31T12:00:00Z","source":"phone"}""";

    /// <summary>Somebody whom the demo account knows from its start on, and who consented: the examples of checks answer yes there.</summary>
    private const string DemoPerson = "+14155552680";

    private const string Check =
        """{"reference":"visit-7","recipient":"+14155552680","allowed":true,"reason":"consented","obligations":["identify-sender","opt-out-language"],"evidence":["ev-3f2a-1"]}""";

    private const string Consent =
        """{"recipient":"+14155552671","brand":"acme","campaigns":["offers"],"basis":"express","method":"web-form","obtainedAt":"2026-01-30T09:00:00Z","statement":"Yes, text me offers. Reply STOP to stop.","proof":{"reference":"form-1042"}}""";

    private const string HeldConsent =
        """{"id":"ev-3f2a-1","recipient":"+14155552671","brand":"acme","campaigns":["offers"],"basis":"express","status":"effective","method":"web-form","obtainedAt":"2026-01-30T09:00:00Z","recordedAt":"2026-01-30T09:00:01Z","statement":"Yes, text me offers. Reply STOP to stop.","proof":{"reference":"form-1042"}}""";

    private const string Event =
        """{"id":"ev-3f2a-2","sequence":2,"type":"opted-out","at":"2026-01-31T12:00:00Z","recordedAt":"2026-01-31T12:00:00Z","brand":"acme","scope":"brand","source":"message","keyword":"STOP","policy":"2024-11-12"}""";

    private const string Correction = """{"reason":"A wrong number was entered.","actor":"j.doe"}""";

    private const string ImportResults =
        """
        {"line":2,"recipient":"+14155552671","result":"added"}
        {"line":3,"result":"invalid","errors":{"recipient":["is no address."]}}
        {"summary":{"lines":2,"added":1,"invalid":1},"complete":true}
        """;

    private static readonly QueryParameter IdempotencyKey = new(
        "Idempotency-Key", "A name of this request, 1 to 255 characters: sent again under it, the same request gets the same answer and is recorded once.", "form-1042");

    public static readonly ApiOperation Health = new("Health", "Is everything there that an opt-out needs?")
    {
        Description = "503, with the same body, when the store or the queue cannot be reached. Names no secret.",
        OtherStatus = 503,
        Answer = [ApiContent.Json<HealthResponse>("""{"status":"ok","checks":{"storage":"ok","followUps":"ok","ledger":"ok","reviews":"ok","events":"ok"}}""")],
    };

    public static readonly ApiOperation ListSuppressions = new("ListSuppressions", "All suppressions of a brand: page by page, or whole as CSV or NDJSON.")
    {
        Description = "Accept chooses. The order never changes; a cursor ends with the list. With since, lifted ones are shown too; asOf is the next since. In CSV a cell that a spreadsheet would run as a formula starts with an apostrophe.",
        Answer =
        [
            ApiContent.Json<SuppressionPage>($$"""{"items":[{{Suppression}}],"asOf":"2026-02-01T00:00:00Z"}"""),
            ApiContent.Csv("recipient,brand,campaign,suppressed,scope,since,lastOptOutAt,source,messageSid,keyword,liftedAt\r\n\"'+14155552671\",acme,,true,brand,2026-01-31T12:00:00.0000000Z,2026-01-31T12:00:00.0000000Z,phone,,,\r\n"),
            ApiContent.Lines(Suppression + "\n", typeof(SuppressionResponse)),
        ],
        Problems = [406],
    };

    public static readonly ApiOperation GetSuppression = new("GetSuppression", "Is this recipient suppressed for the brand, or for the campaign?")
    {
        Answer = [ApiContent.Json<SuppressionResponse>(Suppression)],
    };

    public static readonly ApiOperation PutSuppression = new("PutSuppression", "Records an opt-out that reached you another way: by phone, email, web or an agent.")
    {
        Description = "Sends no message; repeating changes nothing. One that is older than a newer consent is recorded, and the answer says suppressed: false, supersededBy.",
        Body = [ApiContent.Json<SuppressionRequest>("""{"brand":"acme","scope":"brand","reason":"Asked on the phone.","source":"phone","at":"2026-01-31T12:00:00Z"}""")],
        Answer = [ApiContent.Json<SuppressionResponse>(Suppression)],
    };

    public static readonly ApiOperation DeleteSuppression = new("DeleteSuppression", "Corrects a suppression that was recorded by mistake.")
    {
        Description = "Only what phone, email, web, agent or import recorded: 409 for the recipient's own opt-out or the provider's. The ledger keeps both.",
        Body = [ApiContent.Json<CorrectionRequest>(Correction)],
        Answer = [ApiContent.Json<SuppressionResponse>("""{"recipient":"+14155552671","brand":"acme","suppressed":false,"liftedAt":"2026-02-01T08:00:00Z"}""")],
        Problems = [404, 409],
    };

    public static readonly ApiOperation PutHold = new("PutHold", "Sets or lifts a legal hold: while it stands, nothing of the recipient is erased or purged.")
    {
        Description = "Repeating it changes nothing. An erasure is refused with 409 while it stands.",
        Body = [ApiContent.Json<HoldRequest>("""{"hold":true,"reason":"Claim 2026-17","actor":"j.doe"}""")],
        Answer = [ApiContent.Json<HoldResponse>("""{"recipient":"+14155552671","hold":true,"since":"2026-01-31T12:00:00Z","event":"ev-3f2a-3"}""")],
    };

    public static readonly ApiOperation EraseRecipient = new("EraseRecipient", "Erases a recipient's texts, statements and proofs.")
    {
        Description = "The suppressions stay, and so does the ledger's sequence. Repeating it completes what a crash interrupted and changes nothing else.",
        Body = [ApiContent.Json<CorrectionRequest>(Correction)],
        Answer = [ApiContent.Json<ErasureResponse>("""{"recipient":"+14155552671","erasedAt":"2026-02-01T08:00:00Z","event":"ev-0123456789abcdef01234567-3"}""")],
        Problems = [404],
    };

    public static readonly ApiOperation ImportSuppressions = new("ImportSuppressions", "Takes a whole suppression list, up to 100 MiB, streamed both ways.")
    {
        Description = "A line of result for each line of input, in order; only a last line with complete: true says that all was taken. Resumed by repeating. An import never lifts.",
        Body =
        [
            ApiContent.Csv("recipient,since,source,reason\r\n+14155552671,2026-01-31T12:00:00Z,old-crm,moved here\r\n"),
            ApiContent.Lines("""{"recipient":"+14155552671","since":"2026-01-31T12:00:00Z","source":"old-crm"}""" + "\n", typeof(SuppressionImportLine)),
        ],
        Answer = [ApiContent.Lines(ImportResults, typeof(ImportLineResult), typeof(ImportEnd))],
    };

    public static readonly ApiOperation GetCheck = new("GetCheck", "May I send this recipient a message of this kind now?")
    {
        Description = "Send only on allowed: true, and meet every obligation. Any other answer, a 503 and no answer at all mean no.",
        Recipient = DemoPerson,
        Answer = [ApiContent.Json<CheckResponse>(Check)],
    };

    public static readonly ApiOperation CheckBatch = new("CheckBatch", "Up to 1,000 checks at once, answered in order.")
    {
        Description = "A bad item is a result with the reason invalid and errors, never a failed batch; one whose store cannot be read is unavailable. reserve needs a key that may write.",
        Body = [ApiContent.Json<CheckBatch>($$"""{"checks":[{"reference":"visit-7","recipient":"{{DemoPerson}}","brand":"acme","campaign":"reminders","body":"Acme Clinics: see you tomorrow at 9. Reply STOP to unsubscribe."}]}""")],
        Answer = [ApiContent.Json<CheckResults>($$"""{"results":[{{Check}}]}""")],
    };

    public static readonly ApiOperation PostConsent = new("PostConsent", "Records a consent with its proof.")
    {
        Description = "409 while the recipient is opted out: only reconsent: true with an obtainedAt after lastOptOutAt lifts. 422 when the Idempotency-Key was used for another request.",
        Headers = [IdempotencyKey],
        Body = [ApiContent.Json<ConsentRequest>(Consent)],
        Status = 201,
        Answer = [ApiContent.Json<ConsentResponse>(HeldConsent)],
        Problems = [409, 422],
    };

    public static readonly ApiOperation ImportConsents = new("ImportConsents", "Takes consents, each with its proof, up to 100 MiB, streamed both ways.")
    {
        Description = "The fields are those of a single consent; in CSV a nested one is named with a dot (proof.reference), and campaigns stand in one cell with spaces between. An import never lifts: what an opt-out outranks is superseded.",
        Body =
        [
            ApiContent.Csv("recipient,campaigns,basis,method,obtainedAt,statement,proof.reference\r\n+14155552671,offers,express,web-form,2026-01-30T09:00:00Z,\"Yes, text me offers.\",form-1042\r\n"),
            ApiContent.Lines(Consent + "\n", typeof(ConsentRequest)),
        ],
        Answer = [ApiContent.Lines(ImportResults, typeof(ImportLineResult), typeof(ImportEnd))],
    };

    public static readonly ApiOperation GetConsents = new("GetConsents", "The consents that a brand holds of a recipient: in force, pending, expired, or closed by an opt-out.")
    {
        Answer = [ApiContent.Json<ConsentList>($$"""{"recipient":"+14155552671","brand":"acme","consents":[{{HeldConsent}}]}""")],
    };

    public static readonly ApiOperation DeleteConsent = new("DeleteConsent", "Withdraws a consent, because the recipient told you so. The ledger keeps it.")
    {
        Body = [ApiContent.Json<WithdrawalRequest>(Correction)],
        BodyRequired = false,
        Answer = [ApiContent.Json<ConsentResponse>(HeldConsent.Replace("effective", "withdrawn", StringComparison.Ordinal))],
        Problems = [404],
    };

    public static readonly ApiOperation PutPreferences = new("PutPreferences", "Keeps how often the recipient wants to hear from the brand, and what is known of the person.")
    {
        Description = "No new consent is needed. A field of null takes what is known away, one left out leaves it. Loosening the frequency needs source and proof. timeZone (IANA) and region (ISO 3166) decide whose hours and laws hold.",
        Body = [ApiContent.Json<PreferencesRequest>("""{"brand":"acme","frequency":{"max":4,"per":"P1M"},"language":"es","timeZone":"America/Chicago","region":"US-TX"}""")],
        Answer = [ApiContent.Json<PreferencesResponse>("""{"recipient":"+14155552671","brand":"acme","frequency":{"max":4,"per":"P1M"},"language":"es","timeZone":"America/Chicago","region":"US-TX"}""")],
    };

    public static readonly ApiOperation PostSend = new("PostSend", "Records a message that was sent, once per MessageSid.")
    {
        Description = "fulfilled names the obligations that its text met; nothing else ends one.",
        Body = [ApiContent.Json<SendRequest>("""{"recipient":"+14155552671","brand":"acme","campaign":"offers","kind":"campaign","messageSid":"SM0123456789abcdef0123456789abcdef","sentAt":"2026-02-01T09:00:00Z","fulfilled":["identify-sender","opt-out-language"]}""")],
        Status = 204,
    };

    public static readonly ApiOperation GetHistory = new("GetHistory", "A recipient's ledger, oldest first, page by page.")
    {
        Answer = [ApiContent.Json<HistoryPage>($$"""{"events":[{{Event}}]}""")],
    };

    public static readonly ApiOperation GetAudit = new("GetAudit", "The auditor's file: what the account's ledger recorded in a period.")
    {
        Description = "An event a line, streamed; each line is an event with its recipient. Each recipient's events stand together, in sequence.",
        Answer = [ApiContent.Lines("""{"recipient":"+14155552671",""" + Event[1..] + "\n", typeof(LedgerEvent))],
    };
}
