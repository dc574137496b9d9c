using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>
/// URLs that Twilio is given: names in alphabetical order, so that a product of Twilio's that sorts them signs the same (ADR 0430).
/// </summary>
public partial class WebhookUrlTests
{
    [Fact]
    public void Every_webhook_url_that_a_document_tells_has_its_names_in_order()
    {
        var urls = Directory
            .EnumerateFiles(Documents.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Documents.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .SelectMany(document => Url().Matches(File.ReadAllText(document)).Select(m => m.Groups["query"].Value))
            .ToArray();
        Assert.NotEmpty(urls);
        Assert.All(urls, InOrder);
    }

    [Fact]
    public void The_callback_of_our_own_confirmations_has_its_names_in_order() =>
        InOrder(
            ConfirmationCallback
                .Of(
                    "https://optout.example.com",
                    new Receipt
                    {
                        Id = "SM1",
                        At = DateTimeOffset.UnixEpoch,
                        Brand = "acme",
                    }
                )
                .Query.TrimStart('?')
        );

    private static void InOrder(string query)
    {
        string[] names = [.. query.Split('&').Select(pair => pair.Split('=')[0])];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [GeneratedRegex(@"/api/twilio/\w+\?(?<query>[^\s`'""<>)]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Url();
}
