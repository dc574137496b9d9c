using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OptOut.Language;

/// <summary>
/// Unicode's decompositions (UAX #15), from embedded data. <see cref="string.Normalize()"/> returns its input where .NET runs in invariant
/// globalization mode (by project or by environment variable), and else depends on the ICU of the machine: what an opt-out is may depend on
/// neither.
/// </summary>
internal static class Decomposition
{
    // Unicode Standard, section 3.12: Hangul syllables decompose by arithmetic.
    private const int HangulFirst = 0xAC00,
        HangulLast = 0xD7A3,
        LeadFirst = 0x1100,
        VowelFirst = 0x1161,
        TrailFirst = 0x11A7;
    private const int Trails = 28,
        VowelsTimesTrails = 21 * Trails;

    private static readonly FrozenDictionary<int, Form> Forms = Read(DataFile.Lines("decompositions.txt"));

    /// <summary>The compatibility form (NFKD) of one character; itself where it has none.</summary>
    public static string Compatibility(Rune rune) => Forms.TryGetValue(rune.Value, out var form) ? form.Whole : rune.ToString();

    /// <summary>
    /// The canonical form (NFD) of one character: compatibility characters (full-width, mathematical) stay what they are.
    /// </summary>
    public static string Canonical(Rune rune) =>
        Forms.TryGetValue(rune.Value, out var form) && form.IsCanonical ? form.Whole : rune.ToString();

    /// <summary>The compatibility form without combining diacritics (U+0300 to U+036F), Hangul taken apart.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="buffer">Room for three UTF-16 units.</param>
    public static ReadOnlySpan<char> Bare(Rune rune, Span<char> buffer)
    {
        var value = rune.Value;
        if (value is >= HangulFirst and <= HangulLast)
        {
            var index = value - HangulFirst;
            buffer[0] = (char)(LeadFirst + (index / VowelsTimesTrails));
            buffer[1] = (char)(VowelFirst + (index % VowelsTimesTrails / Trails));
            buffer[2] = (char)(TrailFirst + (index % Trails));
            return buffer[..(index % Trails == 0 ? 2 : 3)];
        }

        return Forms.TryGetValue(value, out var form) ? form.Bare : buffer[..rune.EncodeToUtf16(buffer)];
    }

    /// <summary>Reads forms: a character or a range of them, "=" (canonical) or "~", what it becomes; a range becomes one as long.</summary>
    internal static FrozenDictionary<int, Form> Read(IEnumerable<string> lines)
    {
        var forms = new Dictionary<int, Form>(6_000);
        foreach (var line in lines)
        {
            var sign = line.AsSpan().IndexOfAny('=', '~');
            var range = line[..sign].Split("..");
            var becomes = line[(sign + 1)..].Split(' ').Select(Hex).ToArray();
            var (first, last) = (Hex(range[0]), Hex(range[^1]));
            for (var value = first; value <= last; value++)
            {
                var whole = string.Concat(becomes.Select(code => char.ConvertFromUtf32(code + value - first)));
                forms.Add(value, new Form(whole, string.Concat(whole.Where(c => c is < '\u0300' or > '\u036F')), line[sign] == '='));
            }
        }

        return forms.ToFrozenDictionary();
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    internal sealed record Form(string Whole, string Bare, bool IsCanonical);
}
