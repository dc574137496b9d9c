using Microsoft.Playwright;

namespace OptOut.IntegrationTests;

/// <summary>A host as anyone starts it, and a Chromium to look at it with: Debian's, found by name, never one that is downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Where screenshots are written to; without it none are.</summary>
    public const string ScreenshotFolder = "OPTOUT_SCREENSHOTS";

    /// <summary>Milliseconds for whatever a page is to show: a busy machine takes its time.</summary>
    private const float Patience = 60_000;

    private readonly TemporaryDirectory data = new();
    private HostProcess? host;
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        if (FindChromium() is not { } chromium)
        {
            return;
        }
        host = await HostProcess.StartAsync(data.Path);
        Address = await host.ListeningAsync();
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        // Root, as in containers, cannot use Chromium's own sandbox; what it is shown is ours.
        this.chromium = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = chromium,
                Args = ["--no-sandbox"],
                Timeout = 2 * Patience,
            }
        );
    }

    /// <summary>Skips the test where there is nothing to look with.</summary>
    public void Require() => Assert.SkipWhen(this.chromium is null, "There is no Chromium on the PATH: the pages are not looked at here.");

    /// <summary>
    /// A page of its own: nothing is shared with other tests, and what its scripts or its policy complain of fails the test.
    /// </summary>
    public async Task<TestPage> OpenAsync(string path, int width = 1280, int height = 960, ColorScheme scheme = ColorScheme.Light)
    {
        Require();
        var context = await this.chromium!.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = scheme,
                Locale = "en-GB",
                // What fades in has no contrast for a moment, in which axe may look.
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(Patience);
        var page = new TestPage(await context.NewPageAsync());
        await page.Page.GotoAsync(new Uri(Address, path).AbsoluteUri);
        return page;
    }

    /// <summary>Keeps a picture for the docs, when asked to.</summary>
    public static async Task PictureAsync(IPage page, string name, bool whole = true)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotFolder) is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(folder, name),
                    FullPage = whole,
                    Animations = ScreenshotAnimations.Disabled,
                }
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (this.chromium is not null)
        {
            await this.chromium.DisposeAsync();
        }
        playwright?.Dispose();
        if (host is not null)
        {
            await host.DisposeAsync();
        }
        data.Dispose();
    }

    private static string? FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser") })
            .FirstOrDefault(File.Exists);
}

/// <summary>The tests of the pages share one host and one Chromium.</summary>
[CollectionDefinition(Name)]
public sealed class Pages : ICollectionFixture<Browser>
{
    public const string Name = "pages";
}

/// <summary>One page, and what went wrong in it.</summary>
public sealed class TestPage : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    public TestPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    public ILocator Find(string selector) => Page.Locator(selector);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Controls that a screen reader could not name.</summary>
    public async Task<string[]> NamelessAsync() =>
        await Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('input, select, textarea, button')].filter(control => control.checkVisibility()
              && !(control.labels?.length > 0 && [...control.labels].some(label => label.textContent.trim())) && !control.ariaLabel && !control.textContent.trim())
              .map(control => control.outerHTML)
            """
        );

    public async Task<bool> ScrollsSidewaysAsync() =>
        await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Assert.Empty(complaints);
    }
}
