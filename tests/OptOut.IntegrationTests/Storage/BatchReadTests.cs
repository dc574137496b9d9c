using System.Net.Http.Json;
using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>Whatever the gates ask, and for whichever time, a check reads one row: counted on the wire to storage, over HTTP.</summary>
public sealed class BatchReadTests(AzuriteFixture azurite)
{
    private const int People = 1_000;
    private const string Campaign = "OptOut:Accounts:0:Brands:0:Campaigns:0:";

    /// <summary>Every gate that a campaign can have.</summary>
    private static readonly Dictionary<string, string> Gated = new(StringComparer.Ordinal)
    {
        [Campaign + "QuietHours"] = "On",
        [Campaign + "Max"] = "4",
        [Campaign + "Per"] = "P30D",
        [Campaign + "Countries:0"] = "US",
        [Campaign + "Senders:0"] = "+14155550100",
        ["OptOut:Accounts:0:Brands:0:MaxSenders"] = "3",
    };

    [Fact]
    public async Task Rule35_a_check_with_every_gate_for_a_planned_time_is_one_read_and_a_batch_of_1_000_is_a_thousand()
    {
        var requests = new RecordedRequests();
        await using var app = await ApiOnAzurite.StartAsync(azurite, Gated, requests);
        using var http = app.Client();
        var cancellation = TestContext.Current.CancellationToken;
        await app.Get<Suspensions>().RefreshAsync(cancellation);
        var numbers = Enumerable.Range(0, People).Select(i => $"+1850555{i:D4}").ToList(); // two time zones, a state with hours and a frequency of its own
        var consent = new
        {
            recipient = numbers[0],
            brand = "acme",
            campaigns = new[] { "news" },
            basis = "express",
            method = "web-form",
            obtainedAt = StoreFacts.Start.AddDays(-1),
            statement = "Yes",
            proof = new { reference = "form-7" },
        };
        (await http.PostAsJsonAsync("/api/consents", consent, cancellation)).EnsureSuccessStatusCode();
        // The entries for overviews come after the answer.
        await app.Get<Background>().DisposeAsync();

        requests.Clear();
        var night = await http.GetFromJsonAsync<JsonElement>(
            $"/api/checks/{Uri.EscapeDataString(numbers[0])}?brand=acme&campaign=news&sender=%2B14155550100&at={Uri.EscapeDataString("2026-02-01T04:00:00Z")}",
            cancellation
        );
        Assert.Equal("quiet-hours", night.GetProperty("reason").GetString());
        Assert.Equal(["GET"], requests.Methods);

        requests.Clear();
        var noon = StoreFacts.Start.AddHours(6);
        var answer = await http.PostAsJsonAsync(
            "/api/checks",
            new
            {
                checks = numbers.Select(number => new
                {
                    recipient = number,
                    brand = "acme",
                    campaign = "news",
                    body = "acme: news. Reply STOP to unsubscribe.",
                    at = noon,
                }),
            },
            cancellation
        );
        var reasons = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation))
            .GetProperty("results")
            .EnumerateArray()
            .Select(r => r.GetProperty("reason").GetString())
            .ToList();
        Assert.Equal(["consented", .. Enumerable.Repeat("no-consent", People - 1)], reasons);
        Assert.Equal(Enumerable.Repeat("GET", People), requests.Methods);
    }
}
