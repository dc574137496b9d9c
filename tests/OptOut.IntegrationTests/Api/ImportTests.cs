using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using static OptOut.IntegrationTests.ApiClient;

namespace OptOut.IntegrationTests;

/// <summary>Imports over real HTTP and real Azurite.</summary>
public sealed class ImportTests(ApiHost host)
{
    private const string Suppressions = "/api/suppressions/import?brand=acme";
    private const string Consents = "/api/consents/import?brand=acme";

    [Fact]
    public async Task Each_line_of_csv_gets_its_result_and_repeating_changes_nothing()
    {
        using var api = host.NewAccount();
        var csv =
            "\uFEFFrecipient,since,source,reason,scope,campaign\r\n"
            + $"{Number(1)},2026-01-02T03:04:05Z,legacy,\"said \"\"stop\"\",\r\nloudly\",,\r\n"
            + "\r\n"
            + "12345,,,,,\r\n"
            + $"{Number(2)},,,,campaign,news\r\n"
            + $"'{Number(1)},2026-01-02T03:04:05Z,,,,\r\n"
            + $"{Number(3)},2999-01-01T00:00:00Z,,,,\r\n"
            + $"{Number(4)},,,,campaign,nothing\r\n"
            + $"{Number(5)}\n";
        var first = await api.ImportAsync(Suppressions, csv, "text/csv");
        Assert.Equal(
            [
                "2 added",
                "5 invalid recipient",
                "6 added",
                "7 already-suppressed",
                "8 invalid since",
                "9 invalid campaign",
                "10 added",
                "complete 7",
            ],
            first
        );
        var second = await api.ImportAsync(Suppressions, csv, "text/csv");
        Assert.Equal(
            [
                "2 already-suppressed",
                "5 invalid recipient",
                "6 already-suppressed",
                "7 already-suppressed",
                "8 invalid since",
                "9 invalid campaign",
                "10 already-suppressed",
                "complete 7",
            ],
            second
        );
        var history = await api.GetAsync($"/api/recipients/{Number(1)}/history?brand=acme");
        var written = Assert.Single(history.GetProperty("events").EnumerateArray());
        Assert.Equal(
            ("import", "legacy", "said \"stop\",\r\nloudly"),
            (written.GetProperty("source").GetString(), written.GetProperty("origin").GetString(), written.GetProperty("text").GetString())
        );
        Assert.Equal(
            "2026-01-02T03:04:05.0000000Z",
            (await api.GetAsync($"/api/suppressions/{Number(1)}?brand=acme")).GetProperty("since").GetString()
        );
    }

    [Fact]
    public async Task Ndjson_lines_fail_alone_overlong_ones_too()
    {
        using var api = host.NewAccount();
        var lines = $$"""
            {"recipient":"{{Number(1)}}"}

            not json
            {"recipient":"{{Number(2)}}","colour":"red"}
            {"recipient":"{{Number(3)}}","reason":"{{new string('x', 70_000)}}"}
            {"recipient":"{{Number(4)}}","scope":"account"}
            {"recipient":"{{Number(4)}}","scope":"account"}
            """;
        Assert.Equal(
            ["1 added", "3 invalid $", "4 invalid colour", "5 invalid $", "6 added", "7 already-suppressed", "complete 6"],
            (await api.ImportAsync(Suppressions, lines, "application/x-ndjson")).Select(l =>
                l.Replace("invalid $.colour", "invalid colour", StringComparison.Ordinal)
            ),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task An_opt_out_older_than_a_consent_is_superseded_and_an_import_never_lifts()
    {
        using var api = host.NewAccount();
        var now = TimeProvider.System.GetUtcNow();
        await api.ConsentAsync(Number(1), "news", now.AddDays(-1));
        var old = $"{{\"recipient\":\"{Number(1)}\",\"since\":\"{now.AddDays(-2):O}\"}}";
        Assert.Equal(["1 superseded", "complete 1"], await api.ImportAsync(Suppressions, old, "application/x-ndjson"));
        Assert.Equal(["1 superseded", "complete 1"], await api.ImportAsync(Suppressions, old, "application/x-ndjson"));
        Assert.True((await api.GetAsync($"/api/checks/{Number(1)}?brand=acme&campaign=news")).GetProperty("allowed").GetBoolean());

        await api.SuppressAsync(Number(2), at: $"{now.AddDays(-3):O}");
        var consents =
            string.Join('\n', new[] { 2, 3, 3 }.Select(n => Consent(n, now.AddDays(-1))))
            + "\n"
            + Consent(4, now).Replace("web-form", "purchased-list", StringComparison.Ordinal);
        Assert.Equal(
            ["1 superseded", "2 added", "3 already-consented", "4 invalid method", "complete 4"],
            await api.ImportAsync(Consents, consents, "application/x-ndjson")
        );
        Assert.Equal(
            "opted-out",
            (await api.GetAsync($"/api/checks/{Number(2)}?brand=acme&campaign=news")).GetProperty("reason").GetString()
        );
        Assert.True((await api.GetAsync($"/api/checks/{Number(3)}?brand=acme&campaign=news")).GetProperty("allowed").GetBoolean());

        var id = (await api.GetAsync($"/api/consents/{Number(3)}?brand=acme")).GetProperty("consents")[0].GetProperty("id").GetString();
        using var withdrawn = await api.SendAsync(HttpMethod.Delete, $"/api/consents/{Number(3)}/{id}");
        Assert.Equal(200, (int)withdrawn.StatusCode);
        Assert.Equal(["1 superseded", "complete 1"], await api.ImportAsync(Consents, Consent(3, now.AddDays(-1)), "application/x-ndjson"));
    }

    [Fact]
    public async Task Consents_come_as_csv_too()
    {
        using var api = host.NewAccount();
        var csv =
            "recipient,campaigns,basis,method,obtainedAt,statement,proof.reference,frequency.max,frequency.per\n"
            + $"{Number(1)},news offers,express,web-form,2026-01-01T00:00:00+01:00,\"Yes, text me\",form-7,4,P30D\n"
            + $"{Number(2)},news,express,web-form,,Yes,,,\n";
        Assert.Equal(["2 added", "3 invalid obtainedAt,proof", "complete 2"], await api.ImportAsync(Consents, csv, "text/csv"));
        Assert.True((await api.GetAsync($"/api/checks/{Number(1)}?brand=acme&campaign=offers")).GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task Rule35_37_a_consents_line_says_level_language_and_time_zone()
    {
        using var api = host.NewAccount();
        var csv =
            "recipient,campaigns,basis,method,level,language,timeZone,obtainedAt,statement,proof.reference\n"
            + $"{Number(1)},news,express,verbal,written,es,America/Chicago,2026-01-01T00:00:00Z,Yes,card-1\n"
            + $"{Number(2)},news,express,verbal,,,,2026-01-01T00:00:00Z,Yes,card-2\n"
            + $"{Number(3)},news,express,verbal,loud,español,Mars/Olympus,2026-01-01T00:00:00Z,Yes,card-3\n";
        Assert.Equal(
            ["2 added", "3 added", "4 invalid level,language,timeZone", "complete 3"],
            await api.ImportAsync(Consents, csv, "text/csv")
        );

        var consent = (await api.GetAsync($"/api/consents/{Number(1)}?brand=acme")).GetProperty("consents")[0];
        Assert.Equal("written", consent.GetProperty("level").GetString());
        var written = Assert.Single(
            (await api.GetAsync($"/api/recipients/{Number(1)}/history?brand=acme")).GetProperty("events").EnumerateArray()
        );
        Assert.Equal(("es", "America/Chicago"), (written.GetProperty("language").GetString(), written.GetProperty("timeZone").GetString()));
        Assert.Equal(
            "oral",
            (await api.GetAsync($"/api/consents/{Number(2)}?brand=acme")).GetProperty("consents")[0].GetProperty("level").GetString()
        );
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        using var api = host.NewAccount();
        var lines = $"recipient\n{Number(1)}\n{Number(1)}\nx\n";
        string[] expected = ["2 added", "3 already-suppressed", "4 invalid recipient", "complete 3"];
        Assert.Equal(expected, await api.ImportAsync(Suppressions + "&dryRun=true", lines, "text/csv"));
        Assert.Empty((await api.GetAsync("/api/suppressions?brand=acme")).GetProperty("items").EnumerateArray());
        Assert.Equal(expected, await api.ImportAsync(Suppressions, lines, "text/csv"));
    }

    [Fact]
    public async Task An_export_is_imported_as_it_is()
    {
        using var api = host.NewAccount();
        using var other = host.NewAccount();
        await api.SuppressAsync(Number(1));
        await api.SuppressAsync(Number(2), scope: "campaign", campaign: "news");
        foreach (var form in new[] { "text/csv", "application/x-ndjson" })
        {
            var export = await api.GetTextAsync("/api/suppressions?brand=acme", form);
            var results = await other.ImportAsync(Suppressions, export, form);
            Assert.Equal(form == "text/csv" ? 2 : 0, results.Count(r => r.EndsWith("added", StringComparison.Ordinal)));
            Assert.Equal("complete 2", results[^1]);
        }

        Assert.Equal(2, (await other.GetAsync("/api/suppressions?brand=acme")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_is_wrong_with_the_upload_as_a_whole_is_named_before_anything_is_taken()
    {
        using var api = host.NewAccount();
        async Task Refused(int status, string fields, string body, string type, string path = Suppressions, string permission = "write")
        {
            var refused = await api.RefusedAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type), permission);
            Assert.Equal((status, fields), (refused.Status, string.Join(',', refused.Fields)));
        }

        await Refused(400, "telephone", $"recipient,telephone\n{Number(1)},1\n", "text/csv");
        await Refused(400, "recipient", $"since\n2026-01-01T00:00:00Z\n", "text/csv");
        await Refused(400, "recipient", "", "text/csv");
        await Refused(400, "since", $"recipient,since,since\n{Number(1)},,\n", "text/csv");
        await Refused(415, "", $"recipient\n{Number(1)}\n", "text/plain");
        await Refused(400, "dryRun", $"recipient\n{Number(1)}\n", "text/csv", Suppressions + "&dryRun=maybe");
        await Refused(403, "", $"recipient\n{Number(1)}\n", "text/csv", permission: "read");
        Assert.Empty((await api.GetAsync("/api/suppressions?brand=acme")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_ends_the_import_incomplete()
    {
        using var api = host.NewAccount();
        var csv =
            $"recipient,reason\n{Number(1)},fine\n{Number(2)},\"never closed\n"
            + string.Concat(Enumerable.Repeat(Number(3) + ",x\n", 60_000));
        var results = await api.ImportAsync(Suppressions, csv, "text/csv");
        Assert.Equal("2 added", results[0]);
        Assert.Equal("incomplete 1", results[^1]);
        var atTheEnd = await api.ImportAsync(
            Suppressions,
            $"recipient,reason\n{Number(3)},fine\n{Number(4)},\"never closed\n{Number(5)},x\n",
            "text/csv"
        );
        Assert.Equal(["2 added", "incomplete 1"], atTheEnd);
    }

    [Fact]
    public async Task A_quote_that_a_later_line_closes_leaves_none_of_the_lines_between_unsaid()
    {
        using var api = host.NewAccount();
        var csv = $"recipient,reason\n{Number(1)},fine\n{Number(2)},\"open\n{Number(3)},x\n{Number(4)},\"y\"\n{Number(5)},z\n";
        var results = await api.ImportAsync(Suppressions, csv, "text/csv");
        Assert.Equal(["2 added", "3 invalid $", "4 invalid $", "5 invalid $", "6 added", "incomplete 5"], results);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_no_complete_line_and_can_be_repeated()
    {
        using var api = host.NewAccount();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(host.Address.Host, host.Address.Port);
            var wire = socket.GetStream();
            var head =
                $"POST {Suppressions} HTTP/1.1\r\nHost: localhost\r\nx-api-key: {api.Key()}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 5000\r\n\r\n{{\"recipient\":\"{Number(1)}\"}}\n{{\"recipient\":";
            await wire.WriteAsync(Encoding.ASCII.GetBytes(head));
            using var answer = new StreamReader(wire);
            var seen = new StringBuilder();
            while (!seen.ToString().Contains("added", StringComparison.Ordinal))
            {
                seen.AppendLine(await answer.ReadLineAsync());
            }

            socket.Client.Shutdown(SocketShutdown.Send);
            try
            {
                seen.Append(await answer.ReadToEndAsync());
            }
            catch (IOException)
            {
                // The server may reset a connection on which it reads nothing more.
            }

            Assert.DoesNotContain("\"complete\":true", seen.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("\"line\":2", seen.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(
            ["2 already-suppressed", "3 added", "complete 2"],
            await api.ImportAsync(Suppressions, $"recipient\n{Number(1)}\n{Number(2)}\n", "text/csv")
        );
    }

    [Fact]
    public async Task Much_is_taken_from_a_caller_that_reads_nothing_until_it_has_sent_everything()
    {
        using var api = host.NewAccount();
        // The answer is beyond what the connection holds: if it were not spooled, both sides would wait for ever.
        var bad = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"recipient\":\"1\"}\n", 150_000)));
        using var answer = await api.SendAsync(
            HttpMethod.Post,
            Suppressions,
            new ByteArrayContent(bad) { Headers = { ContentType = new("application/x-ndjson") } }
        );
        var length = 0L;
        string? last = null;
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            length += line.Length;
            last = line;
        }

        Assert.True(length > 16 * 1024 * 1024, "the answer is long");
        Assert.True(JsonDocument.Parse(last!).RootElement.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task More_than_100_MiB_is_refused_unread()
    {
        using var api = host.NewAccount();
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        var wire = socket.GetStream();
        await wire.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {Suppressions} HTTP/1.1\r\nHost: localhost\r\nx-api-key: {api.Key()}\r\nContent-Type: text/csv\r\nContent-Length: 104857601\r\n\r\n"
            )
        );
        using var answer = new StreamReader(wire);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await answer.ReadLineAsync());
    }

    private static string Consent(int n, DateTimeOffset obtainedAt) =>
        JsonSerializer.Serialize(
            new
            {
                recipient = Number(n),
                campaigns = new[] { "news" },
                basis = "express",
                method = "web-form",
                obtainedAt,
                statement = "Yes",
                proof = new { reference = "f" },
            }
        );
}
