using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rule 42: the recipient's own page, behind a short link.</summary>
public sealed class LinkTests(Head head) : ContractTest(head)
{
    /// <summary>A number of nobody else's, as <see cref="ContractTest.Number"/> gives them.</summary>
    private static string NumberEndingIn42()
    {
        string number;
        do
        {
            number = Number();
        } while (!number.EndsWith("42", StringComparison.Ordinal));
        return number;
    }

    [Fact]
    public async Task Rule42_a_link_is_short_unguessable_and_holds_no_number()
    {
        var person = Number();
        var made = Expect(
            201,
            await ApiAsync(HttpMethod.Post, "/api/links", new JsonObject { ["recipient"] = person, ["brand"] = "acme" }, WriteKey)
        );
        var url = made.Json.GetProperty("url").GetString()!;
        Assert.StartsWith(Base + "/", url, StringComparison.Ordinal);
        Assert.InRange(url.Length - Base.Length, 2, 12);
        Assert.DoesNotContain(person[5..], url, StringComparison.Ordinal);
        Assert.True(made.Json.GetProperty("expires").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        Assert.NotEqual(url, await LinkAsync(person), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Rule42_looking_at_the_page_changes_nothing_and_tells_nothing()
    {
        var (subscribed, stranger) = (NumberEndingIn42(), NumberEndingIn42());
        await ConsentAsync(subscribed);
        var pages = new List<string>();
        foreach (var path in new[] { await LinkAsync(subscribed), await LinkAsync(stranger) })
        {
            for (var i = 0; i < 3; i++)
            {
                var page = Expect(200, await RawAsync(HttpMethod.Get, path, null, key: null));
                Assert.Equal("text/html", page.MediaType);
                pages.Add(page.Body);
            }

            await RawAsync(HttpMethod.Head, path, null, key: null);
            Assert.Equal(405, (await RawAsync(HttpMethod.Delete, path, null, key: null)).Status);
        }

        Assert.Single(pages.Distinct(StringComparer.Ordinal));
        Assert.Contains("Acme Clinics", pages[0], StringComparison.Ordinal);
        Assert.Contains("offers", pages[0], StringComparison.Ordinal);
        Assert.Contains(">For the phone number that ends in 42.<", pages[0], StringComparison.Ordinal);
        Assert.DoesNotContain(subscribed[^4..], pages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("<script", pages[0], StringComparison.OrdinalIgnoreCase);
        Assert.True((await CheckAsync(subscribed)).Allowed);
        Assert.Equal(["consented"], await EventTypesAsync(subscribed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("List-Unsubscribe=One-Click")]
    [InlineData("campaign=unknown")]
    public async Task Rule42_a_button_stops_the_brand_at_once_with_source_web(string form)
    {
        var person = Number();
        await ConsentAsync(person);
        var done = await PressAsync(await LinkAsync(person), form);
        Assert.Contains("Acme Clinics will send you no more messages", done, StringComparison.Ordinal);
        Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
        var suppression = await SuppressionAsync(person);
        Assert.Equal(("web", "brand"), (suppression.GetProperty("source").GetString(), suppression.GetProperty("scope").GetString()));
        Assert.Equal(["consented", "opted-out"], await EventTypesAsync(person));
    }

    [Fact]
    public async Task Rule42_one_campaign_can_be_stopped_and_pressing_twice_changes_nothing_more()
    {
        var person = Number();
        await ConsentAsync(person);
        await ConsentAsync(person, "offers");
        var path = await LinkAsync(person);
        await PressAsync(path, "campaign=offers");
        await PressAsync(path, "campaign=offers");
        Assert.Equal("opted-out", (await CheckAsync(person, "offers")).Reason);
        Assert.True((await CheckAsync(person)).Allowed);
        Assert.Single(await EventTypesAsync(person), "opted-out");
    }

    [Fact]
    public async Task Rule42_the_frequency_is_kept()
    {
        var person = Number();
        await PressAsync(await LinkAsync(person), "frequency=weekly");
        var changed = Assert.Single(await HistoryAsync(person));
        Assert.Equal("preferences-changed", changed.GetProperty("type").GetString());
        Assert.Equal(1, changed.GetProperty("frequency").GetProperty("max").GetInt32());
    }

    [Fact]
    public async Task Rule42_forged_and_expired_links_lead_to_the_same_page_which_does_nothing()
    {
        var person = Number();
        await ConsentAsync(person);
        var good = await LinkAsync(person);
        var expired = await ExpiredAsync(person);
        string[] nowhere = [expired, "/23456789ABC", good[..^1] + (good[^1] == 'a' ? 'b' : 'a'), good + "x", good[..^1], "/O0lIO0lIO0l"];
        var answers = new List<Answer>();
        foreach (var path in nowhere)
        {
            answers.Add(await RawAsync(HttpMethod.Get, path, null, key: null));
            answers.Add(await RawAsync(HttpMethod.Post, path, new FormUrlEncodedContent([]), key: null));
        }

        Assert.Equal((200, "text/html"), (answers[0].Status, answers[0].MediaType));
        Assert.Single(answers.Distinct());
        Assert.DoesNotContain("Acme", answers[0].Body, StringComparison.Ordinal);
        Assert.True((await CheckAsync(person)).Allowed);
    }

    [Theory]
    [InlineData("es-MX,es;q=0.9,en;q=0.8", "es", "Mensajes de Acme Clinics")]
    [InlineData("da, de;q=0.5", "de", "Nachrichten von Acme Clinics")]
    [InlineData("fr", "fr", "Messages de Acme Clinics")]
    [InlineData("pt-BR", "pt", "Mensagens de Acme Clinics")]
    [InlineData("ja", "en", "Messages from Acme Clinics")]
    [InlineData(null, "en", "Messages from Acme Clinics")]
    public async Task Rule42_the_page_speaks_the_readers_language(string? accept, string language, string title)
    {
        (string, string)[] headers = accept is null ? [] : [("Accept-Language", accept)];
        var page = Expect(200, await RawAsync(HttpMethod.Get, await LinkAsync(Number()), null, key: null, headers));
        Assert.Contains($"<html lang=\"{language}\">", page.Body, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule42_the_language_that_the_recipient_told_outranks_the_browsers()
    {
        var person = Number();
        var consent = Consent(person, "acme", "reminders");
        consent["language"] = "es";
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey));
        var page = Expect(
            200,
            await RawAsync(HttpMethod.Get, await LinkAsync(person), null, key: null, ("Accept-Language", "fr,en;q=0.5"))
        );
        Assert.Contains("<html lang=\"es\">", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule42_a_scanner_that_opens_everything_it_finds_changes_nothing()
    {
        var person = Number();
        await ConsentAsync(person);
        var path = await LinkAsync(person);
        var page = Expect(200, await RawAsync(HttpMethod.Get, path, null, key: null)).Body;
        var found = System
            .Text.RegularExpressions.Regex.Matches(
                page,
                "(?:href|src|action|formaction)\\s*=\\s*[\"']?(?<url>[^\"'\\s>]+)",
                System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            )
            .Select(m => m.Groups["url"].Value);
        foreach (
            var link in found.Concat([path, path + "?campaign=offers", path + "?frequency=daily", path + "?List-Unsubscribe=One-Click"])
        )
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options })
            {
                await RawAsync(
                    method,
                    link,
                    null,
                    key: null,
                    ("Purpose", "prefetch"),
                    ("Sec-Purpose", "prefetch;prerender"),
                    ("User-Agent", "LinkScanner/1.0")
                );
            }
        }

        Assert.True((await CheckAsync(person)).Allowed);
        Assert.Equal(["consented"], await EventTypesAsync(person));
    }

    [Fact]
    public async Task Rule42_the_page_may_run_no_script_set_no_cookie_and_ask_nobody()
    {
        var client = await Head.ClientAsync();
        using var response = await client.GetAsync(
            new Uri(client.BaseAddress!, await LinkAsync(Number())),
            TestContext.Current.CancellationToken
        );
        var policy = string.Join("", response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", string.Join("", response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Rule42_what_cannot_be_linked_is_refused()
    {
        ExpectProblem(
            400,
            await ApiAsync(
                HttpMethod.Post,
                "/api/links",
                new JsonObject
                {
                    ["recipient"] = "12",
                    ["brand"] = "acme",
                    ["expires"] = Time(TimeSpan.FromDays(-1)),
                }
            ),
            "recipient",
            "expires"
        );
        ExpectProblem(
            400,
            await ApiAsync(
                HttpMethod.Post,
                "/api/links",
                new JsonObject
                {
                    ["recipient"] = Number(),
                    ["brand"] = "acme",
                    ["expires"] = Time(TimeSpan.FromDays(1000)),
                }
            ),
            "expires"
        );
        Expect(
            403,
            await ApiAsync(HttpMethod.Post, "/api/links", new JsonObject { ["recipient"] = Number(), ["brand"] = "acme" }, ReadKey)
        );
        Expect(
            403,
            await ApiAsync(HttpMethod.Post, "/api/links", new JsonObject { ["recipient"] = Number(), ["brand"] = "acme" }, OtherKey)
        );
    }

    private async Task<string> LinkAsync(string recipient) => PathOf(Expect(201, await PostLinkAsync(recipient)));

    /// <summary>A link whose time is over.</summary>
    private async Task<string> ExpiredAsync(string recipient)
    {
        var life = TimeSpan.FromMilliseconds(300);
        var made = await PostLinkAsync(recipient, Time(life));
        // Its end must still be to come when the host reads it, and a busy one may take longer than that.
        while (made.Status == 400 && life < TimeSpan.FromSeconds(30))
        {
            life *= 3;
            made = await PostLinkAsync(recipient, Time(life));
        }

        var path = PathOf(Expect(201, made));
        await Until.AsyncIs(
            async () => !(await RawAsync(HttpMethod.Get, path, null, key: null)).Body.Contains("Acme", StringComparison.Ordinal),
            60,
            "the link still leads somewhere"
        );
        return path;
    }

    private Task<Answer> PostLinkAsync(string recipient, string? expires = null)
    {
        var body = new JsonObject { ["recipient"] = recipient, ["brand"] = "acme" };
        if (expires is not null)
        {
            body["expires"] = expires;
        }

        return ApiAsync(HttpMethod.Post, "/api/links", body, WriteKey);
    }

    private static string PathOf(Answer made) => made.Json.GetProperty("url").GetString()![Base.Length..];

    private async Task<string> PressAsync(string path, string form) =>
        Expect(
            200,
            await RawAsync(
                HttpMethod.Post,
                path,
                new StringContent(form, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"),
                key: null,
                ("Origin", "null")
            )
        ).Body;
}
