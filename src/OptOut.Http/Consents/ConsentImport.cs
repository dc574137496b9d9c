using System.Text.Json.Serialization.Metadata;

namespace OptOut.Http;

/// <summary>
/// From a line to a consent. The fields are those of <c>POST /api/consents</c>; in CSV a nested one is named with a dot, and campaigns
/// stand in one cell, with spaces or commas between.
/// </summary>
internal abstract class ConsentImport : IImport<ConsentRequest>
{
    public static JsonTypeInfo<ConsentRequest> Json => ApiJson.Default.ConsentRequest;

    public static CsvColumns Columns { get; } =
        new(
            [
                "recipient",
                "brand",
                "campaigns",
                "basis",
                "method",
                "level",
                "language",
                "timeZone",
                "obtainedAt",
                "statement",
                "proof.reference",
                "proof.uri",
                "proof.messageSid",
                "trigger",
                "trigger.reference",
                "trigger.at",
                "numberProvidedByRecipient",
                "ageVerified.minimumAge",
                "ageVerified.method",
                "ageVerified.verifiedAt",
                "frequency.max",
                "frequency.per",
            ],
            ["recipient", "basis", "method", "obtainedAt", "statement"]
        );

    public static ConsentRequest FromCsv(Func<string, string?> cell, FieldErrors errors) =>
        new()
        {
            Recipient = cell("recipient"),
            Brand = cell("brand"),
            Campaigns = cell("campaigns")
                ?.Split([' ', ',', ';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Basis = cell("basis"),
            Method = cell("method"),
            Level = cell("level"),
            Language = cell("language"),
            TimeZone = cell("timeZone"),
            ObtainedAt = errors.Time("obtainedAt", cell("obtainedAt")),
            Statement = cell("statement"),
            Proof = new ProofBody(cell("proof.reference"), cell("proof.uri"), cell("proof.messageSid")),
            Trigger = Any(cell, "trigger", "trigger.reference", "trigger.at")
                ? new TriggerBody(cell("trigger"), cell("trigger.reference"), errors.Time("trigger.at", cell("trigger.at")))
                : null,
            NumberProvidedByRecipient = errors.Flag("numberProvidedByRecipient", cell("numberProvidedByRecipient")),
            AgeVerified = Any(cell, "ageVerified.minimumAge", "ageVerified.method", "ageVerified.verifiedAt")
                ? new AgeVerifiedBody(
                    errors.Number("ageVerified.minimumAge", cell("ageVerified.minimumAge"), 1, 120),
                    cell("ageVerified.method"),
                    errors.Time("ageVerified.verifiedAt", cell("ageVerified.verifiedAt"))
                )
                : null,
            Frequency = Any(cell, "frequency.max", "frequency.per")
                ? new FrequencyBody(errors.Number("frequency.max", cell("frequency.max"), 1, SendFold.MaxCounted), cell("frequency.per"))
                : null,
        };

    public static ImportRecord? Prepare(Account account, Brand brand, ConsentRequest line, FieldErrors errors, DateTimeOffset now)
    {
        var address = errors.Recipient("recipient", line.Recipient);
        errors.SameBrand(line.Brand, brand);
        errors.Check(line.Reconsent != true, "reconsent", "is true: an import never lifts.");
        var consent = ConsentValidation.Validate(line, brand, errors, now);
        return address is null
            ? null
            : new ImportRecord(new RecipientKey(account.Sid, address), (state, at) => ImportRules.Consent(state, consent, at))
            {
                Proof = consent.Proof,
            };
    }

    private static bool Any(Func<string, string?> cell, params string[] names) => Array.Exists(names, name => cell(name) is not null);
}
