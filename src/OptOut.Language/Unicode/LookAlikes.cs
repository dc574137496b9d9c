using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>
/// Letters of other scripts that the eye reads as Latin ones. A phone whose keyboard is set to Russian or Greek writes such a STOP, and
/// whoever evades filters writes one on purpose.
/// </summary>
internal static class LookAlikes
{
    private const string Cyrillic = "аaвbгrеeнhіiїiјjкkмmоoпpрpѕsтtхxуyԁdԛqԝwԍgѵv";
    private const string Greek = "αaβbεeζzηhιiκkμmνnοoπpρpσsτtχxϲc";
    private const string Others = "օoոnսuտsᴀaᴇeᴏoᴘpᴛtꜱsᏚsᎢtᏢpꓑpꓢsꓔtꓳo"; // Armenian, small capitals, Cherokee, Lisu

    private static readonly FrozenDictionary<char, char> Capitals = Of(Cyrillic + Greek + Others + "υy", char.ToUpperInvariant);

    /// <summary>By small letters. The Cyrillic Es looks like a c; Upsilon is a Y as a capital and a u as a small letter.</summary>
    public static readonly FrozenDictionary<char, char> Small = Of(Cyrillic + Greek + Others + "сcυu", char.ToLowerInvariant);

    /// <summary>
    /// Writes the Latin reading of a canonical form over it; false where nothing in it is of another script. There are two readings, since
    /// the Cyrillic Es looks like C and is the S of the word written by its sound (СТОП, ΣΤΟΠ).
    /// </summary>
    /// <param name="form">The form, in capitals.</param>
    /// <param name="esIsS">Whether the Cyrillic Es is an S; else a C.</param>
    public static bool Replace(Span<char> form, bool esIsS)
    {
        bool any = false;
        foreach (ref char letter in form)
        {
            if (letter == 'С')
            {
                letter = esIsS ? 'S' : 'C';
                any = true;
            }
            else if (letter > 'z' && Capitals.TryGetValue(letter, out char latin))
            {
                letter = latin;
                any = true;
            }
        }

        return any;
    }

    private static FrozenDictionary<char, char> Of(string pairs, Func<char, char> cased) =>
        pairs.Chunk(2).ToFrozenDictionary(pair => cased(pair[0]), pair => cased(pair[1]));
}
