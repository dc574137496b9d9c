using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>What one caller, one item or one line gets wrong costs nobody else anything, is named, and is not repeated.</summary>
public sealed class SmallFaultTests(Head head) : ContractTest(head)
{
    private Task<Answer> BatchAsync(string items, string key = WriteKey) =>
        RawAsync(HttpMethod.Post, "/api/checks", new StringContent($$"""{"checks":[{{items}}]}""", Encoding.UTF8, "application/json"), key);

    private static string Item(string person) => $$"""{"recipient":"{{person}}","brand":"acme","campaign":"reminders"}""";

    [Theory]
    [InlineData("""{"reference":"\ud800","recipient":"+14155552671","brand":"acme"}""")]
    [InlineData("""{"\ud800":1,"reference":"a","recipient":"+14155552671","brand":"acme"}""")]
    [InlineData("""{"recipient":"\udc00","brand":"acme"}""")]
    [InlineData("""{"recipient":"+14155552671","brand":"\ud800"}""")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","body":"\ud83d"}""")]
    [InlineData("""{"recipient":"+14155552671","brand":"acme","reserve":"\ud83d"}""")]
    [InlineData("""{"reference":{"a":"\ud800"},"recipient":["\udfff"]}""")]
    [InlineData("null")]
    [InlineData("[[]]")]
    [InlineData("1e400")]
    public async Task Whatever_an_item_is_the_others_are_answered(string odd)
    {
        var person = Number();
        await ConsentAsync(person);
        var results = Expect(200, await BatchAsync($"{odd},{Item(person)}")).Json.GetProperty("results");
        Assert.Equal("invalid", results[0].GetProperty("reason").GetString());
        Assert.True(results[1].GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task Reservations_of_one_person_are_bounded_and_delay_neither_that_persons_STOP_nor_the_others()
    {
        var other = Number();
        await ConsentAsync(other);
        // Three times, and the best counts, for machines that do much else. Behind 600 reservations in a row the STOP would take about as
        // long as they all do together, and seconds where a machine is quick.
        var promptly = false;
        for (var tries = 0; tries < 3; tries++)
        {
            var person = Number();
            await ConsentAsync(person);
            var reserving = $$"""{"recipient":"{{person}}","brand":"acme","campaign":"reminders","reserve":true}""";
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            var flood = BatchAsync(string.Join(',', Enumerable.Repeat(reserving, 600).Append(Item(other))));
            Expect(200, await TextAsync(person, "STOP"));
            var took = System.Diagnostics.Stopwatch.GetElapsedTime(started);
            var results = Expect(200, await flood).Json.GetProperty("results");
            promptly |= took < TimeSpan.FromSeconds(1) || took < System.Diagnostics.Stopwatch.GetElapsedTime(started) / 5;
            Assert.True(results[600].GetProperty("allowed").GetBoolean());
            Assert.InRange(results.EnumerateArray().Take(600).Count(r => r.GetProperty("allowed").GetBoolean()), 0, 100);
            Assert.DoesNotContain(results.EnumerateArray(), r => r.GetProperty("reason").GetString() == "unavailable");
            Assert.Equal("opted-out", (await CheckAsync(person)).Reason);
        }

        Assert.True(promptly, "A STOP waits for the reservations of the same person.");
    }

    [Theory]
    [InlineData("/api/twilio/messages", "ZZ")]
    [InlineData("/api/twilio/messages", "FFFFFFFFFFFFFFFFF")]
    [InlineData("/api/twilio/status", "-1")]
    [InlineData("/api/consents", "FFFFFFFF")]
    [InlineData("/local/messages", "100000000")]
    public async Task A_chunk_of_no_size_is_400_and_one_short_line_in_the_log(string path, string size)
    {
        var address = (await Head.ClientAsync()).BaseAddress!;
        Assert.SkipWhen(Head.Elsewhere is not null, "The Functions host reads a request to its end before the head sees it (ADR 0200).");
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        var wire = socket.GetStream();
        await wire.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nx-api-key: {WriteKey}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n"
            )
        );
        using var answer = new StreamReader(wire);
        Assert.Contains(" 400 ", await answer.ReadLineAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("BadHttpRequestException", Head.Output ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("Bad chunk size", Head.Output ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408_and_one_short_line_in_the_log()
    {
        var address = (await Head.ClientAsync()).BaseAddress!;
        Assert.SkipWhen(Head.Elsewhere is not null, "The Functions host reads a request to its end before the head sees it (ADR 0200).");
        // All at once: the server lets each be slow for five seconds.
        await Task.WhenAll(
            new[]
            {
                "/api/twilio/messages",
                "/api/twilio/status",
                "/api/twilio/events",
                "/api/consents",
                "/api/checks",
                "/local/messages",
            }.Select(async path =>
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(address.Host, address.Port);
                var wire = socket.GetStream();
                await wire.WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nx-api-key: {WriteKey}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"
                    )
                );
                using var answer = new StreamReader(wire);
                Assert.Contains(" 408 ", await answer.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
            })
        );
        // The log is written beside the answer, so its line may come a moment later.
        await Until.Is(
            () => Head.Output?.Contains("could not be read: 408", StringComparison.Ordinal) == true,
            30,
            "the log does not tell"
        );
        Assert.DoesNotContain("BadHttpRequestException", Head.Output ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/suppressions/%2B14155552671?brand=acme&%2B14155559876=1")]
    [InlineData("/api/suppressions?+14155559876")]
    public async Task An_unknown_parameter_is_not_repeated(string path)
    {
        var answer = Expect(400, await GetAsync(path));
        Assert.DoesNotContain("9876", answer.Body, StringComparison.Ordinal);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty("query", out _));
    }

    [Fact]
    public async Task A_cursor_of_another_history_is_a_clear_400() =>
        ExpectProblem(400, await GetAsync($"/api/recipients/{Number()}/history?brand=acme&cursor=9876"), "cursor");

    [Theory]
    [InlineData("/api/consents", """{"+14155559876":1}""")]
    [InlineData("/api/consents", """{"proof":{"+14155559876":1}}""")]
    [InlineData("/api/consents", """{"+14155559876":1,"+14155559876":1}""")]
    [InlineData("/api/checks", """{"checks":[{"+14155559876":1}]}""")]
    [InlineData("/api/suppressions/import?brand=acme", """{"+14155559876":1}""")]
    public async Task An_unknown_field_is_not_repeated(string path, string body)
    {
        var media = path.Contains("import", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json";
        var answer = await RawAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, media), WriteKey);
        Assert.DoesNotContain("9876", answer.Body, StringComparison.Ordinal);
        Assert.Contains(
            "is not a known field.",
            answer.Body.Replace("stands twice.", "is not a known field.", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Many_columns_cost_a_short_answer_that_repeats_none()
    {
        var header = string.Join(',', Enumerable.Range(0, 16_000).Select(n => $"+1415555{n % 10_000:D4}"));
        var answer = Expect(
            400,
            await RawAsync(
                HttpMethod.Post,
                "/api/suppressions/import?brand=acme",
                new StringContent($"recipient,{header}\n", Encoding.UTF8, "text/csv"),
                WriteKey
            )
        );
        Assert.InRange(answer.Body.Length, 1, 2_000);
        Assert.DoesNotContain("1415555", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_of_the_first_year_is_a_clear_400()
    {
        var consent = Consent(Number(), "acme", "reminders");
        consent["obtainedAt"] = "0001-01-01T00:00:00Z";
        ExpectProblem(400, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey), "obtainedAt");
    }

    [Fact]
    public async Task Rule32_a_replay_after_an_erasure_does_not_say_effective()
    {
        var person = Number();
        var consent = Consent(person, "acme", "reminders");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString("N"));
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey, key));
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey, key));
        Expect(
            200,
            await ApiAsync(HttpMethod.Delete, $"/api/recipients/{person}", new JsonObject { ["reason"] = "asked", ["actor"] = "ann" })
        );
        var replay = Expect(409, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey, key));
        Assert.DoesNotContain("effective", replay.Body, StringComparison.Ordinal);
        Assert.Equal("no-consent", (await CheckAsync(person)).Reason);
    }

    [Fact]
    public async Task A_list_is_as_of_a_time_that_no_other_host_s_commits_reach()
    {
        var page = Expect(200, await GetAsync("/api/suppressions?brand=acme&limit=1"));
        var asOf = page.Json.GetProperty("asOf").GetDateTimeOffset();
        Assert.InRange(TimeProvider.System.GetUtcNow() - asOf, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(90));
    }
}
