using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OptOut.IntegrationTests;

/// <summary>The operator's page, in a real browser, in front of the real API.</summary>
[Collection(Pages.Name)]
public sealed class OperatorPageTests(Browser browser, Head head)
{
    private async Task<TestPage> SignInAsync(string recipient, string address = "/operator", string key = "demo-key")
    {
        var page = await browser.OpenAsync(address);
        await page.Page.GetByLabel("API key").FillAsync(key);
        await page.Button("Sign in").ClickAsync();
        await FindAsync(page, recipient);
        await Expect(page.Find("#found")).ToBeVisibleAsync();
        await Expect(page.Find(".standing tbody tr")).Not.ToHaveCountAsync(0);
        return page;
    }

    private static async Task FindAsync(TestPage page, string recipient)
    {
        await page.Page.GetByLabel("Find a person").FillAsync(recipient);
        await page.Button("Find").ClickAsync();
    }

    private async Task PostAsync(string path, object body)
    {
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        Assert.True((await http.PostAsJsonAsync(path, body)).IsSuccessStatusCode);
    }

    private async Task PutAsync(string path, object body)
    {
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        Assert.True((await http.PutAsJsonAsync(path, body)).IsSuccessStatusCode);
    }

    private static async Task CorrectionsAsync(TestPage page)
    {
        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "Make corrections" }).CheckAsync();
        await page.Page.GetByLabel("Your name").FillAsync("Ada");
        await page.Page.GetByLabel("Reason").FillAsync("letter of 3 May");
    }

    private static ILocator Correction(TestPage page, string action) =>
        page.Find("#corrections form").First.GetByRole(AriaRole.Button, new() { Name = action });

    private static Task ConfirmAsync(TestPage page) => page.Button("Confirm").ClickAsync();

    [Fact]
    public async Task What_is_written_goes_to_the_person_on_the_page_and_to_nobody_else()
    {
        const string First = "+14155570011",
            Second = "+14155570012";
        await using var page = await SignInAsync(First);
        await CorrectionsAsync(page);
        await Expect(page.Button($"Record an opt-out of {First}")).ToBeVisibleAsync();

        // Another person is asked for, and no request gets through: nothing of the first may stay, and nothing can be written.
        await page.Page.RouteAsync("**/api/suppressions/**", route => route.AbortAsync());
        await FindAsync(page, Second);
        await Expect(page.Find("#notice.wrong")).Not.ToBeEmptyAsync();
        await Expect(page.Find("#found")).ToHaveCountAsync(0);
        await Expect(page.Find("#found-title")).ToHaveCountAsync(0);

        // Once they do, it is the second's page: switch, name and reason do not carry over.
        await page.Page.UnrouteAllAsync();
        await page.Button("Try again").ClickAsync();
        await Expect(page.Find("#found-title")).ToContainTextAsync(Second);
        Assert.DoesNotContain(Second[1..], page.Page.Url, StringComparison.Ordinal);
        await Expect(page.Page.GetByRole(AriaRole.Switch, new() { Name = "Make corrections" })).Not.ToBeCheckedAsync();
        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "Make corrections" }).CheckAsync();
        await Expect(page.Page.GetByLabel("Your name")).ToHaveValueAsync("");

        // A write says what it does to whom before it does it, and can be left.
        await CorrectionsAsync(page);
        await Correction(page, "Record an opt-out").ClickAsync();
        await Expect(page.Find("dialog")).ToContainTextAsync(Second);
        await page.Button("Cancel").ClickAsync();
        await Expect(page.Find(".timeline")).ToContainTextAsync("Nothing has happened yet.");
        await Correction(page, "Record an opt-out").ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Find(".timeline li.bad")).ToContainTextAsync("letter of 3 May (Ada)");

        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        Assert.Contains(
            "\"suppressed\":false",
            await http.GetStringAsync($"/api/suppressions/{First}?brand=acme"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"suppressed\":true",
            await http.GetStringAsync($"/api/suppressions/{Second}?brand=acme"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Another_brand_or_an_invalid_number_leaves_nothing_of_the_person_before()
    {
        await using var page = await SignInAsync("+14155570013");
        await page.Page.GetByLabel("Brand").SelectOptionAsync("1");
        await Expect(page.Find("#found-title")).ToHaveTextAsync("+14155570013 and Hillside Vineyard");
        await FindAsync(page, "12");
        await Expect(page.Find("#notice.wrong")).Not.ToBeEmptyAsync();
        await Expect(page.Find("#found")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_opt_out_is_recorded_and_corrected_only_behind_the_switch_with_reason_and_actor()
    {
        await using var page = await SignInAsync("+14155570001");
        await Expect(Correction(page, "Record an opt-out")).ToBeHiddenAsync();
        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "Make corrections" }).CheckAsync();
        await Correction(page, "Record an opt-out").ClickAsync();
        await Expect(page.Find(".timeline")).ToContainTextAsync("Nothing has happened yet.");

        await CorrectionsAsync(page);
        await Correction(page, "Record an opt-out").ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Find(".standing tbody tr").First).ToContainTextAsync("opted out by brand");
        await Expect(page.Find(".timeline li.bad")).ToContainTextAsync("letter of 3 May (Ada)");
        await Correction(page, "Correct the opt-out").ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Find("#notice")).ToHaveTextAsync("The opt-out is corrected.");
        await Expect(page.Find(".standing tbody tr").First).ToContainTextAsync("open");
        await Expect(page.Find(".timeline li").First).ToContainTextAsync("suppression corrected");
    }

    [Fact]
    public async Task A_recipients_own_opt_out_cannot_be_corrected()
    {
        const string Recipient = "+14155570002";
        browser.Require();
        await PostAsync(
            "/local/messages",
            new
            {
                from = Recipient,
                to = "+14155550100",
                body = "STOP",
            }
        );
        await using var found = await SignInAsync(Recipient);
        await CorrectionsAsync(found);

        await Expect(Correction(found, "Correct the opt-out")).ToBeHiddenAsync();
        await Expect(found.Find("#corrections")).ToContainTextAsync("own opt-out cannot be corrected");
        await Expect(found.Find(".standing tbody tr").First).ToContainTextAsync("opted out");
    }

    [Fact]
    public async Task A_consent_is_checked_and_withdrawn()
    {
        const string Recipient = "+14155570003";
        browser.Require();
        await PostAsync(
            "/api/consents",
            new
            {
                recipient = Recipient,
                brand = "acme",
                campaigns = new[] { "reminders" },
                basis = "express",
                method = "web-form",
                obtainedAt = TimeProvider.System.GetUtcNow(),
                statement = "Yes, remind me.",
                proof = new { reference = "form 7" },
            }
        );
        await using var found = await SignInAsync(Recipient);
        await Expect(found.Find(".consent")).ToContainTextAsync("form 7");
        await found
            .Page.GetByRole(AriaRole.Article, new() { Name = "May I send this now?" })
            .GetByRole(AriaRole.Combobox, new() { Name = "Campaign", Exact = true })
            .SelectOptionAsync("reminders");
        await found.Button("Check").ClickAsync();
        await Expect(found.Find(".verdict")).ToHaveTextAsync("Yesconsented");
        await Browser.PictureAsync(found.Page, "operator.png");
        await CorrectionsAsync(found);
        await found.Button("Withdraw").ClickAsync();
        await ConfirmAsync(found);

        await Expect(found.Find("#notice")).ToHaveTextAsync("The consent is withdrawn.");
        await Expect(found.Find(".timeline li").First).ToContainTextAsync("consent withdrawn");
        await Expect(found.Find(".verdict")).ToHaveTextAsync("Nono-consent");
    }

    [Fact]
    public async Task A_key_that_only_reads_is_offered_no_correction_and_can_make_none()
    {
        browser.Require();
        await using var page = await SignInAsync(
            "+14155570005",
            new Uri((await head.ClientAsync()).BaseAddress!, "/api/operator").AbsoluteUri,
            "contract-read"
        );
        await Expect(page.Find("#account")).ToContainTextAsync("may read");
        await Expect(page.Page.GetByRole(AriaRole.Switch, new() { Name = "Make corrections" })).ToBeHiddenAsync();
        await Expect(Correction(page, "Record an opt-out")).ToBeHiddenAsync();

        // Whatever a page is made to show, the API decides.
        await page.Page.EvaluateAsync(
            "for (const part of document.querySelectorAll('#corrections, #corrections form')) part.hidden = false"
        );
        await CorrectionsAsync(page);
        await Correction(page, "Record an opt-out").ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Find("#notice.wrong")).ToContainTextAsync("The key does not reach that far");
        await Expect(page.Find(".timeline")).ToContainTextAsync("Nothing has happened yet.");
    }

    /// <summary>
    /// Ten sends, six as they should be and four wrong in four ways: the page names each of the four and no other, and so does the
    /// auditor's file.
    /// </summary>
    [Fact]
    public async Task Rule30_of_ten_sends_the_four_that_were_wrong_are_named_on_the_page_and_in_the_audit()
    {
        const string Recipient = "+14155570030";
        browser.Require();
        var start = TimeProvider.System.GetUtcNow().AddHours(-10);
        var sent = 0;
        Task SendAsync(string campaign, double hours, string? decision = null) =>
            PostAsync(
                "/api/sends",
                new
                {
                    recipient = Recipient,
                    brand = "acme",
                    campaign,
                    kind = "campaign",
                    sender = "+14155550100",
                    messageSid = $"SM{++sent:x4}{"30".PadLeft(28, 'a')}",
                    sentAt = start.AddHours(hours),
                    fulfilled = new[] { "identify-sender", "opt-out-language" },
                    decision,
                }
            );
        // A little after what was just recorded; clocks of senders differ by more.
        double Now() => (TimeProvider.System.GetUtcNow().AddSeconds(1) - start).TotalHours;
        await PostAsync(
            "/api/consents",
            new
            {
                recipient = Recipient,
                brand = "acme",
                campaigns = new[] { "reminders", "offers" },
                basis = "express",
                method = "verbal",
                level = "oral",
                obtainedAt = start,
                statement = "Yes, text me.",
                proof = new { reference = "form 30" },
            }
        );
        for (var hour = 1; hour <= 6; hour++)
        {
            await SendAsync("reminders", hour);
        }

        await SendAsync("news", 6.5); // never consented to
        await SendAsync("offers", 7); // advertises, on an oral consent
        await PutAsync(
            $"/api/recipients/{Uri.EscapeDataString(Recipient)}/preferences",
            new { brand = "acme", frequency = new { max = 1, per = "P1D" } }
        );
        await SendAsync("reminders", Now()); // more often than wanted
        await PutAsync(
            $"/api/suppressions/{Uri.EscapeDataString(Recipient)}",
            new
            {
                brand = "acme",
                reason = "said so at the counter",
                source = "agent",
            }
        );
        await SendAsync("reminders", Now()); // after the opt-out

        string[] wrong = ["no-consent", "consent-insufficient", "frequency-exceeded", "opted-out"];
        await using var page = await SignInAsync(Recipient);
        await Expect(page.Find(".timeline li")).ToHaveCountAsync(14);
        await Expect(page.Find(".timeline .violation")).ToHaveCountAsync(4);
        foreach (var reason in wrong)
        {
            await Expect(page.Find(".timeline li.bad .violation").Filter(new() { HasText = $"violation: {reason}" })).ToHaveCountAsync(1);
        }

        await Browser.PictureAsync(page.Page, "violations.png");
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        var audit = await http.GetStringAsync(
            $"/api/audit?from={Uri.EscapeDataString(start.UtcDateTime.AddHours(-1).ToString("O"))}&brand=acme"
        );
        var sends = audit
            .Split('\n')
            .Where(line =>
                line.Contains(Recipient, StringComparison.Ordinal) && line.Contains("\"send-recorded\"", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal(10, sends.Count);
        Assert.Equal(
            wrong.Order(StringComparer.Ordinal),
            sends
                .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
                .Where(e => e.TryGetProperty("violation", out _))
                .Select(e => e.GetProperty("violation").GetString()!)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_text_that_is_markup_is_shown_as_text()
    {
        const string Recipient = "+14155570006",
            Markup = "<img src=x onerror=\"document.title='taken'\"><b>Yes</b>";
        browser.Require();
        await PostAsync(
            "/api/consents",
            new
            {
                recipient = Recipient,
                brand = "acme",
                campaigns = new[] { "reminders" },
                basis = "express",
                method = "web-form",
                obtainedAt = TimeProvider.System.GetUtcNow(),
                statement = Markup,
                proof = new { reference = Markup },
            }
        );
        await PostAsync(
            "/local/messages",
            new
            {
                from = Recipient,
                to = "+14155550100",
                body = Markup,
            }
        );
        await using var page = await SignInAsync(Recipient);

        await Expect(page.Find(".consent")).ToContainTextAsync(Markup);
        await Expect(page.Find("#found img, #found b")).ToHaveCountAsync(0);
        Assert.DoesNotContain("taken", await page.Page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_kept_in_memory_only()
    {
        await using var page = await SignInAsync("+14155570004");
        var stored = await page.Page.EvaluateAsync<int>("localStorage.length + sessionStorage.length + document.cookie.length");
        Assert.Equal((0, ""), (stored, await page.Find("#key").InputValueAsync()));
        await page.Page.ReloadAsync();
        await Expect(page.Button("Sign in")).ToBeVisibleAsync();
        await Expect(page.Find("#found")).ToHaveCountAsync(0);

        await page.Page.GetByLabel("API key").FillAsync("wrong");
        await page.Button("Sign in").ClickAsync();
        await Expect(page.Find("#notice.wrong")).ToContainTextAsync("A valid key");
        Assert.Empty(await page.NamelessAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/operator")]
    [InlineData("/api/operator/operator.js")]
    public async Task Pages_run_their_own_scripts_only(string path)
    {
        browser.Require();
        using var http = new HttpClient { BaseAddress = browser.Address };
        using var answer = await http.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }
}
