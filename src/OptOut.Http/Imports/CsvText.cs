using System.Text;

namespace OptOut.Http;

/// <summary>
/// A list's text as UTF-8, and what stands between its cells: other programs write semicolons or tabs, UTF-16, marks of byte order, and a
/// first line that tells a spreadsheet the separator.
/// </summary>
/// <param name="Content">From the header on.</param>
/// <param name="Separator">A comma, a semicolon, a tab or a bar.</param>
/// <param name="LinesBefore">Lines that stand before the header.</param>
internal sealed record CsvText(Stream Content, char Separator, int LinesBefore)
{
    private const int MaxSniffed = 64 * 1024;
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    public static async Task<CsvText> OpenAsync(Stream body, CancellationToken cancellation)
    {
        var start = await ReadUpToAsync(body, 4, cancellation);
        Stream text = new PrefixedStream(start, body);
        if (EncodingOf(start.Span) is { } encoding)
        {
            text = Encoding.CreateTranscodingStream(text, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        var head = await ReadLineAsync(text, cancellation);
        if (head.Span.StartsWith("\uFEFF"u8))
        {
            head = head[3..];
        }

        var end = head.Span.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString((end < 0 ? head : head[..end]).Span).TrimEnd('\r');
        return line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5 && end >= 0
            ? new CsvText(new PrefixedStream(head[(end + 1)..], text), line[4], 1)
            : new CsvText(new PrefixedStream(head, text), SeparatorOf(line), 0);
    }

    /// <summary>By the mark of byte order, or by the zero in an ASCII character's other byte; null for UTF-8.</summary>
    private static UnicodeEncoding? EncodingOf(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            _ => null,
        };

    /// <summary>What stands most often in the header, outside of quotes; a comma where there is one column.</summary>
    private static char SeparatorOf(string line)
    {
        var counts = new int[Separators.Length];
        var quoted = false;
        foreach (var c in line)
        {
            quoted ^= c == '"';
            if (!quoted && Array.IndexOf(Separators, c) is >= 0 and var i)
            {
                counts[i]++;
            }
        }

        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    private static async Task<ReadOnlyMemory<byte>> ReadUpToAsync(Stream stream, int count, CancellationToken cancellation)
    {
        var buffer = new byte[count];
        return buffer.AsMemory(0, await stream.ReadAtLeastAsync(buffer, count, throwOnEndOfStream: false, cancellation));
    }

    /// <summary>At least the first line, and what came along with it.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadLineAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[MaxSniffed];
        var length = 0;
        while (length < buffer.Length && !buffer.AsSpan(0, length).Contains((byte)'\n'))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return buffer.AsMemory(0, length);
    }
}

/// <summary>What was read ahead, and then the rest.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
{
    private ReadOnlyMemory<byte> left = prefix;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (left.IsEmpty)
        {
            return await rest.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(left.Length, buffer.Length);
        left[..count].CopyTo(buffer);
        left = left[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body is read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
