namespace OptOut.Http;

/// <summary>What the OpenAPI document says of consents. The examples are requests that work on the demo account.</summary>
internal static class ConsentOperations
{
    private const string Consent =
        """{"recipient":"+14155552671","brand":"acme","campaigns":["offers"],"basis":"express","method":"web-form","obtainedAt":"2026-01-30T09:00:00Z","statement":"Yes, text me offers. Reply STOP to stop.","proof":{"reference":"form-1042"}}""";

    private const string HeldConsent =
        """{"id":"ev-3f2a-1","recipient":"+14155552671","brand":"acme","campaigns":["offers"],"basis":"express","status":"effective","method":"web-form","obtainedAt":"2026-01-30T09:00:00Z","recordedAt":"2026-01-30T09:00:01Z","statement":"Yes, text me offers. Reply STOP to stop.","proof":{"reference":"form-1042"}}""";

    private static readonly QueryParameter IdempotencyKey = new(
        "Idempotency-Key",
        "A name of this request, 1 to 255 characters: sent again under it, the same request gets the same answer and is recorded once.",
        "form-1042"
    );

    public static readonly ApiOperation PostConsent = new("PostConsent", "Records a consent with its proof.")
    {
        Description =
            "409 while the recipient is opted out: only reconsent: true with an obtainedAt after lastOptOutAt lifts. 422 when the Idempotency-Key was used for another request.",
        Headers = [IdempotencyKey],
        Body = [ApiContent.Json<ConsentRequest>(Consent)],
        Status = 201,
        Answer = [ApiContent.Json<ConsentResponse>(HeldConsent)],
        Problems = [409, 422],
    };

    public static readonly ApiOperation ImportConsents = new(
        "ImportConsents",
        "Takes consents, each with its proof, up to 100 MiB, streamed both ways."
    )
    {
        Description =
            "The fields are those of a single consent; in CSV a nested one is named with a dot (proof.reference), and campaigns stand in one cell with spaces between. An import never lifts: what an opt-out outranks is superseded.",
        Body =
        [
            ApiContent.Csv(
                "recipient,campaigns,basis,method,obtainedAt,statement,proof.reference\r\n+14155552671,offers,express,web-form,2026-01-30T09:00:00Z,\"Yes, text me offers.\",form-1042\r\n"
            ),
            ApiContent.Lines(Consent + "\n", typeof(ConsentRequest)),
        ],
        Answer = [ApiContent.Lines(SharedExamples.ImportResults, typeof(ImportLineResult), typeof(ImportEnd))],
    };

    public static readonly ApiOperation GetConsents = new(
        "GetConsents",
        "The consents that a brand holds of a recipient: in force, pending, expired, or closed by an opt-out."
    )
    {
        Answer = [ApiContent.Json<ConsentList>($$"""{"recipient":"+14155552671","brand":"acme","consents":[{{HeldConsent}}]}""")],
    };

    public static readonly ApiOperation DeleteConsent = new(
        "DeleteConsent",
        "Withdraws a consent, because the recipient told you so. The ledger keeps it."
    )
    {
        Body = [ApiContent.Json<WithdrawalRequest>(SharedExamples.Correction)],
        BodyRequired = false,
        Answer = [ApiContent.Json<ConsentResponse>(HeldConsent.Replace("effective", "withdrawn", StringComparison.Ordinal))],
        Problems = [404],
    };
}
