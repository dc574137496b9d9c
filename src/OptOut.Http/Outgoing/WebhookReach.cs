using System.Net;
using System.Net.Sockets;

namespace OptOut.Http;

/// <summary>
/// Where outgoing webhooks may go (rule 43): to public addresses only, whatever a name resolves to at that moment, so that no receiver's
/// name leads into our own network. A head that runs on a developer's machine may allow that machine itself.
/// </summary>
/// <param name="AllowLoopback">Whether this machine may be posted to.</param>
public sealed record WebhookReach(bool AllowLoopback)
{
    /// <summary>How a name becomes addresses; tests answer in the place of DNS.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>
    /// Makes every connection: resolves the name once, and refuses addresses that are not public. The address that was checked is the one
    /// that is connected to, so that a name that resolves otherwise a moment later changes nothing.
    /// </summary>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Resolve(context.DnsEndPoint.Host, cancellation);
        var allowed = addresses.Where(Allows).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException("The receiver is not at a public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal bool Allows(IPAddress address) => !PrivateAddress.Is(address) || (AllowLoopback && IPAddress.IsLoopback(address));
}
