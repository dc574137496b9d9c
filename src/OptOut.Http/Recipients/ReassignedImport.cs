using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;

namespace OptOut.Http;

/// <summary>One line of an import of reassigned numbers.</summary>
[RequestJson]
public sealed record ReassignedImportLine(
    [property: Required] string? Recipient,
    [property: Required] DateTimeOffset? At,
    [property: MaxLength(200)] string? Source
);

/// <summary>From a line to a reassignment (rule 36).</summary>
internal abstract class ReassignedImport : IImport<ReassignedImportLine>
{
    public static JsonTypeInfo<ReassignedImportLine> Json => ApiJson.Default.ReassignedImportLine;

    public static CsvColumns Columns { get; } = new(["recipient", "at", "source"], ["recipient", "at"]);

    public static ReassignedImportLine FromCsv(Func<string, string?> cell, FieldErrors errors) =>
        new(cell("recipient"), errors.Time("at", cell("at")), cell("source"));

    public static ImportRecord? Prepare(Account account, Brand brand, ReassignedImportLine line, FieldErrors errors, DateTimeOffset now)
    {
        var address = errors.Recipient("recipient", line.Recipient);
        var at = errors.PastTime("at", line.At, now);
        return address is null
            ? null
            : new ImportRecord(
                new RecipientKey(account.Sid, address),
                (state, time) => NumberLifeRules.Import(state, at, line.Source, time)
            );
    }
}
