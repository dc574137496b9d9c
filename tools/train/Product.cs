using OptOut.Language;

namespace OptOut.Train;

/// <summary>
/// What the product makes of a text: keywords and reactions first, then recogniser and phrases, as a brand with the default settings reads
/// it.
/// </summary>
internal static class Product
{
    /// <summary>What becomes of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="recogniser">Who recognises plain words.</param>
    /// <param name="decided">The score had no part in it: it is a keyword, a reaction, a footer, or a phrase.</param>
    public static RecognitionOutcome Of(string text, RevocationRecogniser recogniser, out bool decided)
    {
        var read = KeywordTable.Standard.Match(text, null) is { } keyword
            ? new Classification(Classification.MeaningOf(keyword.Class))
            : PlainLanguage.Read(text, KeywordTable.Standard, FreeTextOptOut.OptOut, recogniser);
        decided =
            read.Meaning is not (Meaning.Ordinary or Meaning.Review)
            && (read.Recogniser is null || PlainLanguageRevocation.Find(text) is not null);
        return read.Meaning switch
        {
            Meaning.OptOut or Meaning.OptOutAll => RecognitionOutcome.OptOut,
            Meaning.Review => RecognitionOutcome.Review,
            _ => RecognitionOutcome.Ordinary,
        };
    }
}
