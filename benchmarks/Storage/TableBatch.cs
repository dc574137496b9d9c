using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace OptOut.Benchmarks;

/// <summary>An entity-group transaction: a multipart body in, a multipart answer out.</summary>
internal static partial class TableBatch
{
    private const string Line = "\r\n";

    public static Task AnswerAsync(HttpResponse response, string body, TableRequests requests)
    {
        List<MemoryWrite> writes = [];
        MemoryTable? table = null;
        var parts = Part().Matches(body);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var end = i + 1 < parts.Count ? parts[i + 1].Index : body.Length;
            var (head, content) = Split(body[(part.Index + part.Length)..end]);
            var path = new Uri(part.Groups["target"].Value).AbsolutePath.TrimStart('/');
            (table, var write) = requests.Write(
                part.Groups["method"].Value,
                path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..],
                IfMatch().Match(head) is { Success: true } match ? match.Groups["etag"].Value.Trim() : null,
                Encoding.UTF8.GetBytes(content)
            );
            writes.Add(write);
        }

        var (refused, etags) = table!.Write(writes);
        return SayAsync(response, refused, etags);
    }

    private static Task SayAsync(HttpResponse response, Refusal? refused, IReadOnlyList<string> etags)
    {
        const string Batch = "batchresponse_1",
            Changes = "changesetresponse_1";
        var text = new StringBuilder($"--{Batch}{Line}Content-Type: multipart/mixed; boundary={Changes}{Line}{Line}");
        foreach (var etag in etags)
        {
            Begin(text).Append($"HTTP/1.1 204 No Content{Line}DataServiceVersion: 3.0;{Line}ETag: {etag}{Line}{Line}{Line}");
        }

        if (refused is not null)
        {
            var error = TableRequests.Error(
                refused.Code,
                string.Create(CultureInfo.InvariantCulture, $"{refused.Index}:The transaction was refused.")
            );
            Begin(text)
                .Append(
                    CultureInfo.InvariantCulture,
                    $"HTTP/1.1 {refused.Status} Refused{Line}DataServiceVersion: 3.0;{Line}Content-Type: application/json{Line}{Line}{error}{Line}"
                );
        }

        var bytes = Encoding.UTF8.GetBytes(text.Append($"--{Changes}--{Line}--{Batch}--{Line}").ToString());
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = $"multipart/mixed; boundary={Batch}";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();

        static StringBuilder Begin(StringBuilder text) =>
            text.Append($"--{Changes}{Line}Content-Type: application/http{Line}Content-Transfer-Encoding: binary{Line}{Line}");
    }

    /// <summary>The headers of a request, and its content: up to the next boundary.</summary>
    private static (string Head, string Content) Split(string request)
    {
        var at = request.IndexOf(Line + Line, StringComparison.Ordinal);
        var content = request[(at + 4)..];
        var boundary = content.IndexOf(Line + "--", StringComparison.Ordinal);
        return (request[..at], boundary < 0 ? content : content[..boundary]);
    }

    [GeneratedRegex(
        "^(?<method>POST|PUT|PATCH|MERGE|DELETE) (?<target>\\S+) HTTP/1\\.1",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Part();

    [GeneratedRegex("^If-Match:(?<etag>[^\r\n]*)", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex IfMatch();
}
