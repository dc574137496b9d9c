using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OptOut.IntegrationTests;

/// <summary>The page at <c>/</c>, in a real browser, on the real host.</summary>
[Collection(Pages.Name)]
public sealed class PhonePageTests(Browser browser)
{
    private static int s_phones = 1000;

    /// <summary>The page with a phone that no other test uses.</summary>
    private async Task<(TestPage Page, string Phone)> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var phone = "+1415556" + Interlocked.Increment(ref s_phones).ToString(CultureInfo.InvariantCulture);
        var page = await browser.OpenAsync("/", width, scheme: scheme);
        // Not while the page still moves: the first drawing can slide the button away between the mouse's down and up.
        await Expect(page.Find(".timeline")).Not.ToBeEmptyAsync();
        await page.Page.GetByLabel("Another phone").FillAsync(phone);
        await page.Find("#phones button").ClickAsync();
        await Expect(page.Find("#me")).ToHaveTextAsync(phone);
        await Expect(page.Find(".timeline")).ToContainTextAsync("Nothing has happened yet.");
        return (page, phone);
    }

    private static async Task TextAsync(TestPage page, string word)
    {
        await page.Find("#text").FillAsync(word);
        await page.Find("#text").PressAsync("Enter");
    }

    private static async Task FaultAsync(TestPage page, string kind, string times)
    {
        await page.Find("#fault-kind").SelectOptionAsync(kind);
        await page.Find("#fault-times").SelectOptionAsync(times);
        var name = await page.Find("#fault-kind option:checked").TextContentAsync();
        await page.Find("#fault button:not([type])").ClickAsync();
        // This one, beside others: before it stands, a text would not meet it.
        await Expect(page.Find("#active-faults li").Filter(new() { HasText = name })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_text_is_answered_on_the_phone_and_moves_state_consents_and_ledger_without_a_reload()
    {
        var (page, _) = await OpenAsync();
        await using var _1 = page;
        await TextAsync(page, "JOIN");
        await Expect(page.Find(".standing tbody tr").Filter(new() { HasText = "offers" })).ToContainTextAsync("consented");
        await Expect(page.Find(".consent")).ToContainTextAsync("Text JOIN to get offers");
        await TextAsync(page, "STOP");

        await Expect(page.Find(".theirs .way")).ToHaveTextAsync(["TwiML", "TwiML"]);
        await Expect(page.Find(".theirs").Last).ToContainTextAsync("unsubscribed");
        await Expect(page.Find(".standing tbody tr").First).ToContainTextAsync("opted out by brand");
        await Expect(page.Find(".timeline li.bad")).ToContainTextAsync("opted out");
        await Expect(page.Find(".timeline li.bad")).ToContainTextAsync("messageSid SM");
    }

    [Fact]
    public async Task Rule14_a_Spanish_word_and_Spanish_sentence_are_answered_in_Spanish()
    {
        var (page, _) = await OpenAsync();
        await using var _1 = page;
        await TextAsync(page, "ALTO");
        await Expect(page.Find(".theirs")).ToHaveCountAsync(1);
        await Expect(page.Find(".theirs").Last).ToContainTextAsync("ya no te enviaremos mensajes");
        await Expect(page.Find(".timeline li.bad")).ToContainTextAsync("opted out");
        // One after the other: what is texted while another text is under way may overtake it.
        await TextAsync(page, "START");
        await Expect(page.Find(".theirs")).ToHaveCountAsync(2);
        await TextAsync(page, "por favor no me manden más mensajes");
        await Expect(page.Find(".theirs")).ToHaveCountAsync(3);
        await Expect(page.Find(".theirs").Last).ToContainTextAsync("ya no te enviaremos mensajes");
        await Expect(page.Find(".standing tbody tr").First).ToContainTextAsync("opted out by brand");
        await Browser.PictureAsync(page.Page, "phone-es.png");
    }

    [Fact]
    public async Task However_often_Twilio_delivers_loses_and_redelivers_one_confirmation_arrives()
    {
        var (page, _) = await OpenAsync();
        await using var _1 = page;
        await FaultAsync(page, "answer-lost", "1");
        await FaultAsync(page, "redelivered", "");
        await TextAsync(page, "STOP");
        await Expect(page.Find(".mine .attempts")).ToHaveTextAsync("delivered 2×: no answer, 200");
        await FaultAsync(page, "duplicated", "1");
        await TextAsync(page, "stop");
        await Expect(page.Find(".mine .attempts").Last).ToHaveTextAsync("delivered 5×: 200, 200, 200, 200, 200");

        await Expect(page.Find(".theirs")).ToHaveCountAsync(1);
        await Expect(page.Find("#tally")).ToHaveTextAsync("Texts2Deliveries7Answers1");
        await Expect(page.Find("#active-faults li")).ToHaveTextAsync("Redeliver what was not answered: 3 · alwaysEnd");
        await Browser.PictureAsync(page.Page, "phone.png");
        await page.Find("#fault-clear").ClickAsync();
        await Expect(page.Find("#active-faults li")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_host_that_crashes_after_its_commit_says_it_once_all_the_same()
    {
        var (page, _) = await OpenAsync();
        await using var _1 = page;
        await FaultAsync(page, "crash", "1");
        await FaultAsync(page, "redelivered", "");
        await TextAsync(page, "STOP");

        await Expect(page.Find(".mine .attempts")).ToHaveTextAsync("delivered 2×: no answer, 200");
        await Expect(page.Find(".theirs")).ToHaveCountAsync(1);
        await Expect(page.Find(".timeline li.bad")).ToHaveCountAsync(1);
        await Expect(page.Find("#tally")).ToHaveTextAsync("Texts1Deliveries2Answers1");
    }

    [Fact]
    public async Task A_check_shows_reason_obligations_and_findings_where_they_stand_in_the_text()
    {
        var (page, _) = await OpenAsync();
        await using var _1 = page;
        await page
            .Page.GetByRole(AriaRole.Article, new() { Name = "Consents" })
            .GetByRole(AriaRole.Combobox, new() { Name = "Campaign", Exact = true })
            .SelectOptionAsync("reminders");
        await page.Button("Record a web-form consent").ClickAsync();
        await Expect(page.Find(".consent")).ToContainTextAsync("effective");
        var builder = page.Page.GetByRole(AriaRole.Article, new() { Name = "May I send this now?" });
        await builder.GetByRole(AriaRole.Combobox, new() { Name = "Campaign", Exact = true }).SelectOptionAsync("reminders");
        await builder.GetByLabel("Text, if").FillAsync("See you tomorrow. Text ST0P to quit.");
        await page.Button("Check").ClickAsync();

        await Expect(page.Find(".verdict")).ToHaveTextAsync("Noobligations-unmet");
        await Expect(page.Find(".quote mark:not(.missing)")).ToContainTextAsync("ST0P");
        await Expect(page.Find(".quote")).ToContainTextAsync("missing-sender-identification");
        await Browser.PictureAsync(page.Page, "check.png");
        await builder.GetByLabel("Text, if").FillAsync("Acme Clinics: see you tomorrow. Reply STOP to unsubscribe.");
        await page.Button("Check").ClickAsync();
        await Expect(page.Find(".verdict")).ToHaveTextAsync("Yesconsented");
        await Expect(page.Find(".timeline .evidence")).ToContainTextAsync("consented");

        await TextAsync(page, "STOP");
        await Expect(page.Find(".verdict")).ToHaveTextAsync("Noopted-out");
    }

    /// <summary>
    /// The gates on the page: a marketing message planned for the night and for noon, the person's own zone, and a number that changes
    /// hands.
    /// </summary>
    [Fact]
    public async Task Rule23_35_36_the_gates_show_a_planned_time_another_zone_and_a_reassigned_number()
    {
        var (page, _) = await OpenAsync();
        await using var _1 = page;
        await page
            .Page.GetByRole(AriaRole.Article, new() { Name = "Consents" })
            .GetByRole(AriaRole.Combobox, new() { Name = "Campaign", Exact = true })
            .SelectOptionAsync("sale");
        await page.Button("Record a web-form consent").ClickAsync();
        await Expect(page.Find(".consent")).ToContainTextAsync("effective");
        var builder = page.Page.GetByRole(AriaRole.Article, new() { Name = "May I send this now?" });
        await builder.GetByRole(AriaRole.Combobox, new() { Name = "Campaign", Exact = true }).SelectOptionAsync("sale");

        // The day after tomorrow, by the clock of the browser, which the test sets: 20:00 in London is noon in California.
        var day = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(2);
        var planned = builder.GetByLabel("Planned for");
        await planned.FillAsync(await LocalAsync(page, day.AddHours(20)));
        await page.Button("Check").ClickAsync();
        await Expect(page.Find(".verdict")).ToHaveTextAsync("Yesconsented");
        await page.Page.GetByLabel("Lives in").SelectOptionAsync("Europe/London");
        await page.Button("Tell the brand").ClickAsync();
        await planned.FillAsync(await LocalAsync(page, day.AddHours(22)));
        await page.Button("Check").ClickAsync();
        await Expect(page.Find(".verdict")).ToHaveTextAsync("Noquiet-hours");
        await Expect(page.Find(".answer")).ToContainTextAsync("Until");
        await Expect(page.Find(".timeline")).ToContainTextAsync("Europe/London");
        await Browser.PictureAsync(page.Page, "gates.png");

        await page.Button("The number has another owner now").ClickAsync();
        await Expect(page.Find(".verdict")).ToHaveTextAsync("Nonumber-reassigned");
        await Expect(page.Find(".timeline li.bad")).ToContainTextAsync("number reassigned");
    }

    /// <summary>The people whom the demo account knows from its start on.</summary>
    [Theory]
    [InlineData("+14155552680", "reminders", "Yesconsented")]
    [InlineData("+12125550142", "reminders", "Nonumber-reassigned")]
    public async Task The_demos_people_show_a_yes_and_a_reassigned_number(string phone, string campaign, string verdict)
    {
        await using var page = await browser.OpenAsync("/");
        await page.Page.GetByLabel(phone).CheckAsync();
        await Expect(page.Find(".consents, .timeline").Last).ToContainTextAsync("consented");
        await page
            .Page.GetByRole(AriaRole.Article, new() { Name = "May I send this now?" })
            .GetByRole(AriaRole.Combobox, new() { Name = "Campaign", Exact = true })
            .SelectOptionAsync(campaign);
        await page.Button("Check").ClickAsync();
        await Expect(page.Find(".verdict")).ToHaveTextAsync(verdict);
    }

    /// <summary>A time as the page's field takes it: by the browser's own clock.</summary>
    private static Task<string> LocalAsync(TestPage page, DateTime utc) =>
        page.Page.EvaluateAsync<string>(
            "ms => { const d = new Date(ms); return new Date(ms - d.getTimezoneOffset() * 60000).toISOString().slice(0, 16); }",
            new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds()
        );

    [Fact]
    public async Task What_others_change_shows_by_itself()
    {
        var (page, phone) = await OpenAsync();
        await using var _1 = page;
        using var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        var answer = await http.PutAsJsonAsync(
            $"/api/suppressions/{Uri.EscapeDataString(phone)}",
            new
            {
                brand = "acme",
                reason = "said so at the counter",
                source = "agent",
            }
        );

        Assert.True(answer.IsSuccessStatusCode);
        await Expect(page.Find(".standing tbody tr").First).ToContainTextAsync("opted out");
        await Expect(page.Find(".timeline")).ToContainTextAsync("said so at the counter");
    }

    [Fact]
    public async Task Brands_and_phones_keep_apart()
    {
        var (page, _) = await OpenAsync();
        await using var _1 = page;
        await TextAsync(page, "STOP");
        await Expect(page.Find(".theirs")).ToHaveCountAsync(1);
        await page.Page.GetByRole(AriaRole.Combobox, new() { Name = "Brand", Exact = true }).SelectOptionAsync("Hillside Vineyard");

        await Expect(page.Find("#thread li")).ToHaveCountAsync(0);
        await Expect(page.Find(".standing tbody tr").First).ToContainTextAsync("open");
        await page.Page.GetByRole(AriaRole.Combobox, new() { Name = "Brand", Exact = true }).SelectOptionAsync("Acme Clinics");
        await Expect(page.Find(".standing tbody tr").First).ToContainTextAsync("opted out");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    public async Task Every_control_has_a_name_and_nothing_scrolls_sideways(int width, ColorScheme scheme)
    {
        var (page, _) = await OpenAsync(width, scheme);
        await using var _1 = page;
        await TextAsync(page, "JOIN");
        await Expect(page.Find(".theirs")).ToHaveCountAsync(1);

        Assert.Empty(await page.NamelessAsync());
        Assert.False(await page.ScrollsSidewaysAsync());
        await Browser.PictureAsync(page.Page, $"phone-{width}-{scheme}.png".ToLowerInvariant());
    }

    [Fact]
    public async Task The_phone_is_the_first_stop_of_the_keyboard()
    {
        var (page, _) = await OpenAsync();
        await using var _1 = page;
        await page.Page.ReloadAsync();
        await Expect(page.Find("main[inert]")).ToHaveCountAsync(0);
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.TypeAsync("Hello");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Find(".mine").Last).ToContainTextAsync("Hello");
    }
}
