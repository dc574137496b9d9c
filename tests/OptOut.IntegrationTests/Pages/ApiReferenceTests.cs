using System.Net.Http.Json;
using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace OptOut.IntegrationTests;

/// <summary>The reference of the API on the local host: the demo's key is in its place, and the example of a check answers yes.</summary>
[Collection(Pages.Name)]
public sealed class ApiReferenceTests(Browser browser)
{
    [Fact]
    public async Task The_demos_key_is_in_its_place_and_the_reasons_are_explained()
    {
        await using var page = await browser.OpenAsync("/docs");
        await Expect(page.Find("body")).ToContainTextAsync("Reasons of a check");
        await Expect(page.Find("td code").Filter(new() { HasText = "quiet-hours" })).ToBeVisibleAsync();
        Assert.Contains("demo-key", await page.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_examples_of_checks_answer_yes_and_words_are_choices()
    {
        browser.Require();
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        var paths = (await http.GetFromJsonAsync<JsonElement>("/api/openapi.json", TestContext.Current.CancellationToken)).GetProperty(
            "paths"
        );
        var one = paths
            .GetProperty("/api/checks/{recipient}")
            .GetProperty("get")
            .GetProperty("parameters")
            .EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!);
        Assert.Equal(
            ["campaign", "informational", "reply", "opt-in-request"],
            one["kind"].GetProperty("schema").GetProperty("enum").EnumerateArray().Select(word => word.GetString())
        );
        string Example(string name) => Uri.EscapeDataString(one[name].GetProperty("example").GetString()!);
        // The demo's people are written right after the start.
        await Until.AsyncIs(
            async () =>
            {
                var answer = await http.GetFromJsonAsync<JsonElement>(
                    $"/api/checks/{Example("recipient")}?brand={Example("brand")}&campaign={Example("campaign")}&kind={Example("kind")}&sender={Example("sender")}"
                );
                return answer.GetProperty("allowed").GetBoolean();
            },
            60,
            "the example's answer is no"
        );

        var body = paths
            .GetProperty("/api/checks")
            .GetProperty("post")
            .GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("example");
        using var batch = await http.PostAsJsonAsync("/api/checks", body, TestContext.Current.CancellationToken);
        var result = (await batch.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("results")[0];
        Assert.True(result.GetProperty("allowed").GetBoolean(), result.GetRawText());
    }
}
