using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OptOut.Language;

/// <summary>
/// Unicode's decompositions (UAX #15), from <c>Data/unicode-decompositions.txt</c>. <see cref="string.Normalize()"/> does nothing at
/// all, silently, where .NET runs in invariant globalization mode (by project or by environment variable); an opt-out must not
/// depend on that.
/// </summary>
internal static class UnicodeDecomposition
{
    private static readonly FrozenDictionary<int, (string Text, bool Canonical)> All = Read();

    /// <summary>The NFKD form of one character; itself where it has none.</summary>
    public static string Compatibility(Rune rune) => All.TryGetValue(rune.Value, out var found) ? found.Text : rune.ToString();

    /// <summary>Like NFD of one character: compatibility characters (full-width, mathematical) stay what they are.</summary>
    public static string Canonical(Rune rune) =>
        All.TryGetValue(rune.Value, out var found) && found.Canonical ? found.Text : rune.ToString();

    private static FrozenDictionary<int, (string Text, bool Canonical)> Read() =>
        DataFile.Lines("unicode-decompositions.txt").Select(line =>
        {
            var sign = line.AsSpan().IndexOfAny('=', '~');
            var text = string.Concat(line[(sign + 1)..].Split(' ').Select(hex => new Rune(Hex(hex)).ToString()));
            return (Code: Hex(line[..sign]), text, Canonical: line[sign] == '=');
        }).ToFrozenDictionary(e => e.Code, e => (e.text, e.Canonical));

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
