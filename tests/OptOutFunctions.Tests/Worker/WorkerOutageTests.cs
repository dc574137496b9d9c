using System.Net;
using System.Text.Json;

namespace OptOutFunctions.Tests;

/// <summary>The head while a part of its storage is away, as StorageOutageTests hold it for the local host.</summary>
[Collection(typeof(WorkerSiteCollection))]
public sealed class WorkerOutageTests(WorkerSite site) : IAsyncLifetime
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(10),
        QueueAway = TimeSpan.FromSeconds(5);
    private readonly string person = site.Person("415555");

    /// <summary>Dead letters of the other class on this site would stand in health beside what is away here.</summary>
    public async ValueTask InitializeAsync() => await site.Poison.ClearMessagesAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        (site.Tables.IsShut, site.Queues.IsShut, site.Host.TakesFromQueue) = (false, false, true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Table_away_STOP_is_200_without_a_message_and_holds_as_soon_as_the_table_is_back()
    {
        site.Host.TakesFromQueue = false;
        site.Tables.IsShut = true;

        var stop = await site.TextAsync(person, "STOP");

        Assert.Equal((HttpStatusCode.OK, 0), (stop.Status, Messages(stop.Body)));
        Assert.InRange(stop.Took, TimeSpan.Zero, InTime);
        await NamesAsync(away: "storage", there: "followUps");

        (site.Tables.IsShut, site.Host.TakesFromQueue) = (false, true);
        await WorkerSite.UntilAsync(async () => await ReasonAsync() == "opted-out");
    }

    [Fact]
    public async Task Queue_away_STOP_is_200_with_its_confirmation_within_5_s_and_holds()
    {
        site.Queues.IsShut = true;

        var stop = await site.TextAsync(person, "STOP");

        Assert.Equal((HttpStatusCode.OK, 1), (stop.Status, Messages(stop.Body)));
        Assert.InRange(stop.Took, TimeSpan.Zero, QueueAway);
        Assert.Equal("opted-out", await ReasonAsync());
        await NamesAsync(away: "followUps", there: "storage");
    }

    [Fact]
    public async Task Both_away_STOP_is_503_in_time_so_that_Twilio_brings_it_again()
    {
        (site.Tables.IsShut, site.Queues.IsShut) = (true, true);

        var stop = await site.TextAsync(person, "STOP");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, stop.Status);
        Assert.InRange(stop.Took, TimeSpan.Zero, InTime);
    }

    private static int Messages(string twiml) => System.Xml.Linq.XDocument.Parse(twiml).Root!.Elements("Message").Count();

    private async Task<string?> ReasonAsync()
    {
        using var answer = await site.Http.GetAsync($"/api/checks/{person}?brand=acme", TestContext.Current.CancellationToken);
        return JsonDocument
            .Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .RootElement.GetProperty("reason")
            .GetString();
    }

    private Task NamesAsync(string away, string there) =>
        WorkerSite.UntilAsync(async () =>
        {
            using var health = await site.Http.GetAsync("/api/health", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            var checks = JsonDocument
                .Parse(await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
                .RootElement.GetProperty("checks");
            Assert.NotEqual("ok", checks.GetProperty(away).GetString());
            // A store that is slow is no outage that lasts.
            return checks.GetProperty(there).GetString() == "ok";
        });
}
