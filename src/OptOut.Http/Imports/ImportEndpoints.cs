using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OptOut.Http;

/// <summary>Imports of suppressions and of consents: CSV or NDJSON in, a line of result for each line out.</summary>
internal static class ImportEndpoints
{
    public static Task<IResult> Suppressions(
        Valid<ImportRequest> request,
        HttpContext context,
        ImportRecords records,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        ImportAsync(
            request.Value,
            context,
            records,
            ApiJson.Default.SuppressionImportLine,
            SuppressionImport.Columns,
            SuppressionImport.FromCsv,
            (account, brand, line, errors) => SuppressionImport.Prepare(account, brand, line, errors, time.GetUtcNow()),
            cancellation
        );

    public static Task<IResult> Consents(
        Valid<ImportRequest> request,
        HttpContext context,
        ImportRecords records,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        ImportAsync(
            request.Value,
            context,
            records,
            ApiJson.Default.ConsentRequest,
            ConsentImport.Columns,
            ConsentImport.FromCsv,
            (account, brand, line, errors) => ConsentImport.Prepare(account, brand, line, errors, time.GetUtcNow()),
            cancellation
        );

    public static Task<IResult> Reassigned(
        Valid<ImportRequest> request,
        HttpContext context,
        ImportRecords records,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        ImportAsync(
            request.Value,
            context,
            records,
            ApiJson.Default.ReassignedImportLine,
            ReassignedEndpoint.Columns,
            ReassignedEndpoint.FromCsv,
            (account, _, line, errors) => ReassignedEndpoint.Prepare(account, line, errors, time.GetUtcNow()),
            cancellation
        );

    private static async Task<IResult> ImportAsync<T>(
        ImportRequest request,
        HttpContext context,
        ImportRecords records,
        JsonTypeInfo<T> json,
        CsvColumns columns,
        Func<Func<string, string?>, FieldErrors, T> fromCsv,
        Func<Account, Brand, T, FieldErrors, ImportRecord?> prepare,
        CancellationToken cancellation
    )
        where T : class
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = ImportRequest.MaxBytes;
        }

        ImportRecord? Prepare(T line, FieldErrors errors)
        {
            DeclaredFields.Check(json, line, errors);
            return prepare(request.Account, request.Brand, line, errors);
        }

        if (request.Form == MediaTypes.Ndjson)
        {
            return new ImportAnswer<T>(
                records,
                NdjsonLines.ReadAsync(context.Request.BodyReader, json, cancellation),
                null,
                Prepare,
                request.DryRun
            );
        }

        var (lines, wrong) = await CsvLines.OpenAsync(context.Request.Body, columns, request.Columns, cancellation);
        return lines is null
            ? Problems.Invalid(wrong.ToDictionary())
            : new ImportAnswer<T>(records, lines.ReadAsync(fromCsv, cancellation), lines, Prepare, request.DryRun);
    }
}
