using System.Buffers;

namespace OptOut.Http;

/// <summary>Into how many segments a text is cut on its way (https://www.twilio.com/docs/glossary/what-sms-character-limit).</summary>
/// <param name="Count">Segments: each is charged.</param>
/// <param name="Alphabet"><c>GSM-7</c>, or <c>UCS-2</c> where a character is not in it.</param>
/// <param name="Length">Characters as the alphabet counts them: of GSM-7 some count twice.</param>
internal readonly record struct Segments(int Count, string Alphabet, int Length)
{
    private static readonly SearchValues<char> Basic = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    );

    private const string Twice = "^{}\\[~]|€\f";

    public static Segments Of(string text)
    {
        var twice = text.Count(Twice.Contains);
        var isBasic = text.All(c => Basic.Contains(c) || Twice.Contains(c, StringComparison.Ordinal));
        var length = text.Length + (isBasic ? twice : 0);
        var (single, part) = isBasic ? (160, 153) : (70, 67);
        return new(length <= single ? 1 : (length + part - 1) / part, isBasic ? "GSM-7" : "UCS-2", length);
    }
}
