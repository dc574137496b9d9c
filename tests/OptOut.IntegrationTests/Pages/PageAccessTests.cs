using System.Net.Http.Json;
using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace OptOut.IntegrationTests;

/// <summary>
/// Everybody can use every page: axe-core at 320 to 1,280 px, light, dark and in forced colours. The desk's views are in
/// <see cref="DeskPageTests"/>.
/// </summary>
[Collection(Pages.Name)]
public sealed class PageAccessTests(Browser browser)
{
    [Fact]
    public async Task The_phone_with_messages_consents_faults_a_check_and_a_story()
    {
        await using var page = await browser.OpenAsync("/");
        await Expect(page.Find(".timeline")).Not.ToBeEmptyAsync();
        await page.Button("In, out and in again").ClickAsync();
        await Expect(page.Find("#story li")).ToHaveCountAsync(3);
        await page.Button("Check").ClickAsync();
        await Expect(page.Find(".verdict")).ToHaveCountAsync(1);
        await page.Find("#fault button:not([type])").ClickAsync();
        await Expect(page.Find("#active-faults li")).ToHaveCountAsync(1);
        await Accessible.AssertAsync(page, "Phone");
    }

    [Theory]
    [InlineData("/operator", "Desk, sign-in")]
    [InlineData("/api/problems", "Problems")]
    [InlineData("/api/problems/invalid", "A problem")]
    [InlineData("/23456789ABC", "Recipient's page, leads nowhere")]
    public async Task A_page_that_needs_nothing(string path, string name)
    {
        await using var page = await browser.OpenAsync(path);
        await Expect(page.Find("h1")).ToBeVisibleAsync();
        await Accessible.AssertAsync(page, name);
    }

    [Fact]
    public async Task The_recipients_page_and_what_it_says_afterwards()
    {
        browser.Require();
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        using var answer = await http.PostAsJsonAsync(
            "/api/links",
            new { recipient = "+12125550199", brand = "acme" },
            TestContext.Current.CancellationToken
        );
        var url = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken))
            .GetProperty("url")
            .GetString()!;
        await using var page = await browser.OpenAsync(new Uri(url).AbsolutePath);
        await Accessible.AssertAsync(page, "Recipient's page");
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button).First.ClickAsync();
        await Expect(page.Find("[role=status]")).ToBeVisibleAsync();
        await Accessible.AssertAsync(page, "Recipient's page, done");
    }

    [Fact]
    public async Task The_reference_of_the_API()
    {
        await using var page = await browser.OpenAsync("/docs");
        await Expect(page.Find("h1").First).ToBeVisibleAsync();
        await Accessible.AssertAsync(page, "API reference", heavy: true);
    }

    /// <summary>The type of a problem document is the address of a page that says what it means.</summary>
    [Fact]
    public async Task The_type_of_a_problem_leads_to_its_page()
    {
        browser.Require();
        using var http = new HttpClient { BaseAddress = browser.Address };
        using var refused = await http.GetAsync("/api/checks/%2B14155552671", TestContext.Current.CancellationToken);
        var type = (await refused.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken))
            .GetProperty("type")
            .GetString()!;
        await using var page = await browser.OpenAsync(type);
        await Expect(page.Find("h1")).ToHaveTextAsync("A key is needed");
        await Expect(page.Find("main")).ToContainTextAsync("x-api-key");
    }
}
