using System.Net;
using System.Net.Sockets;
using System.Text;
using static OptOut.IntegrationTests.ApiClient;

namespace OptOut.IntegrationTests;

/// <summary>Callers that send nonsense or leave in the middle do no harm to others.</summary>
public sealed class RobustnessTests(ApiHost host)
{
    [Fact]
    public async Task Two_thousand_malformed_requests_are_refused_each_with_a_reason_while_good_ones_are_answered()
    {
        using var bad = host.NewAccount();
        using var good = host.NewAccount();
        await good.SuppressAsync(Number(1));
        (HttpMethod Method, string Path, string? Body)[] malformed =
        [
            (HttpMethod.Post, "/api/checks", "{\"checks\":["),
            (HttpMethod.Post, "/api/checks", new string('[', 10_000)),
            (HttpMethod.Post, "/api/consents", "{\"recipient\":7}"),
            (HttpMethod.Post, "/api/sends", "\0\0\0"),
            (HttpMethod.Put, "/api/suppressions/%2B1415", "{}"),
            (HttpMethod.Get, "/api/suppressions/%F0%9F%93%B5", null),
            (HttpMethod.Get, $"/api/checks/{Number(1)}?brand=acme&kind={new string('x', 2_000)}", null),
            (HttpMethod.Get, "/api/suppressions?brand=acme&cursor=%FF%FE", null),
        ];
        var refusing = Parallel.ForAsync(
            0,
            2_000,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) =>
            {
                var (method, path, body) = malformed[i % malformed.Length];
                using var answer = await bad.SendAsync(method, path, body is null ? null : Json(body));
                Assert.Equal(("application/problem+json", 400), (answer.Content.Headers.ContentType?.MediaType, (int)answer.StatusCode));
            }
        );
        var answered = 0;
        while (!refusing.IsCompleted || answered < 20)
        {
            Assert.True((await good.GetAsync($"/api/suppressions/{Number(1)}?brand=acme")).GetProperty("suppressed").GetBoolean());
            answered++;
        }

        await refusing;
    }

    [Fact]
    public async Task Callers_that_leave_in_the_middle_of_a_list_take_nothing_with_them()
    {
        using var api = host.NewAccount();
        var lines = string.Concat(Enumerable.Range(0, 500).Select(i => $"{Number(i)}\n"));
        Assert.Equal("complete 500", (await api.ImportAsync("/api/suppressions/import?brand=acme", "recipient\n" + lines, "text/csv"))[^1]);
        for (var i = 0; i < 10; i++)
        {
            using var socket = new TcpClient { ReceiveBufferSize = 2048 };
            await socket.ConnectAsync(host.Address.Host, host.Address.Port);
            var wire = socket.GetStream();
            await wire.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"GET /api/suppressions?brand=acme HTTP/1.1\r\nHost: localhost\r\nx-api-key: {api.Key()}\r\nAccept: application/x-ndjson\r\n\r\n"
                )
            );
            Assert.True(await wire.ReadAsync(new byte[512]) > 0);
            // Reset, not closed: the rest of the list is discarded.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        // An account may have four lists under way at once, and that a caller left is noticed a moment later.
        string? whole = null;
        await Until.AsyncIs(async () => (whole = await ListAsync(api)) is not null, 30, "the places of those who left are not free");
        Assert.Equal(500, whole!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>The whole list; null while the account has too many under way.</summary>
    private static async Task<string?> ListAsync(ApiClient api)
    {
        using var answer = await api.SendAsync(HttpMethod.Get, "/api/suppressions?brand=acme", accept: "application/x-ndjson");
        return answer.StatusCode == HttpStatusCode.TooManyRequests
            ? null
            : await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
