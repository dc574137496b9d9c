using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OptOut.Audit;

/// <summary>One line of an auditor's file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Bytes">Without its line feed.</param>
public sealed record AuditLine(long Number, byte[] Bytes)
{
    /// <summary>More than any event takes: a ledger row holds 64 KiB.</summary>
    private const int MaxBytes = 1024 * 1024;

    // A member that stands twice says two things: who reads the first sees another line than who reads the last.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The lines of a file of any size, one at a time.</summary>
    /// <exception cref="InvalidDataException">A line is longer than any of ours.</exception>
    public static async IAsyncEnumerable<AuditLine> ReadAsync(
        Stream file,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var reader = PipeReader.Create(file);
        var number = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return new AuditLine(++number, buffer.Slice(0, end).ToArray());
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (!buffer.IsEmpty)
                {
                    yield return new AuditLine(++number, buffer.ToArray());
                }

                yield break;
            }

            if (buffer.Length > MaxBytes)
            {
                throw new InvalidDataException($"line {number + 1} is longer than a line of an audit can be.");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>The line's object, to be disposed; null where it is none, or where a text in it is not made of whole characters.</summary>
    public JsonDocument? Parse()
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(Bytes, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                ReadTexts(document.RootElement);
                return document;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Nobody can say what stands there.
        }

        document?.Dispose();
        return null;
    }

    /// <summary>The parser takes half of a surrogate pair (<c>\ud83d</c>) and refuses it only when the text is read.</summary>
    /// <exception cref="InvalidOperationException">A name or a text has one.</exception>
    private static void ReadTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
        }
    }

    internal static string? Text(JsonElement line, string member) =>
        line.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static long? Number64(JsonElement line, string member) =>
        line.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;
}
