using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OptOut.IntegrationTests;

/// <summary>The phone's page, and the desk's, while their host is away, slow or started anew, and what the phone tells by itself.</summary>
[Collection(Pages.Name)]
public sealed class PhoneTroubleTests(Browser browser)
{
    private static readonly Regex Zoned = new(@"\d{1,2} \w+ \d{4}.*\d\d:\d\d:\d\d \S+", RegexOptions.None, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task A_host_that_ends_and_comes_back_is_said_at_once_and_nothing_typed_is_lost()
    {
        browser.Require();
        using var data = new TemporaryDirectory();
        var host = await HostProcess.StartAsync(data.Path);
        try
        {
            var address = await host.ListeningAsync();
            await using var page = await browser.OpenAsync(address.AbsoluteUri);
            await using var desk = await browser.OpenAsync(new Uri(address, "/operator#/check?brand=acme").AbsoluteUri);
            await desk.Page.GetByLabel("API key").FillAsync("demo-key");
            await desk.Button("Sign in").ClickAsync();
            await desk.Page.GetByLabel("Numbers, one a line").FillAsync("+14155552671");
            await Expect(page.Find(".timeline")).Not.ToBeEmptyAsync();
            await page.Find("#text").FillAsync("STOP");

            // Nobody clicks: the page says it by itself.
            await host.KillAsync();
            await Expect(page.Find("#away")).ToContainTextAsync("cannot be reached");
            await page.Find("#text").PressAsync("Enter");
            await page.Find("#text").PressAsync("Enter");
            await Expect(page.Find("#texting-said")).ToContainTextAsync("Perhaps not sent");
            await Expect(page.Find("#text")).ToHaveValueAsync("STOP");
            await desk.Button("Check").ClickAsync();
            await Expect(desk.Find("#away")).ToContainTextAsync("cannot be reached");

            host = await ComeBackAsync(data.Path, address);
            await Expect(page.Find("#away")).ToBeEmptyAsync();
            await Expect(desk.Find("#away")).ToBeEmptyAsync();
            await page.Find("#text").PressAsync("Enter");
            await Expect(page.Find(".theirs")).ToHaveCountAsync(1);
            await Expect(page.Find(".standing tbody tr").First).ToContainTextAsync("opted out by brand");
            await Expect(desk.Page.GetByLabel("Numbers, one a line")).ToHaveValueAsync("+14155552671");
            await desk.Button("Check").ClickAsync();
            await Expect(desk.Find(".verdict-line")).ToContainTextAsync("0 of 1");
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>A host where another one was. Whoever took its port in between, as any connection may, is waited for.</summary>
    private static async Task<HostProcess> ComeBackAsync(string data, Uri address)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var host = HostProcess.Launch(data, null, "--urls", address.AbsoluteUri);
            try
            {
                await host.ListeningAsync();
                return host;
            }
            catch (InvalidOperationException) when (watch.Elapsed < TimeSpan.FromSeconds(60))
            {
                await host.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_slow_host_is_said_and_takes_no_second_click_and_what_a_button_did_is_within_sight()
    {
        await using var page = await browser.OpenAsync("/", height: 500);
        await Expect(page.Find(".timeline")).Not.ToBeEmptyAsync();
        await page.Page.GetByLabel("Another phone").FillAsync("+14155560301");
        await page.Find("#phones button").ClickAsync();
        await Expect(page.Find("#me")).ToHaveTextAsync("+14155560301");
        var (asked, answered) = (0, new TaskCompletionSource());
        await page.Page.RouteAsync(
            "**/api/consents",
            async route =>
            {
                asked++;
                await answered.Task;
                await route.ContinueAsync();
            }
        );
        var button = page.Button("Record a web-form consent");
        await button.ClickAsync();
        await button.ClickAsync();
        await Expect(page.Find("#away")).ToContainTextAsync("slow to answer");
        answered.SetResult();
        await Expect(page.Find("#away")).ToBeEmptyAsync();
        await Expect(page.Find("#notice")).ToHaveTextAsync("The consent is recorded.");
        Assert.Equal(1, asked);

        // However far the page is scrolled.
        await page.Page.EvaluateAsync("window.scrollTo(0, document.body.scrollHeight)");
        await Expect(page.Find("#notice")).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData("Twilio loses our answer", "7 deliveries, 1 confirmation")]
    [InlineData("In, out and in again", "START: may offers be sent now? Yes, consented.")]
    [InlineData("A message after the STOP", "The ledger calls it a violation: opted-out.")]
    public async Task A_story_is_told_with_one_click(string name, string ending)
    {
        await using var page = await browser.OpenAsync("/");
        await Expect(page.Find(".timeline")).Not.ToBeEmptyAsync();
        await page.Button(name).ClickAsync();
        await Expect(page.Find("#story li").Last).ToContainTextAsync(ending);
        await Expect(page.Find("#story .wrong")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Times_stand_with_date_and_zone_and_how_long_ago_and_in_UTC_on_demand()
    {
        await using var page = await browser.OpenAsync("/");
        await page.Page.GetByLabel("+14155552680").CheckAsync();
        var time = page.Find(".timeline time").First;
        await Expect(time.Locator("small")).ToContainTextAsync("ago");
        await Expect(time.Locator("span")).ToHaveTextAsync(Zoned);
        await page.Page.GetByLabel("UTC").CheckAsync();
        await Expect(time.Locator("span")).ToContainTextAsync("UTC");
    }

    [Fact]
    public async Task The_confirmations_own_words_are_in_the_ledger_on_the_page_in_the_history_and_in_the_audit()
    {
        await using var page = await browser.OpenAsync("/");
        await Expect(page.Find(".timeline")).Not.ToBeEmptyAsync();
        await page.Page.GetByLabel("Another phone").FillAsync("+14155560302");
        await page.Find("#phones button").ClickAsync();
        await Expect(page.Find("#me")).ToHaveTextAsync("+14155560302");
        await page.Find("#text").FillAsync("STOP");
        await page.Find("#text").PressAsync("Enter");
        var said = await page.Find(".theirs .bubble").First.TextContentAsync();
        var words = said!.Replace("The brand: ", "", StringComparison.Ordinal);
        await Expect(page.Find("[data-type=confirmation-sent] blockquote")).ToHaveTextAsync(words);
        await Expect(page.Find("[data-type=confirmation-sent] blockquote")).ToHaveAttributeAsync("dir", "auto");

        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        Assert.Contains(
            words,
            await http.GetStringAsync("/api/recipients/%2B14155560302/history?brand=acme", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Contains(
            words,
            await http.GetStringAsync("/api/audit?from=2026-01-01T00:00:00Z&brand=acme", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }
}
