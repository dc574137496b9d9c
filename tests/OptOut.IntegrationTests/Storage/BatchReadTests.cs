using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OptOut.Azure;
using OptOut.Http;

namespace OptOut.IntegrationTests;

/// <summary>Whatever the gates ask, and for whichever time, a check reads one row: counted on the wire to storage, over HTTP.</summary>
public sealed class BatchReadTests(AzuriteFixture azurite)
{
    private const int People = 1_000;

    [Fact]
    public async Task Rule35_a_check_with_every_gate_for_a_planned_time_is_one_read_and_a_batch_of_1_000_is_a_thousand()
    {
        var requests = new RecordedRequests();
        await using var app = await StartAsync(requests);
        using var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        http.DefaultRequestHeaders.Add("x-api-key", "admin-0");
        var cancellation = TestContext.Current.CancellationToken;
        await app.Services.GetRequiredService<Suspensions>().RefreshAsync(cancellation);
        var numbers = Enumerable.Range(0, People).Select(i => $"+1850555{i:D4}").ToList(); // two time zones, a state with hours and a frequency of its own
        var consent = new
        {
            recipient = numbers[0], brand = "acme", campaigns = new[] { "news" }, basis = "express", method = "web-form", obtainedAt = StoreFacts.Start.AddDays(-1),
            statement = "Yes", proof = new { reference = "form-7" },
        };
        (await http.PostAsJsonAsync("/api/consents", consent, cancellation)).EnsureSuccessStatusCode();

        requests.Clear();
        var night = await http.GetFromJsonAsync<JsonElement>(
            $"/api/checks/{Uri.EscapeDataString(numbers[0])}?brand=acme&campaign=news&sender=%2B14155550100&at={Uri.EscapeDataString("2026-02-01T04:00:00Z")}", cancellation);
        Assert.Equal("quiet-hours", night.GetProperty("reason").GetString());
        Assert.Equal(["GET"], requests.Methods);

        requests.Clear();
        var noon = StoreFacts.Start.AddHours(6);
        var answer = await http.PostAsJsonAsync(
            "/api/checks", new { checks = numbers.Select(number => new { recipient = number, brand = "acme", campaign = "news", body = "acme: news. Reply STOP to unsubscribe.", at = noon }) }, cancellation);
        var reasons = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("results").EnumerateArray().Select(r => r.GetProperty("reason").GetString()).ToList();
        Assert.Equal(["consented", .. Enumerable.Repeat("no-consent", People - 1)], reasons);
        Assert.Equal(Enumerable.Repeat("GET", People), requests.Methods);
    }

    private async Task<WebApplication> StartAsync(RecordedRequests requests)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var settings = ApiHost.Settings(1);
        const string Campaign = "OptOut__Accounts__0__Brands__0__Campaigns__0__";
        (settings[Campaign + "QuietHours"], settings[Campaign + "Max"], settings[Campaign + "Per"]) = ("On", "4", "P30D");
        (settings[Campaign + "Countries__0"], settings[Campaign + "Senders__0"], settings["OptOut__Accounts__0__Brands__0__MaxSenders"]) = ("US", "+14155550100", "3");
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var storage = await azurite.ConnectionStringAsync();
        // A clock that stands still: nothing reads in the background.
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(StoreFacts.Start)).AddOptOut(builder.Configuration)
            .AddRecipientStore(storage, new Dictionary<string, string>(StringComparer.Ordinal))
            .AddSingleton(new AccountTables(await azurite.NewTableAsync(requests)))
            .AddFollowUpQueue(builder.Configuration, storage).AddConsentEvents(builder.Configuration)
            .AddSingleton(DispatchProxy.Create<ITwilioSettings, EndlessStore>());
        var app = builder.Build();
        await app.Services.CreateStorageAsync(TestContext.Current.CancellationToken);
        app.UseOptOut();
        app.MapOptOut();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
