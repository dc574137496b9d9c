using System.Net.Sockets;
using System.Text;

namespace OptOut.Benchmarks;

/// <summary>
/// One keep-alive HTTP/1.1 connection that writes ready-made requests: a generator that costs as little as possible, since it shares the
/// machine with what it measures.
/// </summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 * 1024];

    public async Task ConnectAsync(Uri server) => await socket.ConnectAsync(server.Host, server.Port);

    /// <summary>The answer's status and body.</summary>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length; )
        {
            sent += await socket.SendAsync(request[sent..]);
        }

        var read = 0;
        while (true)
        {
            if (read == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var count = await socket.ReceiveAsync(buffer.AsMemory(read));
            read += count > 0 ? count : throw new IOException("The server closed the connection.");
            var head = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && BodyOf(head, read) is { } body)
            {
                return (int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), System.Globalization.CultureInfo.InvariantCulture), body);
            }
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Null while something is missing still.</summary>
    private ReadOnlyMemory<byte>? BodyOf(int head, int read)
    {
        var headers = Encoding.ASCII.GetString(buffer, 0, head);
        var start = head + 4;
        const string Length = "\r\ncontent-length:";
        var at = headers.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            // Not "? … : null": an array's null becomes an empty Memory, which is something.
            return buffer.AsSpan(start, read - start).EndsWith("0\r\n\r\n"u8)
                ? (ReadOnlyMemory<byte>?)buffer.AsMemory(start, read - start)
                : null;
        }

        var end = headers.IndexOf('\r', at + Length.Length);
        var length = int.Parse(
            (end < 0 ? headers[(at + Length.Length)..] : headers[(at + Length.Length)..end]).Trim(),
            System.Globalization.CultureInfo.InvariantCulture
        );
        return read >= start + length ? (ReadOnlyMemory<byte>?)buffer.AsMemory(start, length) : null;
    }
}
