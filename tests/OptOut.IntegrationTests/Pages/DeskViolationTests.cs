using Microsoft.Playwright;

namespace OptOut.IntegrationTests;

/// <summary>Rule 30 at the desk: of ten sends the four that were not allowed are what needs somebody, and are listed with why.</summary>
[Collection(Pages.Name)]
public sealed class DeskViolationTests(Browser browser, Head head) : TenSendsTest(head)
{
    [Fact]
    public async Task Rule30_of_ten_sends_the_four_wrong_ones_are_shown_to_the_operator_with_why()
    {
        browser.Require();
        var wrong = await TenSendsAsync();
        await Until.AsyncIs(
            async () => wrong.Keys.All((await GetAsync("/api/activity?brand=acme&type=send-recorded&limit=1000")).Body.Contains),
            60,
            "not all of them are entered"
        );
        await using var page = await browser.OpenAsync(
            new Uri((await Head.ClientAsync()).BaseAddress!, "/api/operator#/overview?brand=acme").AbsoluteUri
        );
        await page.Page.GetByLabel("API key").FillAsync(ReadKey);
        await page.Button("Sign in").ClickAsync();
        await page.Find("#desk a").Filter(new() { HasText = "went out that should not have" }).ClickAsync();
        foreach (var (person, why) in wrong)
        {
            await Assertions
                .Expect(page.Find("#desk tbody tr").Filter(new() { HasText = person }))
                .ToContainTextAsync($"not allowed: {why}");
        }

        await Assertions
            .Expect(page.Find("#desk tbody tr").Filter(new() { HasNotText = "message that was not allowed" }))
            .ToHaveCountAsync(0);
        await Browser.PictureAsync(page.Page, "desk-violations.png", whole: false);
    }
}
