using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace OptOut.IntegrationTests;

/// <summary>
/// Whether everybody can use a page: axe-core over levels A and AA of WCAG 2.0, 2.1 and 2.2, at each width and in each kind of colours.
/// </summary>
internal static class Accessible
{
    /// <summary>Where the report is written to (docs/images/axe.md); without it none is.</summary>
    private const string ReportFile = "OPTOUT_AXE_REPORT";

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };
    private static readonly Lock ReportLock = new();

    private static readonly (int Width, ColorScheme Scheme, ForcedColors Forced)[] Looks =
    [
        (320, ColorScheme.Light, ForcedColors.None),
        (1280, ColorScheme.Dark, ForcedColors.None),
        (1280, ColorScheme.Light, ForcedColors.Active),
    ];

    private static readonly (int Width, ColorScheme Scheme, ForcedColors Forced)[] AllLooks =
    [
        .. from width in new[] { 320, 768, 1280 }
        from colours in new[]
        {
            (ColorScheme.Light, ForcedColors.None),
            (ColorScheme.Dark, ForcedColors.None),
            (ColorScheme.Light, ForcedColors.Active),
        }
        select (width, colours.Item1, colours.Item2),
    ];

    /// <summary>No violation, nothing wider than the page, no control without a name.</summary>
    /// <param name="page">As it is shown now.</param>
    /// <param name="name">What the report calls it.</param>
    /// <param name="heavy">A page of others that takes seconds to look at: two looks are enough, but for the report.</param>
    public static async Task AssertAsync(TestPage page, string? name = null, bool heavy = false)
    {
        name ??= await page.Page.TitleAsync();
        foreach (
            var (width, scheme, forced) in Environment.GetEnvironmentVariable(ReportFile) is not { Length: > 0 }
                ? Looks.Take(heavy ? 2 : Looks.Length)
                : AllLooks
        )
        {
            await page.Page.SetViewportSizeAsync(width, 900);
            await page.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ForcedColors = forced });
            var found = await page.Page.RunAxe(Rules);
            Report(name, width, scheme, forced, found);
            Assert.True(
                found.Violations.Length == 0,
                $"{name} {width} {scheme} {forced}: "
                    + string.Join("; ", found.Violations.Select(v => $"{v.Id} {string.Join(' ', v.Nodes.Take(3).Select(n => n.Html))}"))
            );
            Assert.False(await page.ScrollsSidewaysAsync(), $"{name} scrolls sideways at {width} px.");
        }

        if (!heavy)
        {
            Assert.Empty(await page.NamelessAsync());
        }
    }

    private static void Report(string name, int width, ColorScheme scheme, ForcedColors forced, AxeResult found)
    {
        if (Environment.GetEnvironmentVariable(ReportFile) is not { Length: > 0 } file)
        {
            return;
        }

        var colours =
            forced == ForcedColors.Active ? "forced"
            : scheme == ColorScheme.Dark ? "dark"
            : "light";
        lock (ReportLock)
        {
            File.AppendAllText(
                file,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {width} | {colours} | {found.Passes.Length} | {found.Violations.Length} |\n"
                )
            );
        }
    }
}
