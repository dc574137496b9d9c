using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// The recipient's page (rule 42): plain HTML forms, no script, no cookie, nothing from elsewhere. It shows the brand and what can be
/// stopped, and is the same for whoever is subscribed and whoever is not.
/// </summary>
internal static class LinkPage
{
    /// <summary>The form's field that names a campaign to stop; without it and a frequency, all is stopped.</summary>
    public const string CampaignField = "campaign";

    /// <summary>The form's field that names a frequency.</summary>
    public const string FrequencyField = "frequency";

    /// <summary>The frequencies that can be asked for, in words of the form.</summary>
    public static readonly IReadOnlyDictionary<string, Frequency> Frequencies = new Dictionary<string, Frequency>(StringComparer.Ordinal)
    {
        ["daily"] = new(1, IsoDuration.FromDays(1)),
        ["weekly"] = new(1, IsoDuration.FromDays(7)),
        ["monthly"] = new(1, IsoDuration.FromDays(30)),
    };

    private static readonly string Style = ReadStyle();
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>What can be stopped; nothing has happened.</summary>
    public static IResult Choices(LinkTexts texts, Brand brand, RecipientAddress recipient)
    {
        var title = Format(texts.Title, brand.Name);
        var page = new StringBuilder($"<h1>{Text(title)}</h1>\n");
        if (Ending(recipient) is { } ending)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{Text(Format(texts.ForNumber, ending))}</p>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<p>{Text(texts.Explain)}</p>\n");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<form method=\"post\"><button class=\"main\">{Text(Format(texts.StopAll, brand.Name))}</button></form>\n"
        );
        var campaigns = brand.Campaigns.Values.OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
        if (campaigns.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(texts.OnlySome)}</h2>\n");
            foreach (var campaign in campaigns)
            {
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<form method=\"post\"><button name=\"{CampaignField}\" value=\"{Text(campaign.Id)}\">{Text(Format(texts.StopOne, NameOf(campaign)))}</button></form>\n"
                );
            }
        }

        page.Append(
            CultureInfo.InvariantCulture,
            $"<h2>{Text(texts.Fewer)}</h2>\n<form method=\"post\"><label for=\"f\">{Text(texts.AtMost)}</label><select id=\"f\" name=\"{FrequencyField}\">"
        );
        foreach (var word in Frequencies.Keys)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<option value=\"{word}\"{(word == "weekly" ? " selected" : "")}>{Text(HowOften(texts, word))}</option>"
            );
        }

        page.Append(CultureInfo.InvariantCulture, $"</select><button>{Text(texts.Save)}</button></form>\n");
        return Html(texts, title, page.ToString());
    }

    /// <summary>What the button did.</summary>
    public static IResult Done(LinkTexts texts, string what) => Said(texts, texts.Done, what);

    /// <summary>Forged or expired: always the same, whatever was asked.</summary>
    public static IResult Nowhere(LinkTexts texts) => Said(texts, texts.NowhereTitle, texts.Nowhere);

    /// <summary>Too many requests, or a store that cannot be asked.</summary>
    public static IResult Failed(LinkTexts texts, int status, string what) => Html(texts, what, $"<h1>{Text(what)}</h1>\n", status);

    /// <summary>What a person calls a campaign.</summary>
    public static string NameOf(Campaign campaign) => campaign.Description ?? campaign.Id;

    /// <summary>A frequency of the form in words.</summary>
    public static string HowOften(LinkTexts texts, string word) =>
        word switch
        {
            "daily" => texts.Daily,
            "weekly" => texts.Weekly,
            _ => texts.Monthly,
        };

    /// <summary>A text with what it stands open for.</summary>
    public static string Format(string text, params object?[] with) => string.Format(CultureInfo.InvariantCulture, text, with);

    private static IResult Said(LinkTexts texts, string title, string what) =>
        Html(texts, title, $"<div role=\"status\"><h1>{Text(title)}</h1>\n<p>{Text(what)}</p></div>\n");

    private static IResult Html(LinkTexts texts, string title, string body, int status = StatusCodes.Status200OK) =>
        new Page(
            status,
            $"""
            <!DOCTYPE html>
            <html lang="{texts.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <title>{Text(title)}</title>
            <style>{Style}</style>
            </head>
            <body><main>
            {body}</main></body>
            </html>

            """
        );

    /// <summary>The last two digits, so that somebody with two phones knows which; of an id without a number, nothing.</summary>
    private static string? Ending(RecipientAddress recipient) =>
        recipient.Value is { Length: > 8 } value && value.StartsWith('+') ? value[^2..] : null;

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string ReadStyle()
    {
        using var stream = typeof(LinkPage).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed class Page(int status, string html) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["X-Robots-Tag"] = "noindex, nofollow";
            headers.CacheControl = "no-store";
            headers.Vary = "Accept-Language";
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(html);
        }
    }
}
