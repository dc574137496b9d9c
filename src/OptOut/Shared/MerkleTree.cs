using System.Security.Cryptography;

namespace OptOut;

/// <summary>
/// The root over any number of leaves, in memory of their logarithm: RFC 6962, section 2.1 (a leaf's hash is SHA-256 of 0x00 and the leaf,
/// a node's of 0x01 and its two children).
/// </summary>
public sealed class MerkleTree
{
    // Roots of whole subtrees, the largest first: sizes are the binary digits of the count.
    private readonly List<byte[]> roots = [];

    /// <summary>How many leaves there are.</summary>
    public long Count { get; private set; }

    public void Add(ReadOnlySpan<byte> leaf)
    {
        var hash = SHA256.HashData([0, .. leaf]);
        for (var size = Count; (size & 1) == 1; size >>= 1)
        {
            hash = Node(roots[^1], hash);
            roots.RemoveAt(roots.Count - 1);
        }

        roots.Add(hash);
        Count++;
    }

    /// <summary>The root in hexadecimal digits; of no leaves, the hash of nothing.</summary>
    public string Root()
    {
        if (roots.Count == 0)
        {
            return Convert.ToHexStringLower(SHA256.HashData([]));
        }

        var root = roots[^1];
        for (var i = roots.Count - 2; i >= 0; i--)
        {
            root = Node(roots[i], root);
        }

        return Convert.ToHexStringLower(root);
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
