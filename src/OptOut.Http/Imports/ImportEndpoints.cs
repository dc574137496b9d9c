using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OptOut.Http;

/// <summary>Imports of suppressions and of consents: CSV or NDJSON in, a line of result for each line out.</summary>
internal static class ImportEndpoints
{
    /// <summary>The largest upload, in bytes.</summary>
    public const long MaxBytes = 100L * 1024 * 1024;

    public static Task<IResult> Suppressions(HttpContext context, ImportRecords records, TimeProvider time, CancellationToken cancellation) => ImportAsync(
        context, records, ApiJson.Default.SuppressionImportLine, SuppressionImport.Columns, SuppressionImport.FromCsv,
        (account, brand, line, errors) => SuppressionImport.Prepare(account, brand, line, errors, time.GetUtcNow()), cancellation);

    public static Task<IResult> Consents(HttpContext context, ImportRecords records, TimeProvider time, CancellationToken cancellation) => ImportAsync(
        context, records, ApiJson.Default.ConsentRequest, ConsentImport.Columns, ConsentImport.FromCsv,
        (account, brand, line, errors) => ConsentImport.Prepare(account, brand, line, errors, time.GetUtcNow()), cancellation);

    public static Task<IResult> Reassigned(HttpContext context, ImportRecords records, TimeProvider time, CancellationToken cancellation) => ImportAsync(
        context, records, ApiJson.Default.ReassignedImportLine, ReassignedEndpoint.Columns, ReassignedEndpoint.FromCsv,
        (account, _, line, errors) => ReassignedEndpoint.Prepare(account, line, errors, time.GetUtcNow()), cancellation);

    private static async Task<IResult> ImportAsync<T>(
        HttpContext context, ImportRecords records, JsonTypeInfo<T> json, CsvColumns columns, Func<Func<string, string?>, FieldErrors, T> fromCsv,
        Func<Account, Brand, T, FieldErrors, ImportRecord?> prepare, CancellationToken cancellation) where T : class
    {
        var caller = ApiCaller.Of(context);
        if (caller.FindBrand(context.Query("brand"), out var problem) is not { } brand)
        {
            return problem!;
        }

        var dryRun = context.Query("dryRun");
        if (dryRun is not (null or "true" or "false"))
        {
            return Problems.Invalid("dryRun", "is true or false.");
        }

        if (context.Request.ContentLength > MaxBytes)
        {
            return Problems.TooLarge($"At most {MaxBytes / 1024 / 1024} MiB.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        ImportRecord? Prepare(T line, FieldErrors errors) => prepare(caller.Account, brand, line, errors);
        switch (MediaTypes.OfUpload(context.Request))
        {
            case MediaTypes.Ndjson:
                return new ImportAnswer<T>(records, NdjsonLines.ReadAsync(context.Request.BodyReader, json, cancellation), null, Prepare, dryRun == "true");
            case MediaTypes.Csv:
                var (lines, errors) = await CsvLines.OpenAsync(context.Request.Body, columns, Mapped(context.Request.Query), cancellation);
                return lines is null
                    ? Problems.Invalid(errors.ToDictionary())
                    : new ImportAnswer<T>(records, lines.ReadAsync(fromCsv, cancellation), lines, Prepare, dryRun == "true");
            default:
                return Problems.WrongMediaType($"{MediaTypes.Csv} or {MediaTypes.Ndjson}, in UTF-8 or UTF-16");
        }
    }

    /// <summary>Our columns' names to the upload's, as the query gives them.</summary>
    private static Dictionary<string, string> Mapped(IQueryCollection query) => query
        .Where(p => p.Key.StartsWith(CsvColumns.QueryPrefix, StringComparison.Ordinal) && p.Value.ToString().Length > 0)
        .ToDictionary(p => p.Key[CsvColumns.QueryPrefix.Length..], p => p.Value.ToString(), StringComparer.Ordinal);
}
