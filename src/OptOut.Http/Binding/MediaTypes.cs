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

    /// <summary>The form of an upload; null for one that is not taken, or is not UTF-8.</summary>
    public static string? OfUpload(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? Array.Find([Csv, Ndjson], known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>What the caller would like best; JSON where nothing is said; null where it takes none of ours.</summary>
    public static string? Preferred(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Count == 0 ? Json : accepted
            .Where(a => a.Quality is not 0)
            .OrderByDescending(a => a.Quality ?? 1)
            .Select(a => Array.Find(Known, known => MediaTypeHeaderValue.Parse(known).IsSubsetOf(a)))
            .FirstOrDefault(known => known is not null);
    }
}
