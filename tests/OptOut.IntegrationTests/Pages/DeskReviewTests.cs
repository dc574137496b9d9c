using Microsoft.Playwright;

namespace OptOut.IntegrationTests;

/// <summary>Rule 39 at the desk: what waits for a person is read, and decided by a button or a key.</summary>
[Collection(Pages.Name)]
public sealed class DeskReviewTests(Browser browser, Head head) : ContractTest(head)
{
    [Fact]
    public async Task Rule39_what_waits_is_decided_by_a_key_or_a_button_by_somebody_with_a_name()
    {
        browser.Require();
        var (first, second) = (Number(), Number());
        Expect(200, await TextAsync(first, "Please stop texting me", Shop));
        Expect(200, await TextAsync(second, "Please stop texting me", Shop));
        await using var page = await browser.OpenAsync(
            new Uri((await Head.ClientAsync()).BaseAddress!, "/api/operator#/review?brand=shop").AbsoluteUri
        );
        await page.Page.GetByLabel("API key").FillAsync(WriteKey);
        await page.Button("Sign in").ClickAsync();
        ILocator Row(string person) => page.Find(".waiting").Filter(new() { HasText = person });
        await Assertions.Expect(Row(first)).ToContainTextAsync("Please stop texting me");

        // Without a name nothing is decided.
        await Row(first).PressAsync("o");
        await Assertions.Expect(Row(first)).ToBeVisibleAsync();
        await page.Page.GetByLabel("Your name").FillAsync("Ada");
        await Row(first).PressAsync("o");
        await Assertions.Expect(Row(first)).ToHaveCountAsync(0);
        await Assertions.Expect(page.Find("#notice")).ToContainTextAsync($"{first} is opted out");
        await Row(second).GetByRole(AriaRole.Button, new() { Name = "An ordinary message" }).ClickAsync();
        await Assertions.Expect(Row(second)).ToHaveCountAsync(0);

        Assert.Equal((true, false), (await SuppressedAsync(first, "shop"), await SuppressedAsync(second, "shop")));
    }
}
