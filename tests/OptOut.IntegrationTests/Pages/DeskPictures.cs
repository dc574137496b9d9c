using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OptOut.IntegrationTests;

/// <summary>
/// The pictures of docs/desk.md: each view over a month of made-up traffic. Only where OPTOUT_SCREENSHOTS names a folder.
/// </summary>
[Collection(Pages.Name)]
public sealed class DeskPictures(Browser browser)
{
    [Fact]
    public async Task Of_every_view_with_a_month_of_made_up_traffic()
    {
        browser.Require();
        Assert.SkipWhen(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Browser.ScreenshotFolder)),
            $"{Browser.ScreenshotFolder} names no folder."
        );
        using var data = new TemporaryDirectory();
        await using var host = await HostProcess.StartAsync(data.Path, null, "--made-up-month", "150");
        var address = await host.ListeningAsync();
        await using var page = await browser.OpenAsync(new Uri(address, "/operator#/overview?brand=acme&days=30").AbsoluteUri, height: 800);
        await page.Page.GetByLabel("API key").FillAsync("demo-key");
        await page.Button("Sign in").ClickAsync();
        foreach (
            var (view, name) in new[]
            {
                ("overview", "Overview"),
                ("people", "People"),
                ("review", "Review"),
                ("activity", "Activity"),
                ("check", "Message check"),
                ("setup", "Set-up and health"),
            }
        )
        {
            await page.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
            await Expect(page.Find("#desk h2")).ToHaveTextAsync(name);
            await Expect(page.Find("#desk")).Not.ToContainTextAsync("One moment");
            await Browser.PictureAsync(page.Page, $"desk-{view}.png", whole: false);
        }

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Activity", Exact = true }).ClickAsync();
        await page.Find("#desk tbody tr").Filter(new() { HasText = "opted out" }).First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Find(".sentence")).Not.ToBeEmptyAsync();
        await Browser.PictureAsync(page.Page, "desk-person.png", whole: false);
    }
}
