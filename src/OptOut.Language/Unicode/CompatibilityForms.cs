using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OptOut.Language;

/// <summary>
/// Unicode compatibility decomposition (NFKD, diacritics off) from embedded data of the Unicode Character Database.
/// <c>string.Normalize</c> is no help: with InvariantGlobalization it returns its input, and without it the answer depends on the
/// ICU of the machine.
/// </summary>
internal static class CompatibilityForms
{
    // Unicode Standard, section 3.12: Hangul syllables decompose by arithmetic.
    private const int HangulFirst = 0xAC00, HangulLast = 0xD7A3, LeadFirst = 0x1100, VowelFirst = 0x1161, TrailFirst = 0x11A7;
    private const int Trails = 28, VowelsTimesTrails = 21 * Trails;

    private static readonly FrozenDictionary<int, string> Forms = Load();

    /// <summary>The characters that <paramref name="rune"/> stands for; <paramref name="buffer"/> needs room for three.</summary>
    public static ReadOnlySpan<char> Decompose(Rune rune, Span<char> buffer)
    {
        int value = rune.Value;
        if (value is >= HangulFirst and <= HangulLast)
        {
            int index = value - HangulFirst;
            buffer[0] = (char)(LeadFirst + index / VowelsTimesTrails);
            buffer[1] = (char)(VowelFirst + index % VowelsTimesTrails / Trails);
            buffer[2] = (char)(TrailFirst + index % Trails);
            return buffer[..(index % Trails == 0 ? 2 : 3)];
        }
        return Forms.TryGetValue(value, out string? form) ? form : buffer[..rune.EncodeToUtf16(buffer)];
    }

    private static FrozenDictionary<int, string> Load()
    {
        var forms = new Dictionary<int, string>(6_000);
        using var reader = new StreamReader(MessageData.Open("Unicode/compatibility.txt"), Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            string[] fields = line.Split(' ');
            string[] range = fields[0].Split("..");
            int first = Hex(range[0]), last = Hex(range[^1]);
            for (int value = first; value <= last; value++)
                forms.Add(value, string.Concat(fields.Skip(1).Select(field => char.ConvertFromUtf32(Hex(field) + value - first))));
        }
        return forms.ToFrozenDictionary();
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
