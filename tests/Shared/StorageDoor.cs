using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace OptOut.Testing;

/// <summary>
/// A proxy before one port of Azurite. When shut, it answers every request with an error that repeats the URL, as some proxies do.
/// </summary>
internal sealed class StorageDoor : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly int behind;
    private readonly Task accepting;
    private bool shut;

    public StorageDoor(int behind)
    {
        this.behind = behind;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool IsShut
    {
        get => Volatile.Read(ref shut);
        set => Volatile.Write(ref shut, value);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var caller = client;
        using var azurite = new TcpClient();
        try
        {
            await azurite.ConnectAsync(IPAddress.Loopback, this.behind, end.Token);
            var (near, far) = (caller.GetStream(), azurite.GetStream());
            var back = far.CopyToAsync(near, end.Token);
            var buffer = new byte[64 * 1024];
            while (await near.ReadAsync(buffer, end.Token) is > 0 and var read)
            {
                if (IsShut)
                {
                    await RefuseAsync(near, Encoding.Latin1.GetString(buffer, 0, read).Split('\r')[0]);
                    return;
                }

                await far.WriteAsync(buffer.AsMemory(0, read), end.Token);
            }

            azurite.Client.Shutdown(SocketShutdown.Send);
            await back;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // Either side left.
        }
    }

    private async Task RefuseAsync(NetworkStream near, string requestLine)
    {
        var body = JsonSerializer.Serialize(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["odata.error"] = new { code = "InternalError", message = new { lang = "en-US", value = $"Cannot {requestLine} now" } },
            }
        );
        await near.WriteAsync(
            Encoding.Latin1.GetBytes(
                $"HTTP/1.1 500 Cannot {requestLine}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
            ),
            end.Token
        );
    }
}
