using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OptOut.Http;

/// <summary>
/// Reads NDJSON as it arrives: one JSON object a line, LF or CRLF, a BOM and blank lines passed over. A bad or overlong line spoils only
/// itself.
/// </summary>
internal static class NdjsonLines
{
    /// <summary>The longest line, in bytes: a consent with every text at its limit is far below.</summary>
    public const int MaxLineBytes = 64 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public static async IAsyncEnumerable<ImportLine<T>> ReadAsync<T>(
        PipeReader body,
        JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken cancellation
    )
        where T : class
    {
        var number = 1L;
        var overlong = false;
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                if (Line(number, overlong, line, type) is { } found)
                {
                    yield return found;
                }

                overlong = false;
                number++;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            // Of a line that is too long only that is remembered; the pipe's buffer stays small.
            if (buffer.Length > MaxLineBytes)
            {
                overlong = true;
                buffer = buffer.Slice(buffer.End);
            }

            if (read.IsCompleted)
            {
                if (Line(number, overlong, buffer, type) is { } last)
                {
                    yield return last;
                }

                body.AdvanceTo(buffer.End);
                yield break;
            }

            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static ImportLine<T>? Line<T>(long number, bool overlong, ReadOnlySequence<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        if (overlong || line.Length > MaxLineBytes)
        {
            return ImportLine<T>.Wrong(number, "$", $"is longer than {MaxLineBytes} bytes.");
        }

        ReadOnlySpan<byte> json = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        if (number == 1 && json.StartsWith(ByteOrderMark))
        {
            json = json[ByteOrderMark.Length..];
        }

        if (json.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, type) is { } record
                ? new(number, record, null)
                : ImportLine<T>.Wrong(number, SentNames.Whole, "is null.");
        }
        catch (JsonException e)
        {
            var (field, what) = JsonFaults.Of(json.ToArray(), type, e);
            return ImportLine<T>.Wrong(number, field, what);
        }
    }
}
