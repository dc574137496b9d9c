using System.Runtime.InteropServices;

namespace OptOut.Http;

/// <summary>
/// Finds the proofs that several recipients of one upload share (rule 18): one signed form is one person's consent, and a list that was
/// bought often comes with one reference for all. Reported, not refused: a reference may be that of a form that many filled in.
/// </summary>
internal sealed class SharedProofs
{
    /// <summary>The word for it, at the line and in the summary.</summary>
    public const string Warning = "shared-proof";

    /// <summary>So many proofs are remembered; those that come after are not held against others.</summary>
    private const int MaxKept = 200_000;

    private readonly Dictionary<(string?, string?), RecipientKey> first = [];

    /// <summary>
    /// Did another recipient of this upload come with the same reference or address? A line's own message is nobody else's anyway.
    /// </summary>
    public bool IsShared(ImportRecord line)
    {
        if (line.Proof is not { } proof || (proof.Reference ?? proof.Uri) is null)
        {
            return false;
        }

        if (first.Count >= MaxKept)
        {
            return first.TryGetValue((proof.Reference, proof.Uri), out var known) && known != line.Key;
        }

        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(first, (proof.Reference, proof.Uri), out var exists);
        kept = exists ? kept : line.Key;
        return kept != line.Key;
    }
}
