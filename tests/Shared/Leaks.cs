using System.Text.RegularExpressions;

namespace OptOut.Testing;

/// <summary>Looks for what must not be there, however it is written.</summary>
internal sealed partial class Leaks(string signals)
{
    private readonly string squeezed = Between().Replace(signals, "");

    /// <summary>
    /// With or without '+', a channel's prefix or an escape, in groups or in one: a number's last eight digits are the same.
    /// </summary>
    public bool TellNumber(string number) => squeezed.Contains(number[^8..], StringComparison.Ordinal);

    public bool TellWord(string word) =>
        signals.Contains(word, StringComparison.OrdinalIgnoreCase)
        || signals.Contains(Uri.EscapeDataString(word), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("%2[089BDE]|[ ().+-]", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Between();
}
