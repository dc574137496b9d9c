using System.Runtime.CompilerServices;
using CsCheck;

namespace OptOut.Tests;

/// <summary>
/// The inputs that fuzzing starts from, a small file each in <c>Corpus/{kind}</c>, tried as they are on every run. Whatever input once
/// found a bug is kept there.
/// </summary>
internal static class Corpus
{
    // Pieces that parsers often fail on: separators, escapes, ends of lines, halves of characters, what is nearly a number.
    private static readonly byte[][] Pieces =
    [
        .. "& = + % %2 %26 %00 %zz %C3 %ED%A0%80 ? # / . : , \" \\ { } [ ] \\ud800 STOP stop null -1 9223372036854775808 1e999 whatsapp: bodySHA256="
            .Split(' ')
            .Select(System.Text.Encoding.ASCII.GetBytes),
        "\n"u8.ToArray(),
        "\r\n"u8.ToArray(),
        [0],
        [0xFF],
        [0xC3],
        [0xE2, 0x80, 0x8B],
        [0xF0, 0x9F, 0x9B, 0x91],
        [0xEF, 0xBB, 0xBF],
    ];

    private static readonly Gen<int> At = Gen.Int[0, 1 << 16];

    public static byte[][] Of(string kind) =>
        [.. Directory.EnumerateFiles(Path.Combine(Here(), "Corpus", kind)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>
    /// Inputs of the corpus, each changed in one to six places: bits, pieces put in, cut out, repeated, or taken from another input.
    /// </summary>
    public static Gen<byte[]> Mutants(string kind) => Mutants(Of(kind));

    public static Gen<byte[]> Mutants(byte[][] seeds)
    {
        var seed = Pick(seeds);
        var change = Gen.OneOf<Func<byte[], byte[]>>(
            Gen.Select<int, int, Func<byte[], byte[]>>(At, Gen.Int[0, 7], (at, bit) => bytes => Flipped(bytes, at, bit)),
            Gen.Select<int, byte[], Func<byte[], byte[]>>(At, Pick(Pieces), (at, piece) => bytes => With(bytes, at, piece)),
            Gen.Select<int, int, Func<byte[], byte[]>>(
                At,
                Gen.Int[1, 40],
                (at, length) => bytes => [.. bytes[..Within(bytes, at)], .. bytes[Math.Min(bytes.Length, Within(bytes, at) + length)..]]
            ),
            Gen.Select<int, int, int, Func<byte[], byte[]>>(
                At,
                Gen.Int[1, 40],
                Gen.Int[1, 20],
                (at, length, times) =>
                    bytes =>
                        With(
                            bytes,
                            at,
                            [
                                .. Enumerable
                                    .Repeat(bytes[Within(bytes, at)..Math.Min(bytes.Length, Within(bytes, at) + length)], times)
                                    .SelectMany(b => b),
                            ]
                        )
            ),
            Gen.Select<int, byte[], Func<byte[], byte[]>>(
                At,
                seed,
                (at, other) => bytes => [.. bytes[..Within(bytes, at)], .. other[Within(other, at)..]]
            )
        );
        return Gen.Select(seed, change.Array[1, 6], (start, changes) => changes.Aggregate(start, (bytes, next) => next(bytes)));
    }

    /// <summary>The input over and over, up to what a webhook may bring at most.</summary>
    public static byte[] Grown(byte[] bytes) =>
        bytes.Length == 0 ? bytes : [.. Enumerable.Repeat(bytes, 1 + (64 * 1024 / bytes.Length)).SelectMany(b => b).Take(64 * 1024)];

    /// <summary>What it allocates on this thread: unlike time, the same on a busy machine.</summary>
    public static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Gen<byte[]> Pick(byte[][] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static int Within(byte[] bytes, int at) => at % (bytes.Length + 1);

    private static byte[] With(byte[] bytes, int at, byte[] piece) =>
        [.. bytes[..Within(bytes, at)], .. piece, .. bytes[Within(bytes, at)..]];

    private static byte[] Flipped(byte[] bytes, int at, int bit)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var changed = bytes.ToArray();
        changed[at % changed.Length] ^= (byte)(1 << bit);
        return changed;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
