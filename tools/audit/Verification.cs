using System.Globalization;
using System.Text.Json;

namespace OptOut.Audit;

/// <summary>Something that is wrong with a file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record Fault(long Line, string Why);

/// <summary>What a file was found to be.</summary>
/// <param name="Faults">The first of what is wrong, in the file's order; empty when the file holds.</param>
/// <param name="MoreFaults">How many more there are.</param>
/// <param name="Events">How many events stand in it.</param>
/// <param name="Recipients">Of how many recipients.</param>
/// <param name="Begun">How many histories begin after their first event: purged before, or cut off by the period.</param>
/// <param name="Seal">What the seal says; null without one.</param>
public sealed record Verdict(IReadOnlyList<Fault> Faults, long MoreFaults, long Events, long Recipients, long Begun, Seal? Seal)
{
    public bool Holds => Faults.Count == 0;
}

/// <summary>
/// Verifies an auditor's file by itself (rule 34; docs/proof.md): each line's hashes, each recipient's chain, the order, and the seal. One
/// pass, in constant memory.
/// </summary>
public sealed class Verification
{
    private const int MaxFaults = 20;

    private readonly List<Fault> faults = [];
    private readonly List<Fault> gaps = [];
    private readonly MerkleTree tree = new();
    private long more,
        moreGaps,
        recipients,
        begun,
        lastSequence;
    private string? recipient,
        position,
        lastHash;
    private Seal? seal;

    public static async Task<Verdict> OfAsync(Stream file, CancellationToken cancellation = default)
    {
        var verification = new Verification();
        var last = 0L;
        await foreach (var line in AuditLine.ReadAsync(file, cancellation))
        {
            verification.Take(line);
            last = line.Number;
        }

        return verification.End(last);
    }

    private void Take(AuditLine line)
    {
        if (seal is not null)
        {
            Add(line.Number, "stands after the seal");
            return;
        }

        using var document = line.Parse();
        if (document is null)
        {
            Add(line.Number, "is no JSON object, has half a character in a text, or a member stands twice in it");
            tree.Add(line.Bytes);
            // What comes next cannot be held against it.
            lastHash = null;
            return;
        }

        if (document.RootElement.TryGetProperty("seal", out _))
        {
            Sealed(line.Number, line.Bytes);
            return;
        }

        tree.Add(line.Bytes);
        Event(line.Number, document.RootElement);
    }

    private void Event(long number, JsonElement line)
    {
        if (AuditLine.Text(line, "recipient") is not { } whose || AuditLine.Number64(line, "sequence") is not { } sequence)
        {
            Add(number, "is no event: it has no recipient or no sequence");
            return;
        }

        if (HashChain.Fault(line) is { } changed)
        {
            Add(number, changed);
        }

        if (whose != recipient)
        {
            Begin(number, line, whose, sequence);
        }
        else
        {
            Follow(number, line, sequence);
        }

        lastSequence = sequence;
        lastHash = AuditLine.Text(line, "hash");
    }

    /// <summary>The first line of a recipient.</summary>
    private void Begin(long number, JsonElement line, string whose, long sequence)
    {
        var place = FileOrder.Of(whose);
        if (string.CompareOrdinal(place, position) < 0)
        {
            Add(number, "stands out of order: this recipient belongs before the one above; lines were moved or inserted");
        }

        var previous = AuditLine.Text(line, "previous");
        if (sequence == 1 != previous is null)
        {
            Add(number, sequence == 1 ? "is a first event that follows another" : "is no first event and follows none");
        }

        (recipient, position) = (whose, place);
        recipients++;
        begun += sequence == 1 ? 0 : 1;
    }

    private void Follow(long number, JsonElement line, long sequence)
    {
        if (sequence <= lastSequence)
        {
            Add(number, $"stands out of order: event {sequence} after event {lastSequence}; lines were swapped, or one was inserted");
        }
        else if (sequence > lastSequence + 1)
        {
            // Of a brand's file the seal says, at the end, that other brands' events were left out.
            moreGaps += gaps.Count < MaxFaults ? 0 : 1;
            if (gaps.Count < MaxFaults)
            {
                gaps.Add(new Fault(number, Missing(sequence)));
            }
        }
        else if (lastHash is not null && AuditLine.Text(line, "previous") != lastHash)
        {
            Add(number, "does not follow the line above: that one or this one was replaced");
        }
    }

    private string Missing(long sequence) =>
        sequence == lastSequence + 2
            ? $"follows a gap: event {lastSequence + 1} of this recipient is missing"
            : $"follows a gap: events {lastSequence + 1} to {sequence - 1} of this recipient are missing";

    private void Sealed(long number, byte[] bytes)
    {
        try
        {
            seal = JsonSerializer.Deserialize(bytes, SealJson.Default.SealLine)?.Seal;
        }
        catch (JsonException)
        {
            // Not one of ours.
        }

        if (seal?.Root is null)
        {
            Add(number, "is no seal that can be read");
            seal ??= new Seal(-1, -1, "");
            return;
        }

        if (seal.Count != tree.Count)
        {
            var (less, lines) = (seal.Count > tree.Count, Math.Abs(seal.Count - tree.Count));
            Add(
                number,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the seal counts {seal.Count} lines of {seal.Recipients} recipients, and {tree.Count} of {recipients} stand before it: {lines} {(less ? "missing" : "too many")}"
                )
            );
        }
        else if (seal.Root != tree.Root())
        {
            Add(number, "the seal does not match the lines before it: a line was changed, or the seal is forged");
        }
    }

    private Verdict End(long last)
    {
        if (seal is null)
        {
            Add(last + 1, "the seal is missing: the file was cut off");
        }

        if (seal?.Brand is null)
        {
            faults.AddRange(gaps);
            more += moreGaps;
        }

        return new Verdict([.. faults.OrderBy(f => f.Line)], more, tree.Count, recipients, begun, seal);
    }

    private void Add(long line, string why)
    {
        if (faults.Count < MaxFaults)
        {
            faults.Add(new Fault(line, why));
        }
        else
        {
            more++;
        }
    }
}
