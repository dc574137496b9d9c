using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OptOut.Http;

/// <summary>Imports: CSV or NDJSON in, a line of result for each line out.</summary>
internal static class ImportEndpoint
{
    public static async Task<IResult> Post<TImport, TLine>(
        Valid<ImportRequest> request,
        HttpContext context,
        ImportRecords records,
        TimeProvider time,
        CancellationToken cancellation
    )
        where TImport : IImport<TLine>
        where TLine : class
    {
        var (account, brand, dryRun, form, mapped) = request.Value;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = ImportRequest.MaxBytes;
        }

        ImportRecord? Prepare(TLine line, FieldErrors errors)
        {
            DeclaredFields.Check(TImport.Json, line, errors);
            return TImport.Prepare(account, brand, line, errors, time.GetUtcNow());
        }

        if (form == MediaTypes.Ndjson)
        {
            var read = NdjsonLines.ReadAsync(context.Request.BodyReader, TImport.Json, cancellation);
            return new ImportAnswer<TLine>(records, read, null, Prepare, dryRun);
        }

        var (lines, wrong) = await CsvLines.OpenAsync(context.Request.Body, TImport.Columns, mapped, cancellation);
        return lines is null
            ? Problems.Invalid(wrong.ToDictionary())
            : new ImportAnswer<TLine>(records, lines.ReadAsync(TImport.FromCsv, cancellation), lines, Prepare, dryRun);
    }
}
