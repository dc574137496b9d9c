using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OptOut.IntegrationTests;

/// <summary>The desk's smaller controls: keys, what is copied, downloads, the doctor, times, and what became of a message.</summary>
[Collection(Pages.Name)]
public sealed class DeskControlTests(Browser browser)
{
    private const string Person = "+14155581001";
    private static readonly Regex MessagesSent = new(
        @"opt-outs for each of [\d,]+ messages sent",
        RegexOptions.None,
        TimeSpan.FromSeconds(1)
    );

    [Fact]
    public async Task A_slash_goes_to_the_search_but_not_out_of_a_field()
    {
        await using var page = await OpenAsync("check");
        await page.Find("#desk h2").ClickAsync();
        await Expect(page.Find("#find")).Not.ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("/");
        await Expect(page.Find("#find")).ToBeFocusedAsync();
        await Expect(page.Find("#find")).ToHaveValueAsync("");
        await page.Page.GetByLabel("Text", new() { Exact = true }).FillAsync("");
        await page.Page.GetByLabel("Text", new() { Exact = true }).PressSequentiallyAsync("1/2");
        await Expect(page.Page.GetByLabel("Text", new() { Exact = true })).ToHaveValueAsync("1/2");
    }

    [Fact]
    public async Task What_is_copied_is_what_is_shown()
    {
        await TextAsync(Person, "JOIN");
        await using var page = await OpenAsync("setup");
        await page.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Find("button[aria-label$='/api/twilio/messages']").ClickAsync();
        await Expect(page.Find("#notice")).ToHaveTextAsync("Copied.");
        Assert.EndsWith("/api/twilio/messages", await ClipboardAsync(page), StringComparison.Ordinal);

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Message check", Exact = true }).ClickAsync();
        foreach (
            var (language, word) in new[]
            {
                ("curl", "curl -s"),
                ("C#", "HttpClient"),
                ("Node", "await fetch"),
                ("Python", "urllib.request"),
            }
        )
        {
            await page.Page.GetByLabel("The same call in").SelectOptionAsync(language);
            await Expect(page.Find("pre")).ToContainTextAsync(word);
            await page.Button("Copy").ClickAsync();
            await Expect(page.Find("#notice")).ToHaveTextAsync("Copied.");
            // What is said stays from one copy to the next, so the clipboard itself is waited for.
            var shown = await page.Find("pre").TextContentAsync();
            await Until.AsyncIs(async () => await ClipboardAsync(page) == shown, 30, $"the call in {language} is not copied");
        }

        await page.Page.GetByLabel("Find a person").FillAsync(Person);
        await page.Button("Find").ClickAsync();
        await page.Button("Copy what is shown").ClickAsync();
        await Expect(page.Find(".tools [role=status]")).ToContainTextAsync("are copied");
        var ledger = System.Text.Json.JsonDocument.Parse(await ClipboardAsync(page)).RootElement;
        Assert.Contains(ledger.EnumerateArray(), e => e.GetProperty("type").GetString() == "consented");
    }

    [Fact]
    public async Task The_doctor_says_what_differs_at_Twilio()
    {
        await using var page = await OpenAsync("setup");
        await page.Button("Ask Twilio now").ClickAsync();
        await Expect(page.Find("section[aria-labelledby=doctor-title] [aria-live]")).Not.ToBeEmptyAsync();
        await Expect(page.Find("#notice.wrong")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_whole_list_is_downloaded_by_a_link_that_works_once()
    {
        await TextAsync("+14155581002", "STOP");
        await using var page = await OpenAsync("people");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Download all suppressions (CSV)").ClickAsync());
        Assert.Equal("acme-suppressions.csv", download.SuggestedFilename);
        Assert.Contains("+14155581002", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Equal(404, (int)(await http.GetAsync(download.Url, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_long_import_says_how_far_it_is_before_it_ends()
    {
        await using var page = await OpenAsync("people");
        var list = "recipient\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"+1415559{i:D4}\n"));
        await page
            .Page.GetByLabel("File")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "list.csv",
                    MimeType = "text/csv",
                    Buffer = System.Text.Encoding.UTF8.GetBytes(list),
                }
            );
        await page.Page.EvaluateAsync(
            """
            () => { window.seen = []; new MutationObserver(() => window.seen.push(document.querySelector('form[aria-label=Import] [role=status]').textContent))
              .observe(document.querySelector('form[aria-label=Import]'), { childList: true, subtree: true, attributes: true }); }
            """
        );
        await page.Button("Look at it").ClickAsync();
        await Expect(page.Find("form[aria-label=Import] [role=status]")).ToContainTextAsync("It would be: 600 added");
        Assert.Contains("500 lines …", await page.Page.EvaluateAsync<string[]>("window.seen"), StringComparer.Ordinal);
        await Expect(page.Button("Import it")).ToBeVisibleAsync();
    }

    /// <summary>From the message to the phone: the opt-out, its confirmation, and Twilio's last word on it.</summary>
    [Theory]
    [InlineData("+14155581003", null, "delivered")]
    [InlineData("+14155581004", 30003, "The phone is off or out of reach.")]
    public async Task The_activity_shows_a_message_its_confirmation_and_what_became_of_it(string phone, int? code, string ending)
    {
        if (code is not null)
        {
            await PutAsync(
                $"/local/faults/{Uri.EscapeDataString(phone)}",
                new
                {
                    faults = new[]
                    {
                        new
                        {
                            fault = "carrier-failure",
                            code,
                            times = 1,
                        },
                    },
                }
            );
        }

        await TextAsync(phone, "STOP");
        await using var page = await OpenAsync("activity");
        var row = page.Find("#desk tbody tr").Filter(new() { HasText = phone }).Filter(new() { HasText = "opted out" });
        await Expect(row.Last).ToContainTextAsync("confirmation sent");
        await Expect(row.Last).ToContainTextAsync(ending);
        if (code is not null)
        {
            await Expect(row.Last.Locator("a[href*='twilio.com/docs/api/errors/30003']")).ToHaveCountAsync(1);
        }
    }

    [Fact]
    public async Task The_rate_is_opt_outs_for_each_message_sent()
    {
        await PostAsync(
            "/api/sends",
            new
            {
                recipient = "+14155552680",
                brand = "acme",
                campaign = "reminders",
                kind = "campaign",
                sender = "+14155550100",
                messageSid = $"SM{Guid.NewGuid():N}",
                sentAt = TimeProvider.System.GetUtcNow(),
                fulfilled = new[] { "identify-sender", "opt-out-language" },
            }
        );
        // The overview is drawn once, and the day's count is written right after the answer.
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        await Until.AsyncIs(
            async () => (await http.GetStringAsync("/api/statistics?brand=acme")).Contains("\"send-recorded\"", StringComparison.Ordinal),
            60,
            "no send is counted"
        );
        await using var page = await OpenAsync("overview");
        var tile = page.Find(".tile").Filter(new() { HasText = "Opt-out rate" });
        await Expect(tile).ToContainTextAsync(MessagesSent);
    }

    [Fact]
    public async Task A_desk_that_nobody_touches_says_when_its_host_is_away()
    {
        await using var page = await OpenAsync("review");
        await page.Page.Context.SetOfflineAsync(true);
        await Expect(page.Find("#away")).ToContainTextAsync("cannot be reached");
        await page.Page.Context.SetOfflineAsync(false);
        await Expect(page.Find("#away")).ToBeEmptyAsync();
    }

    private async Task<TestPage> OpenAsync(string view)
    {
        var page = await browser.OpenAsync($"/operator#/{view}?brand=acme&days=30");
        await page.Page.GetByLabel("API key").FillAsync("demo-key");
        await page.Button("Sign in").ClickAsync();
        await Expect(page.Find("#views [aria-current]")).ToHaveCountAsync(1);
        await Expect(page.Find("#desk")).Not.ToContainTextAsync("One moment");
        return page;
    }

    private static Task<string> ClipboardAsync(TestPage page) => page.Page.EvaluateAsync<string>("navigator.clipboard.readText()");

    private Task TextAsync(string from, string body) =>
        PostAsync(
            "/local/messages",
            new
            {
                from,
                to = "+14155550100",
                body,
            }
        );

    private Task PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    private Task PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    private async Task SendAsync(HttpMethod method, string path, object body)
    {
        browser.Require();
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        using var request = new HttpRequestMessage(method, path) { Content = System.Net.Http.Json.JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
