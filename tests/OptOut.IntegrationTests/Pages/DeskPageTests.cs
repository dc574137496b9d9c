using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OptOut.IntegrationTests;

/// <summary>The desk's views in a real browser, in front of the real API: what they show, and that everybody can use them.</summary>
[Collection(Pages.Name)]
public sealed class DeskPageTests(Browser browser)
{
    private const string Person = "+14155580001";

    public static TheoryData<string> Views => ["overview", "people", "review", "activity", "check", "setup"];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_has_no_violation_of_WCAG_at_any_width_in_any_colours(string view)
    {
        await SeedAsync();
        await using var page = await OpenAsync(view);
        await Expect(page.Find("#desk")).Not.ToContainTextAsync("One moment");
        await Accessible.AssertAsync(page);
    }

    [Fact]
    public async Task A_persons_view_says_what_holds_shows_the_lanes_and_has_no_violation_of_WCAG()
    {
        await SeedAsync();
        await using var page = await OpenAsync("overview");
        await FindAsync(page, Person);
        await Expect(page.Find("#found-title")).ToHaveTextAsync($"{Person} and Acme Clinics");
        await Expect(page.Find(".sentence")).ToContainTextAsync("No message of Acme Clinics may go to this person: they opted out");
        await Expect(page.Find(".lanes rect.bad")).Not.ToHaveCountAsync(0);
        Assert.DoesNotContain(Person[1..], page.Page.Url, StringComparison.Ordinal);
        await Accessible.AssertAsync(page);

        // The same address leads to the same person, for whoever signs in.
        var address = page.Page.Url;
        await using var again = await browser.OpenAsync(address);
        await SignInAsync(again);
        await Expect(again.Find("#found-title")).ToContainTextAsync(Person);

        // Printed, all of the ledger is there, unfolded.
        await again.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        await again.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal("none", await again.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.history')).maxHeight"));
        await Expect(again.Find(".timeline details:not([open])")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_ledger_is_filtered_and_the_evidence_of_one_person_is_downloaded()
    {
        await SeedAsync();
        await using var page = await OpenAsync("overview");
        await FindAsync(page, Person);
        await page.Page.GetByLabel("Filter the ledger").FillAsync("consented");
        await Expect(page.Find(".timeline li:not([hidden])")).ToHaveCountAsync(1);
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Evidence file").ClickAsync());
        Assert.Equal("acme-evidence.ndjson", download.SuggestedFilename);
        Assert.Contains("\"seal\"", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_found_by_digits_by_reference_and_by_a_number_with_its_country_chosen()
    {
        await SeedAsync();
        await using var page = await OpenAsync("overview");
        await FindAsync(page, "(415) 558-0001");
        await Expect(page.Find("#notice.wrong")).ToContainTextAsync("no country is guessed");
        await page.Page.GetByLabel("Country, without +").SelectOptionAsync("US");
        await page.Button("Find").ClickAsync();
        await Expect(page.Find("#found-title")).ToContainTextAsync(Person);

        await page.Page.GetByLabel("Find by").SelectOptionAsync("reference");
        await FindAsync(page, "desk-1");
        await Expect(page.Find("#found-title")).ToContainTextAsync(Person);
        await page.Page.GetByLabel("Find by").SelectOptionAsync("last4");
        await FindAsync(page, "0001");
        await Expect(page.Find("#desk")).ToContainTextAsync(Person);
    }

    [Fact]
    public async Task The_overview_counts_an_opt_out_and_the_activity_shows_one_as_it_happens()
    {
        await SeedAsync();
        await using var page = await OpenAsync("overview");
        await Expect(page.Find(".tile").First).ToContainTextAsync("Opt-outs");
        await Expect(page.Find(".tile .big").First).Not.ToHaveTextAsync("0");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Activity", Exact = true }).ClickAsync();
        await Expect(page.Find("#desk tbody tr").First).ToBeVisibleAsync();
        await PostAsync(
            "/local/messages",
            new
            {
                from = "+14155580009",
                to = "+14155550100",
                body = "STOP",
            }
        );
        await Expect(page.Find("#desk tbody")).ToContainTextAsync("+14155580009");
    }

    [Fact]
    public async Task A_text_is_checked_against_many_numbers_and_the_same_call_can_be_copied()
    {
        await SeedAsync();
        await using var page = await OpenAsync("check");
        await page.Page.GetByLabel("Text", new() { Exact = true }).FillAsync("Come by, text N0 to quit");
        await page.Page.GetByLabel("Numbers, one a line").FillAsync(Person + "\n+14155580002\nnobody");
        await page.Button("Check").ClickAsync();
        await Expect(page.Find(".verdict-line")).ToContainTextAsync("of 3 may get it now");
        await Expect(page.Find("tbody")).ToContainTextAsync("opted-out");
        await Expect(page.Find("tbody")).ToContainTextAsync("invalid");
        await Expect(page.Find("pre")).ToContainTextAsync("curl -s 'http");
        await page.Page.GetByLabel("The same call in").SelectOptionAsync("Python");
        await Expect(page.Find("pre")).ToContainTextAsync("urllib.request");
    }

    [Fact]
    public async Task While_the_host_is_away_the_page_says_so_keeps_what_was_typed_and_comes_back()
    {
        await SeedAsync();
        await using var page = await OpenAsync("check");
        await page.Page.GetByLabel("Numbers, one a line").FillAsync(Person);
        var (asked, clicked) = (0, new TaskCompletionSource());
        await page.Page.RouteAsync(
            "**/api/checks",
            async route =>
            {
                asked++;
                // Under way until the second click is done, however long that takes.
                await clicked.Task;
                await route.AbortAsync();
            }
        );
        await page.Page.RouteAsync("**/api/health", route => route.AbortAsync());
        await page.Button("Check").DblClickAsync();
        clicked.SetResult();
        await Expect(page.Find("#away")).ToContainTextAsync("cannot be reached");
        await Expect(page.Page.GetByLabel("Numbers, one a line")).ToHaveValueAsync(Person);
        Assert.Equal(1, asked);

        await page.Page.UnrouteAllAsync();
        await Expect(page.Find("#away")).ToBeEmptyAsync();
        await page.Button("Check").ClickAsync();
        await Expect(page.Find(".verdict-line")).ToContainTextAsync("of 1 may get it now");
    }

    [Fact]
    public async Task A_list_is_looked_at_before_it_is_written()
    {
        await SeedAsync();
        await using var page = await OpenAsync("people");
        await page
            .Page.GetByLabel("File")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "list.csv",
                    MimeType = "text/csv",
                    Buffer = System.Text.Encoding.UTF8.GetBytes("recipient\n+14155580003\nnobody\n"),
                }
            );
        await page.Button("Look at it").ClickAsync();
        await Expect(page.Find("form[aria-label=Import] [role=status]")).ToContainTextAsync("It would be: 1 added, 1 invalid");
        await page.Button("Import it").ClickAsync();
        await Expect(page.Find("form[aria-label=Import] [role=status]")).ToContainTextAsync("Done: 1 added, 1 invalid");
        await Expect(page.Find("form[aria-label=Import] [role=status]")).ToContainTextAsync("Line 3");
    }

    private async Task<TestPage> OpenAsync(string view)
    {
        var page = await browser.OpenAsync($"/operator#/{view}?brand=acme&days=30");
        await SignInAsync(page);
        await Expect(page.Find("#views [aria-current]")).ToHaveCountAsync(1);
        return page;
    }

    private static async Task SignInAsync(TestPage page)
    {
        await page.Page.GetByLabel("API key").FillAsync("demo-key");
        await page.Button("Sign in").ClickAsync();
    }

    private static async Task FindAsync(TestPage page, string what)
    {
        await page.Page.GetByLabel("Find a person").FillAsync(what);
        await page.Button("Find").ClickAsync();
    }

    /// <summary>One person who consented and then texted STOP; again changes nothing that a test looks at.</summary>
    private async Task SeedAsync()
    {
        browser.Require();
        await PostAsync(
            "/api/consents",
            new
            {
                recipient = Person,
                brand = "acme",
                campaigns = new[] { "reminders" },
                basis = "express",
                method = "web-form",
                obtainedAt = "2026-01-30T09:00:00Z",
                statement = "Yes, remind me.",
                proof = new { reference = "desk-1" },
            },
            mayConflict: true
        );
        await PostAsync(
            "/local/messages",
            new
            {
                from = Person,
                to = "+14155550100",
                body = "STOP",
                messageSid = "SM00000000000000000000000000de5001",
            }
        );
        // Overviews and searches read what is entered right after the answers.
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        await Until.AsyncIs(
            async () =>
            {
                using var found = await http.PostAsJsonAsync("/api/recipients/search", new { brand = "acme", reference = "desk-1" });
                return (await found.Content.ReadAsStringAsync()).Contains(Person, StringComparison.Ordinal)
                    && (await http.GetStringAsync("/api/activity?brand=acme&type=opted-out&limit=1000")).Contains(
                        Person,
                        StringComparison.Ordinal
                    );
            },
            60,
            "the person is not entered"
        );
    }

    private async Task PostAsync(string path, object body, bool mayConflict = false)
    {
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        using var answer = await http.PostAsJsonAsync(path, body);
        Assert.True(
            answer.IsSuccessStatusCode || (mayConflict && (int)answer.StatusCode == 409),
            $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
        );
    }
}
