using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// The last line of an auditor's file: how much stands before it, and a hash over all of it (rule 34; docs/proof.md). In constant memory.
/// </summary>
/// <param name="from">The period's begin, as asked for.</param>
/// <param name="to">Its end.</param>
/// <param name="brand">The brand that the file was asked for; null: the whole account.</param>
public sealed class AuditSeal(DateTimeOffset? from, DateTimeOffset? to, string? brand)
{
    private readonly MerkleTree tree = new();
    private DateTimeOffset? head;
    private string? last;
    private long recipients;

    /// <summary>A line, without its line feed, and what it says.</summary>
    public void Add(ReadOnlySpan<byte> line, string recipient, LedgerEvent e)
    {
        tree.Add(line);
        head = e.RecordedAt > head ? e.RecordedAt : head ?? e.RecordedAt;
        recipients += recipient == last ? 0 : 1;
        last = recipient;
    }

    public byte[] Line() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new SealLine(new Seal(tree.Count, recipients, tree.Root(), Text(head), Text(from), Text(to), brand)),
            SealJson.Default.SealLine
        );

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>The line that seals a file.</summary>
public sealed record SealLine(Seal Seal);

/// <summary>What a seal says.</summary>
/// <param name="Count">How many lines stand before it.</param>
/// <param name="Recipients">Of how many recipients.</param>
/// <param name="Root">The Merkle root over those lines' bytes (<see cref="MerkleTree"/>).</param>
/// <param name="Head">When the newest of them was recorded.</param>
/// <param name="From">The period's begin, where one was asked for.</param>
/// <param name="To">Its end.</param>
/// <param name="Brand">Only this brand's events stand in the file.</param>
public sealed record Seal(
    long Count,
    long Recipients,
    string Root,
    string? Head = null,
    string? From = null,
    string? To = null,
    string? Brand = null
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SealLine))]
public sealed partial class SealJson : JsonSerializerContext;
