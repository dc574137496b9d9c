using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OptOut.Http;

/// <summary>The forms in which lists are read and written.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";
    private static readonly string[] Known = [Json, Csv, Ndjson];

    /// <summary>What browsers and other programs call a table.</summary>
    private static readonly string[] Tables = [Csv, "application/csv", "text/tab-separated-values", "application/vnd.ms-excel"];

    private static readonly string[] Charsets = ["utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii"];

    /// <summary>
    /// The form of an upload; null for one that is not taken, or is in another charset. A table's own bytes say which one it is.
    /// </summary>
    public static string? OfUpload(HttpRequest request)
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || (
                type.Charset.HasValue
                && !Charsets.Any(known => HeaderUtilities.RemoveQuotes(type.Charset).Equals(known, StringComparison.OrdinalIgnoreCase))
            )
        )
        {
            return null;
        }

        return Tables.Any(table => type.MediaType.Equals(table, StringComparison.OrdinalIgnoreCase)) ? Csv
            : type.MediaType.Equals(Ndjson, StringComparison.OrdinalIgnoreCase) ? Ndjson
            : null;
    }

    /// <summary>What the caller would like best; JSON where nothing is said; null where it takes none of ours.</summary>
    public static string? Preferred(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Count == 0
            ? Json
            : accepted
                .Where(a => a.Quality is not 0)
                .OrderByDescending(a => a.Quality ?? 1)
                .Select(a => Array.Find(Known, known => MediaTypeHeaderValue.Parse(known).IsSubsetOf(a)))
                .FirstOrDefault(known => known is not null);
    }
}
