using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OptOut.Benchmarks;

/// <summary>What else a host may be doing while people text: an import of 100 MB, or exports one after another.</summary>
internal sealed class HeavyWork : IAsyncDisposable
{
    private const int ImportBytes = 100 * 1024 * 1024;
    private static int people = 3_000_000;
    private readonly CancellationTokenSource stopped = new();
    private readonly TcpClient connection = new() { NoDelay = true };
    private Task working = Task.CompletedTask;
    private long lines;

    private HeavyWork() { }

    /// <summary>Lines that the server has answered so far.</summary>
    public long Lines => Interlocked.Read(ref lines);

    /// <summary>Suppressions of people nobody has heard of, read by the server as fast as it takes them.</summary>
    public static async Task<HeavyWork> ImportAsync(ServerProcess server)
    {
        var work = new HeavyWork();
        await work.connection.ConnectAsync(server.Address.Host, server.Address.Port);
        var stream = work.connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /api/suppressions/import?brand=acme HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                    + string.Create(CultureInfo.InvariantCulture, $"x-api-key: {Webhooks.ApiKey}\r\nContent-Length: {ImportBytes}\r\n\r\n")
            )
        );
        work.working = Task.WhenAll(
            work.UntilStoppedAsync(async () =>
            {
                await stream.WriteAsync("recipient,reason\n"u8.ToArray(), work.stopped.Token);
                for (var sent = 17; sent < ImportBytes; )
                {
                    var block = Block(Math.Min(1_000, (ImportBytes - sent) / 40));
                    await stream.WriteAsync(block, work.stopped.Token);
                    sent += block.Length;
                }
            }),
            work.UntilStoppedAsync(() => work.CountAsync(stream))
        );
        return work;
    }

    /// <summary>The whole list, and again, as fast as the server gives it.</summary>
    public static Task<HeavyWork> ExportAsync(ServerProcess server)
    {
        var work = new HeavyWork();
        work.working = work.UntilStoppedAsync(async () =>
        {
            using var http = new HttpClient { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };
            http.DefaultRequestHeaders.Add("x-api-key", Webhooks.ApiKey);
            http.DefaultRequestHeaders.Accept.ParseAdd("application/x-ndjson");
            while (true)
            {
                await using var list = await http.GetStreamAsync(
                    new Uri("/api/suppressions?brand=acme", UriKind.Relative),
                    work.stopped.Token
                );
                await work.CountAsync(list);
            }
        });
        return Task.FromResult(work);
    }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        connection.Dispose();
        await working;
        stopped.Dispose();
    }

    private static byte[] Block(int count)
    {
        var csv = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            csv.Append(Webhooks.Number(Interlocked.Increment(ref people))).Append(",moved from vendor\n");
        }

        return Encoding.ASCII.GetBytes(csv.ToString());
    }

    /// <summary>Each line is an object.</summary>
    private async Task CountAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, stopped.Token)) > 0; )
        {
            Interlocked.Add(ref lines, buffer.AsSpan(0, read).Count((byte)'{'));
        }
    }

    private async Task UntilStoppedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
            when (stopped.IsCancellationRequested && e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // That is how it ends.
        }
    }
}
