using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>
/// Capital letters of other scripts that the eye reads as Latin ones. A phone's keyboard that stands on Russian or Greek writes
/// such a STOP. Two readings, since the Cyrillic Es looks like C and is the S of the word written by its sound (СТОП, ΣΤΟΠ).
/// </summary>
internal static class LookAlikes
{
    private const string Pairs =
        "АAВBЕEНHІIЇIЈJКKМMОOРPЅSТTХXУYԚQԜWԌGѴV"  // Cyrillic
        + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCΣSΠPПP"   // Greek, and the P of both
        + "ՏSՕOՍUᏚSᎢTᏢPᴏOꓢSꓔTꓳOꓑP";               // Armenian, Cherokee, Lisu

    private static readonly FrozenDictionary<char, char> Latin = Pairs.Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Writes the Latin reading of a canonical form over it; false where nothing in it is of another script.</summary>
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
            else if (letter > 'z' && Latin.TryGetValue(letter, out char latin))
            {
                letter = latin;
                any = true;
            }
        }

        return any;
    }
}
