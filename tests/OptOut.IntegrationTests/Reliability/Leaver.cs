using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>How somebody opts out.</summary>
internal enum Way
{
    /// <summary>The button on the page of their own link.</summary>
    Page,

    /// <summary>STOP, by the webhook.</summary>
    Text,

    /// <summary>A call to an agent, who records it.</summary>
    Call,

    /// <summary>A line of a list.</summary>
    Import,
}

/// <summary>Somebody who opts out while hosts die, and what had been prepared for them before.</summary>
/// <param name="Number">The phone.</param>
/// <param name="How">The way that the opt-out comes by.</param>
internal sealed record Leaver(string Number, Way How)
{
    private const string Key = "demo-key",
        Reminder = "See you on Monday.";

    /// <summary>Of the page: its path.</summary>
    public string? Link { get; private set; }

    /// <summary>The message that waits at Twilio for them; null for who has none.</summary>
    public string? ScheduledSid { get; private set; }

    /// <summary>Of the text.</summary>
    public string MessageSid { get; } = TwilioSide.NewSid("SM");

    private string Suppression => $"/api/suppressions/{Uri.EscapeDataString(Number)}";

    /// <summary>A link for who will use one, and for every other a message that waits at Twilio and was reported.</summary>
    public async Task PrepareAsync(Site site, Uri host, bool schedule)
    {
        if (How == Way.Page)
        {
            Link = new Uri(
                (await JsonAsync(site, host, HttpMethod.Post, "/api/links", new { recipient = Number, brand = "acme" }))
                    .GetProperty("url")
                    .GetString()!
            ).AbsolutePath;
        }

        if (schedule)
        {
            var sendAt = TimeProvider.System.GetUtcNow().AddHours(2);
            var scheduled = await JsonAsync(
                site,
                host,
                HttpMethod.Post,
                "/local/twilio/scheduled",
                new
                {
                    from = TwilioSide.Number,
                    to = Number,
                    body = Reminder,
                    sendAt,
                }
            );
            ScheduledSid = scheduled.GetProperty("messageSid").GetString()!;
            await SendAsync(
                site,
                host,
                HttpMethod.Post,
                "/api/sends",
                Json(
                    new
                    {
                        recipient = Number,
                        brand = "acme",
                        campaign = "reminders",
                        kind = "campaign",
                        messageSid = ScheduledSid,
                        sentAt = sendAt.AddHours(-2),
                        status = "scheduled",
                        sendAt,
                    }
                )
            );
        }
    }

    /// <summary>One try to opt out; false where nobody acknowledged it, as with a host that dies.</summary>
    public async Task<bool> LeaveAsync(Site site, RunningHost host)
    {
        try
        {
            switch (How)
            {
                case Way.Page:
                    await SendAsync(site, host.Address, HttpMethod.Post, Link!, new FormUrlEncodedContent([]));
                    return true;
                case Way.Text:
                    return await site.TextAsync(host, Number, "STOP", MessageSid) == 200;
                default:
                    await SendAsync(
                        site,
                        host.Address,
                        HttpMethod.Put,
                        Suppression,
                        Json(
                            new
                            {
                                brand = "acme",
                                reason = "Asked on the phone.",
                                source = "phone",
                            }
                        )
                    );
                    return true;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>One try of a list of them.</summary>
    public static async Task<bool> ImportAsync(Site site, RunningHost host, IEnumerable<Leaver> list)
    {
        try
        {
            var csv = "recipient\n" + string.Join('\n', list.Select(l => l.Number)) + "\n";
            var results = await SendAsync(
                site,
                host.Address,
                HttpMethod.Post,
                "/api/suppressions/import?brand=acme",
                new StringContent(csv, Encoding.UTF8, "text/csv")
            );
            return results.Contains("\"complete\":true", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>Nothing is lost and nothing doubled, here, at Twilio and on the phone.</summary>
    /// <param name="site">Where it happened.</param>
    /// <param name="host">A host that lives.</param>
    /// <param name="listed">Twilio's consent list of this phone.</param>
    /// <param name="reports">All that Twilio's list was ever told of this phone: correlation ids.</param>
    public async Task HoldsAsync(Site site, RunningHost host, JsonElement[] listed, string[] reports)
    {
        var kept = How == Way.Text ? await Kept.ReadAsync(site, host, Number, MessageSid) : await Kept.ReadAsync(site, host, Number);
        kept.IsOptedOut();
        kept.StateIsTheFoldedLedger();
        Assert.Single(kept.Ledger, e => e.Type == EventType.OptedOut);
        if (How == Way.Text)
        {
            kept.EachIsConfirmedOnce();
        }

        Assert.Equal(How == Way.Text ? 1 : 0, kept.Phone.Count);

        // Once each: one entry, of the one sender that Twilio's list can name; and whatever repeated it, Twilio could see that it was the
        // same.
        var entry = Assert.Single(listed);
        Assert.Equal(
            (
                TwilioSide.Number,
                "opt-out",
                How switch
                {
                    Way.Page => "website",
                    Way.Text => "opt-out-message",
                    Way.Call => "offline",
                    _ => "others",
                }
            ),
            (entry.GetProperty("sender").GetString(), entry.GetProperty("status").GetString(), entry.GetProperty("source").GetString())
        );
        Assert.Equal(entry.GetProperty("correlationId").GetString(), Assert.Single(reports.Distinct(StringComparer.Ordinal)));

        var recalled = kept.Ledger.Where(e => e.Type == EventType.SendRecalled).Select(e => e.Proof!.MessageSid);
        Assert.Equal(ScheduledSid is null ? [] : [ScheduledSid], recalled);
        if (ScheduledSid is not null)
        {
            var messages = (
                await JsonAsync(site, host.Address, HttpMethod.Get, $"/local/messages?phone={Uri.EscapeDataString(Number)}", null)
            ).GetProperty("messages");
            Assert.Equal(
                "canceled",
                messages
                    .EnumerateArray()
                    .Single(m => m.GetProperty("messageSid").GetString() == ScheduledSid)
                    .GetProperty("status")
                    .GetString()
            );
        }
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static async Task<JsonElement> JsonAsync(Site site, Uri host, HttpMethod method, string path, object? body) =>
        JsonDocument.Parse(await SendAsync(site, host, method, path, body is null ? null : Json(body))).RootElement;

    private static async Task<string> SendAsync(Site site, Uri host, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(host, path)) { Content = content };
        if (path.StartsWith("/api/", StringComparison.Ordinal))
        {
            request.Headers.Add("x-api-key", Key);
        }

        using var answer = await site.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        // A host that is going down or starting up says 5xx; anything else is a fault of the test's own.
        return answer.IsSuccessStatusCode ? text
            : (int)answer.StatusCode >= 500 ? throw new HttpRequestException(text)
            : throw new InvalidOperationException($"{method} {path.Split('?')[0]}: {(int)answer.StatusCode} {text}");
    }
}
