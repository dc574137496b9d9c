using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using static OptOut.IntegrationTests.ApiClient;

namespace OptOut.IntegrationTests;

/// <summary>Who reads slowly, goes away or sends much costs a bounded part of the host, and costs the others nothing.</summary>
public sealed class SlowCallerTests
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>
    /// What the kernel keeps for a connection and what the host reads ahead, at some 170 bytes a line, and as much again.
    /// </summary>
    private const int MaxReadAhead = 100_000;

    [Fact]
    public async Task A_caller_that_does_not_read_stops_the_walk_over_the_store_and_one_that_leaves_ends_it_while_others_are_answered()
    {
        await using var host = await HostOnEndlessStore.StartAsync();
        using var api = new ApiClient(host.Address, 0);
        using (var socket = new TcpClient { ReceiveBufferSize = 4096 })
        {
            await socket.ConnectAsync(host.Address.Host, host.Address.Port);
            var wire = socket.GetStream();
            await wire.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"GET /api/suppressions?brand=acme HTTP/1.1\r\nHost: localhost\r\nx-api-key: {api.Key("read")}\r\nAccept: application/x-ndjson\r\n\r\n"
                )
            );
            Assert.True(await wire.ReadAsync(new byte[512]) > 0);
            for (var before = -1; before < host.Store.Given; )
            {
                before = host.Store.Given;
                var answer = await api.GetAsync($"/api/suppressions/{Number(1)}?brand=acme");
                Assert.False(answer.GetProperty("suppressed").GetBoolean());
                await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
                Assert.InRange(host.Store.Given, 1, MaxReadAhead);
            }

            // Reset, not closed: the rest of the list is discarded.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await host.Store.Left.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_hundred_megabytes_are_taken_in_without_being_kept()
    {
        await using var host = await HostOnEndlessStore.StartAsync();
        using var api = new ApiClient(host.Address, 0);
        // Other tests run in this process, too, and what they come to hold meanwhile is counted with it: then it is looked at again. What
        // is kept of an upload is kept of each.
        var kept = long.MaxValue;
        for (var tries = 0; tries < 5 && kept > 48 * Megabyte; tries++)
        {
            kept = await KeptNearTheEndAsync(api);
        }

        Assert.InRange(kept, long.MinValue, 48 * Megabyte);
    }

    /// <summary>How much more memory this process holds near the end of an upload than before it.</summary>
    private static async Task<long> KeptNearTheEndAsync(ApiClient api)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var upload = new ManyLines(100 * Megabyte);
        using var answer = await api.SendAsync(HttpMethod.Post, "/api/suppressions/import?brand=acme", upload, permission: "write");
        var last = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n')[^1];
        var end = JsonDocument.Parse(last).RootElement;
        Assert.True(end.GetProperty("complete").GetBoolean());
        Assert.Equal(upload.Lines, end.GetProperty("summary").GetProperty("invalid").GetInt32());
        return upload.MemoryNearTheEnd - before;
    }

    /// <summary>An upload of that length at most, in lines as long as they may be, of which none can be taken.</summary>
    private sealed class ManyLines : HttpContent
    {
        private readonly byte[] line = Encoding.ASCII.GetBytes(
            $$"""{"recipient":"nobody","reason":"{{new string('x', 60_000)}}"}""" + "\n"
        );

        public ManyLines(int length)
        {
            Lines = length / line.Length;
            Headers.ContentType = new("application/x-ndjson");
        }

        public int Lines { get; }

        public long MemoryNearTheEnd { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < Lines; i++)
            {
                await stream.WriteAsync(line);
                if (i == Lines - 5)
                {
                    MemoryNearTheEnd = GC.GetTotalMemory(forceFullCollection: true);
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = (long)Lines * line.Length;
            return true;
        }
    }
}
