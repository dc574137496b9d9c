namespace OptOut.Http;

/// <summary>An upload before its lines are read.</summary>
/// <param name="Account">The caller's account.</param>
/// <param name="Brand">The brand that its lines are about.</param>
/// <param name="DryRun">Whether it only says what each line would do.</param>
/// <param name="Form">The media type: <c>text/csv</c> or <c>application/x-ndjson</c>.</param>
/// <param name="Columns">Our columns' names to the upload's, as the query gives them.</param>
internal sealed record ImportRequest(Account Account, Brand Brand, bool DryRun, string Form, IReadOnlyDictionary<string, string> Columns)
    : IApiRequest<ImportRequest>
{
    /// <summary>The largest upload, in bytes.</summary>
    public const long MaxBytes = 100L * 1024 * 1024;

    public static ValueTask<ImportRequest?> ReadAsync(RequestReader request)
    {
        if (request.Brand(request.Query("brand")) is not { } brand)
        {
            return default;
        }

        var dryRun = request.Errors.Flag("dryRun", request.Query("dryRun")) == true;
        if (request.Problem is null && request.Context.Request.ContentLength > MaxBytes)
        {
            request.Refuse(Problems.TooLarge($"At most {MaxBytes / 1024 / 1024} MiB."));
        }

        if (MediaTypes.OfUpload(request.Context.Request) is not { } form)
        {
            request.Refuse(Problems.WrongMediaType($"{MediaTypes.Csv} or {MediaTypes.Ndjson}, in UTF-8 or UTF-16"));
            return default;
        }

        var columns = request
            .Context.Request.Query.Where(p =>
                p.Key.StartsWith(CsvColumns.QueryPrefix, StringComparison.Ordinal) && p.Value.ToString().Length > 0
            )
            .ToDictionary(p => p.Key[CsvColumns.QueryPrefix.Length..], p => p.Value.ToString(), StringComparer.Ordinal);
        return new(new ImportRequest(request.Account, brand, dryRun, form, columns));
    }
}
