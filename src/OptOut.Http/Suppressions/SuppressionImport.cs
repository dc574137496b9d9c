using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;

namespace OptOut.Http;

/// <summary>
/// One line of an import of suppressions. What only an export has is understood too, so that an export can be imported as it is.
/// </summary>
[RequestJson]
public sealed record SuppressionImportLine
{
    [Required]
    public string? Recipient { get; init; }
    public DateTimeOffset? Since { get; init; }

    /// <summary>Where it was kept before, in the importer's words; the ledger's source is <c>import</c>.</summary>
    [MaxLength(200)]
    public string? Source { get; init; }

    [MaxLength(1000)]
    public string? Reason { get; init; }

    [Word<Scope>]
    public string? Scope { get; init; }
    public string? Campaign { get; init; }
    public string? Brand { get; init; }
    public bool? Suppressed { get; init; }
    public DateTimeOffset? LastOptOutAt { get; init; }
    public string? MessageSid { get; init; }
    public string? Keyword { get; init; }
    public DateTimeOffset? LiftedAt { get; init; }
}

/// <summary>From a line to an opt-out.</summary>
internal abstract class SuppressionImport : IImport<SuppressionImportLine>
{
    private const string NoReason = "imported";

    public static JsonTypeInfo<SuppressionImportLine> Json => ApiJson.Default.SuppressionImportLine;

    public static CsvColumns Columns { get; } =
        new(
            [
                "recipient",
                "since",
                "source",
                "reason",
                "scope",
                "campaign",
                "brand",
                "suppressed",
                "lastOptOutAt",
                "messageSid",
                "keyword",
                "liftedAt",
            ],
            ["recipient"],
            VendorNames.OfSuppressions
        );

    public static SuppressionImportLine FromCsv(Func<string, string?> cell, FieldErrors errors) =>
        new()
        {
            Recipient = cell("recipient"),
            Since = VendorValues.Time("since", cell("since"), errors),
            Source = cell("source"),
            Reason = cell("reason"),
            Scope = cell("scope"),
            Campaign = cell("campaign"),
            Brand = cell("brand"),
            Suppressed = VendorValues.Suppressed("suppressed", cell("suppressed"), errors),
            LastOptOutAt = VendorValues.Time("lastOptOutAt", cell("lastOptOutAt"), errors),
            MessageSid = cell("messageSid"),
            Keyword = cell("keyword"),
            LiftedAt = errors.Time("liftedAt", cell("liftedAt")),
        };

    public static ImportRecord? Prepare(Account account, Brand brand, SuppressionImportLine line, FieldErrors errors, DateTimeOffset now)
    {
        var address = errors.Recipient("recipient", line.Recipient);
        errors.SameBrand(line.Brand, brand);
        errors.Check(line.Suppressed != false, "suppressed", "is false: an import never lifts.");
        var (scope, campaign) = errors.Scope(brand, line.Scope, line.Campaign);
        var since = line.Since is null ? (DateTimeOffset?)null : errors.PastTime("since", VendorValues.NotTooEarly(line.Since), now);
        var last = line.LastOptOutAt is null
            ? null
            : (DateTimeOffset?)errors.PastTime("lastOptOutAt", VendorValues.NotTooEarly(line.LastOptOutAt), now);
        var optOut = new ReportedOptOut
        {
            Brand = brand,
            Scope = scope,
            Campaign = campaign?.Id,
            Source = Sources.Import,
            Reason = line.Reason ?? NoReason,
            Origin = line.Source,
            // The later of the two: a consent in between must not count as newer.
            At = last > since ? last : since ?? last,
        };
        return address is null
            ? null
            : new ImportRecord(new RecipientKey(account.Sid, address), (state, at) => ImportRules.Suppress(state, optOut, at));
    }
}
