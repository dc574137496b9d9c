using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;

namespace OptOut.IntegrationTests;

/// <summary>Rule 34: somebody changes a ledger row in the table, behind the app's back.</summary>
public sealed class TamperedRowTests(AzuriteFixture azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("changed")]
    [InlineData("removed")]
    public async Task Rule34_that_recipients_history_is_refused_with_an_alarm_and_nobody_else_notices(string how)
    {
        const string Ann = "+14155552671",
            Bob = "+14155552672";
        await using var app = await ApiOnAzurite.StartAsync(azurite, new Dictionary<string, string>(StringComparer.Ordinal));
        using var http = app.Client();
        var alarms = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "optout.ledger.broken")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref alarms, count));
        listener.Start();
        foreach (var person in new[] { Ann, Bob })
        {
            await ConsentAsync(http, person);
            (
                await http.PutAsJsonAsync(
                    $"/api/suppressions/{Uri.EscapeDataString(person)}",
                    new
                    {
                        brand = "acme",
                        reason = "phoned",
                        source = "phone",
                    },
                    Stop
                )
            ).EnsureSuccessStatusCode();
        }

        Assert.Equal(HttpStatusCode.OK, await HistoryAsync(http, Ann));
        Assert.Equal("ok", await LedgerHealthAsync(http));

        await TamperAsync(app.Table, Ann, how);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HistoryAsync(http, Ann));
        Assert.Equal("broken chain", await LedgerHealthAsync(http));
        Assert.True(Interlocked.Read(ref alarms) > 0);
        Assert.Equal(HttpStatusCode.OK, await HistoryAsync(http, Bob));
        // What an opt-out says holds for both: the check reads the state, which nobody touched.
        foreach (var person in new[] { Ann, Bob })
        {
            var check = await http.GetFromJsonAsync<JsonElement>(
                $"/api/checks/{Uri.EscapeDataString(person)}?brand=acme&campaign=news",
                Stop
            );
            Assert.Equal("opted-out", check.GetProperty("reason").GetString());
        }
    }

    /// <summary>The first event's statement becomes another one, of the same length; or the event goes.</summary>
    private static async Task TamperAsync(TableClient table, string person, string how)
    {
        var rows = await table
            .QueryAsync<TableEntity>(cancellationToken: Stop)
            .Where(r => r.GetString("Recipient") == person && r.RowKey.StartsWith('l'))
            .ToListAsync(Stop);
        Assert.Equal(2, rows.Count);
        var row = rows.MinBy(r => r.RowKey, StringComparer.Ordinal)!;
        if (how == "removed")
        {
            await table.DeleteEntityAsync(row, cancellationToken: Stop);
            return;
        }

        var text = Encoding.UTF8.GetString(row.GetBinary("Data"));
        Assert.Contains("Yes, news.", text, StringComparison.Ordinal);
        row["Data"] = Encoding.UTF8.GetBytes(text.Replace("Yes, news.", "Yes, ads!.", StringComparison.Ordinal));
        await table.UpdateEntityAsync(row, row.ETag, cancellationToken: Stop);
    }

    private static async Task ConsentAsync(HttpClient http, string person) =>
        (
            await http.PostAsJsonAsync(
                "/api/consents",
                new
                {
                    recipient = person,
                    brand = "acme",
                    campaigns = new[] { "news" },
                    basis = "express",
                    method = "web-form",
                    obtainedAt = StoreFacts.Start.AddDays(-1),
                    statement = "Yes, news.",
                    proof = new { reference = "form-7" },
                },
                Stop
            )
        ).EnsureSuccessStatusCode();

    private static async Task<HttpStatusCode> HistoryAsync(HttpClient http, string person) =>
        (await http.GetAsync($"/api/recipients/{Uri.EscapeDataString(person)}/history?brand=acme", Stop)).StatusCode;

    private static async Task<string?> LedgerHealthAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>("/api/health", Stop)).GetProperty("checks").GetProperty("ledger").GetString();
}
