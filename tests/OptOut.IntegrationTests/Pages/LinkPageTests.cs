using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace OptOut.IntegrationTests;

/// <summary>Rule 42 in a real browser: by keyboard alone, small, large and dark.</summary>
[Collection(Pages.Name)]
public sealed class LinkPageTests(Browser browser)
{
    private const string Person = "+12125550142";

    [Fact]
    public async Task Rule42_a_person_stops_one_campaign_by_keyboard_alone()
    {
        browser.Require();
        var recipient = $"+1212{Random.Shared.Next(2_000_000, 9_999_999)}";
        await using var opened = await browser.OpenAsync(await LinkAsync(recipient), width: 360, height: 640);
        var page = opened.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Messages from Acme Clinics");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Stop “offers”" });
        for (var i = 0; i < 20 && !await button.EvaluateAsync<bool>("b => b === document.activeElement"); i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("no more “offers” messages");
        using var http = Sender();
        var state = await http.GetFromJsonAsync<JsonElement>(
            $"/api/suppressions/{Uri.EscapeDataString(recipient)}?brand=acme&campaign=offers",
            TestContext.Current.CancellationToken
        );
        Assert.True(state.GetProperty("suppressed").GetBoolean());
    }

    [Fact]
    public async Task Rule42_everything_can_be_done_by_keyboard_alone_in_reading_order_and_the_focus_is_seen()
    {
        browser.Require();
        var recipient = $"+1212{Random.Shared.Next(2_000_000, 9_999_999)}";
        var link = await LinkAsync(recipient);
        await using var opened = await browser.OpenAsync(link, width: 360, height: 640);
        var page = opened.Page;
        var controls = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('button,select')].map(e => e.name + e.value + e.textContent)"
        );
        Assert.Equal(["Stop all messages from Acme Clinics", "Save"], [controls[0], controls[^1]]);
        foreach (var control in controls)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.Equal(
                control,
                await page.EvaluateAsync<string>(
                    "document.activeElement.name + document.activeElement.value + document.activeElement.textContent"
                )
            );
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)(getComputedStyle(document.activeElement))"
                ),
                control
            );
        }

        // How often: the choice by its letters, then the button.
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.TypeAsync("one message a month");
        // Letters that come more than a second apart begin the word anew; the arrows get there in any case.
        for (var i = 0; i < 5 && await page.EvaluateAsync<string>("document.activeElement.value") != "monthly"; i++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("at most one message a month");

        // All of it, by the space bar.
        await page.GotoAsync(new Uri(browser.Address, link).AbsoluteUri);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("will send you no more messages");
        using var http = Sender();
        var history = await http.GetFromJsonAsync<JsonElement>(
            $"/api/recipients/{Uri.EscapeDataString(recipient)}/history?brand=acme",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            ["preferences-changed", "opted-out"],
            history.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()!)
        );
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    public async Task Rule42_the_page_fits_is_labelled_and_can_be_read(int width, ColorScheme scheme)
    {
        await using var opened = await browser.OpenAsync(await LinkAsync(Person), width, 700, scheme);
        var page = opened.Page;
        // WCAG 2.2: 1.4.10 reflow, 2.5.8 target size, 1.3.1 and 4.1.2 labels, 3.1.1 language, 2.4.2 title, 1.4.3 contrast.
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.True(
            await page.EvaluateAsync<bool>(
                "[...document.querySelectorAll('button,select')].every(e => e.getBoundingClientRect().height >= 44)"
            )
        );
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('select')].every(e => e.labels.length === 1)"));
        Assert.Equal("en", await page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal("Messages from Acme Clinics", await page.TitleAsync());
        Assert.True(await page.EvaluateAsync<double>(MinContrast) >= 4.5);
        await Browser.PictureAsync(page, $"link-{width}-{scheme}.png");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Rule42_axe_finds_nothing_against_WCAG_2_2_AA(ColorScheme scheme)
    {
        browser.Require();
        var axe =
            "() => { "
            + await File.ReadAllTextAsync(await NodePeers.FileAsync("axe-core/axe.min.js"), TestContext.Current.CancellationToken)
            + "\n}";
        const string look = """
            async () => (await axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } }))
              .violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))
            """;
        foreach (var path in new[] { await LinkAsync(Person), "/23456789ABC" })
        {
            await using var opened = await browser.OpenAsync(path, width: 360, height: 700, scheme);
            await opened.Page.EvaluateAsync(axe);
            Assert.Empty(await opened.Page.EvaluateAsync<string[]>(look));
        }
    }

    /// <summary>The least contrast of any text to what is behind it, as WCAG 2.2 computes it.</summary>
    private const string MinContrast = """
        () => {
          const rgb = c => c.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => { const f = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }; return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
          const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
          return Math.min(...[...document.querySelectorAll('h1,h2,p,label,button,select')].map(e => {
            const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));
        }
        """;

    private HttpClient Sender()
    {
        var http = new HttpClient { BaseAddress = browser.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
        return http;
    }

    private async Task<string> LinkAsync(string recipient)
    {
        browser.Require();
        using var http = Sender();
        using var answer = await http.PostAsJsonAsync(
            "/api/links",
            new { recipient, brand = "acme" },
            TestContext.Current.CancellationToken
        );
        var url = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken))
            .GetProperty("url")
            .GetString()!;
        return new Uri(url).AbsolutePath;
    }
}
