using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OptOut.Http;

/// <summary>The pages that the <c>type</c> of a problem document leads to (RFC 9457, 3.1.1), and a list of them all.</summary>
internal static class ProblemPages
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var pages = api.MapGroup("/problems").ExcludeFromDescription();
        pages.MapGet("", (HttpContext context) => Page(context, "Problems", List()));
        pages.MapGet(
            "/{type}",
            (string type, HttpContext context) =>
                ProblemType.All.TryGetValue(type, out var known)
                    ? Page(context, known.Title, One(type, known))
                    : Problems.NotFound("There is no such problem.")
        );
    }

    private static string One(string type, ProblemType known) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <h1>{Text(known.Title)}</h1>
            <dl><dt>Status</dt><dd>{known.Status}</dd><dt>Type</dt><dd><code>/api/problems/{Text(type)}</code></dd></dl>
            <h2>When</h2><p>{Text(known.Meaning)}</p>
            <h2>What to do</h2><p>{Text(known.DoThis)}</p>
            <p><a href="/api/problems">All problems</a></p>
            """
        );

    private static string List()
    {
        var list = new StringBuilder(
            "<h1>Problems</h1>\n<p>What the API answers when it does not do what was asked: RFC 9457 problem documents. Their type leads here.</p>\n<ul>"
        );
        foreach (var (type, known) in ProblemType.All.OrderBy(p => p.Value.Status).ThenBy(p => p.Key, StringComparer.Ordinal))
        {
            list.Append(
                CultureInfo.InvariantCulture,
                $"<li>{known.Status} <a href=\"/api/problems/{Text(type)}\">{Text(known.Title)}</a></li>\n"
            );
        }

        return list.Append("</ul>").ToString();
    }

    private static IResult Page(HttpContext context, string title, string body)
    {
        OperatorPage.Protect(context.Response.Headers);
        return TypedResults.Content(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{Text(title)}: OptOut</title>
              <link rel="stylesheet" href="/api/operator/style.css">
              <link rel="icon" href="data:,">
            </head>
            <body><main class="page">{body}</main></body>
            </html>
            """,
            "text/html; charset=utf-8"
        );
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
