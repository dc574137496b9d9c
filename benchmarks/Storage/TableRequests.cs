using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace OptOut.Benchmarks;

/// <summary>The table service's REST API, as far as the app and the peers use it, over tables in memory. Signatures are not looked at.</summary>
internal sealed partial class TableRequests
{
    private const int MaxPage = 1000;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, MemoryTable> tables = new(StringComparer.Ordinal);

    /// <param name="response">The answer.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">What follows the account, as it was sent.</param>
    /// <param name="query">The query, decoded.</param>
    /// <param name="ifMatch">The header.</param>
    /// <param name="body">The body.</param>
    public Task AnswerAsync(HttpResponse response, string method, string path, IQueryCollection query, string? ifMatch, byte[] body)
    {
        if (path == "$batch")
        {
            return TableBatch.AnswerAsync(response, Encoding.UTF8.GetString(body), this);
        }

        if (path == "Tables")
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        if (method != "GET")
        {
            var (table, write) = Write(method, path, ifMatch, body);
            var (refused, etags) = table.Write([write]);
            response.StatusCode = refused?.Status ?? StatusCodes.Status204NoContent;
            response.Headers.ETag = etags.Count > 0 ? etags[0] : null;
            return refused is null ? Task.CompletedTask : FailAsync(response, refused.Code);
        }

        var name = Entity().Match(path);
        return name.Success ? FindAsync(response, name) : PageAsync(response, path, query);
    }

    /// <summary>A write by its method, its target behind the account, and its body.</summary>
    public (MemoryTable Table, MemoryWrite Write) Write(string method, string path, string? ifMatch, byte[] body)
    {
        if (Entity().Match(path) is { Success: true } name)
        {
            return (Table(name.Groups["table"].Value), new(method, Key(name, "partition"), Key(name, "row"), body, ifMatch));
        }

        using var entity = JsonDocument.Parse(body);
        return (
            Table(path),
            new(
                method,
                entity.RootElement.GetProperty("PartitionKey").GetString()!,
                entity.RootElement.GetProperty("RowKey").GetString()!,
                body,
                null
            )
        );
    }

    /// <summary>An error as the SDKs read it.</summary>
    public static string Error(string code, string message) =>
        $"{{\"odata.error\":{{\"code\":\"{code}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{message}\"}}}}}}";

    private Task FindAsync(HttpResponse response, Match name)
    {
        if (Table(name.Groups["table"].Value).Find(Key(name, "partition"), Key(name, "row")) is not { } row)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return FailAsync(response, "ResourceNotFound");
        }

        response.ContentType = "application/json;odata=minimalmetadata";
        response.Headers.ETag = row.ETag;
        var bytes = Json(row);
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    private async Task PageAsync(HttpResponse response, string path, IQueryCollection query)
    {
        var most = int.TryParse(query["$top"], CultureInfo.InvariantCulture, out var top) ? Math.Min(top, MaxPage) : MaxPage;
        var (rows, next) = Table(path.TrimEnd('(', ')'))
            .Page(new TableFilter(query["$filter"].ToString()), query["NextPartitionKey"], query["NextRowKey"], most);
        response.ContentType = "application/json;odata=minimalmetadata";
        if (next is not null)
        {
            response.Headers["x-ms-continuation-NextPartitionKey"] = Uri.EscapeDataString(next.Partition);
            response.Headers["x-ms-continuation-NextRowKey"] = Uri.EscapeDataString(next.Key);
        }

        var columns = query["$select"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        using var written = new MemoryStream();
        written.Write("{\"value\":["u8);
        for (var i = 0; i < rows.Count; i++)
        {
            written.Write(i == 0 ? ""u8 : ","u8);
            written.Write(columns.Length == 0 ? Json(rows[i]) : Selected(rows[i], columns));
        }

        written.Write("]}"u8);
        written.Position = 0;
        await written.CopyToAsync(response.Body);
    }

    private static Task FailAsync(HttpResponse response, string code)
    {
        response.ContentType = "application/json";
        return response.WriteAsync(Error(code, code));
    }

    private static byte[] Json(MemoryRow row) =>
        [
            .. Encoding.UTF8.GetBytes(
                $"{{\"odata.etag\":\"{row.ETag.Replace("\"", "\\\"", StringComparison.Ordinal)}\",\"Timestamp\":\"{row.At.UtcDateTime:O}\","
            ),
            .. row.Json.AsSpan(row.Json.AsSpan().IndexOf((byte)'{') + 1),
        ];

    private static byte[] Selected(MemoryRow row, string[] columns)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written))
        using (var entity = JsonDocument.Parse(row.Json))
        {
            json.WriteStartObject();
            json.WriteString("odata.etag", row.ETag);
            foreach (var column in entity.RootElement.EnumerateObject())
            {
                if (columns.Contains(column.Name.Split('@')[0], StringComparer.Ordinal))
                {
                    column.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return written.ToArray();
    }

    private MemoryTable Table(string name) => tables.GetOrAdd(name, _ => new MemoryTable());

    private static string Key(Match name, string part) =>
        Uri.UnescapeDataString(name.Groups[part].Value).Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex("^(?<table>\\w+)\\(PartitionKey='(?<partition>.*)',\\s*RowKey='(?<row>.*)'\\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entity();
}
