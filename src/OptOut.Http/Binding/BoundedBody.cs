using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Reads a body whole, up to a limit that holds whether or not the length was announced.</summary>
internal static class BoundedBody
{
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool TooLarge)> ReadAsync(
        HttpRequest request,
        int largest,
        CancellationToken cancellation
    )
    {
        if (request.ContentLength > largest)
        {
            return (default, true);
        }

        var buffer = new byte[request.ContentLength is { } length ? (int)length + 1 : 4096];
        var read = 0;
        while (true)
        {
            var count = await request.Body.ReadAsync(buffer.AsMemory(read), cancellation);
            if (count == 0)
            {
                return (buffer.AsMemory(0, read), false);
            }

            read += count;
            if (read > largest)
            {
                return (default, true);
            }

            if (read == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, largest + 1));
            }
        }
    }
}
