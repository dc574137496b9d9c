using System.Buffers;

namespace OptOut.Language;

/// <summary>How sure the recogniser is that a message revokes consent.</summary>
public enum RecognitionOutcome
{
    /// <summary>An ordinary message.</summary>
    Ordinary,

    /// <summary>A person shall look at it.</summary>
    Review,

    /// <summary>A revocation.</summary>
    OptOut,
}

/// <summary>What the recogniser says of a message.</summary>
/// <param name="Outcome">Which of the two thresholds the score reaches.</param>
/// <param name="Score">0 to 1: the model's probability that the message revokes consent.</param>
/// <param name="Language">The language of its words, one of the five; null where no word tells.</param>
public readonly record struct Recognition(RecognitionOutcome Outcome, double Score, string? Language);

/// <summary>
/// Recognises plain-language revocations (rule 7; 47 CFR 64.1200(a)(10): any words by which a reasonable person would understand that
/// somebody wants no more messages). A logistic regression over hashed words and pieces of words; docs/recognition.md has its figures, and
/// tools/train makes its model.
/// </summary>
public sealed class RevocationRecogniser
{
    private const string ModelFile = "Recognition/revocations.model";
    private static readonly Lazy<RevocationRecogniser> Loaded = new(Load);
    private readonly RevocationModel model;

    internal RevocationRecogniser(RevocationModel model) => this.model = model;

    /// <summary>The recogniser with the model of this assembly.</summary>
    /// <exception cref="InvalidOperationException">The model is missing, cut short, changed or of another version.</exception>
    public static RevocationRecogniser BuiltIn => Loaded.Value;

    /// <summary>The model's version, kept with what it recognised.</summary>
    public string Version => model.Version;

    /// <summary>Recognises a text. Pure, never throws, linear in its first 1,600 characters, allocates nothing.</summary>
    public Recognition Recognise(ReadOnlySpan<char> text)
    {
        char[] form = ArrayPool<char>.Shared.Rent(RecognisedText.Capacity);
        int[] features = ArrayPool<int>.Shared.Rent(RevocationFeatures.Capacity);
        try
        {
            var written = form.AsSpan(0, RecognisedText.Write(text, form));
            int ofWords = 0;
            int count = written.Length < 2 ? 0 : RevocationFeatures.Write(written, features, out ofWords);
            double score = count == 0 ? 0 : Score(features.AsSpan(0, ofWords), features.AsSpan(ofWords, count - ofWords));
            var outcome =
                score >= model.OptOutFrom ? RecognitionOutcome.OptOut
                : score >= model.ReviewFrom ? RecognitionOutcome.Review
                : RecognitionOutcome.Ordinary;
            return new Recognition(outcome, score, outcome == RecognitionOutcome.Ordinary ? null : LanguageOf(written, features));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(form);
            ArrayPool<int>.Shared.Return(features);
        }
    }

    private double Score(ReadOnlySpan<int> ofWords, ReadOnlySpan<int> ofConcepts)
    {
        double evidence = model.Bias + (model.Scale * (Sum(ofWords) + Sum(ofConcepts)));
        return 1 / (1 + Math.Exp(-evidence));
    }

    private double Sum(ReadOnlySpan<int> features)
    {
        int sum = 0;
        foreach (int feature in features)
        {
            sum += model.Weights[feature];
        }

        return sum / Math.Sqrt(Math.Max(features.Length, 1));
    }

    private string? LanguageOf(ReadOnlySpan<char> form, Span<int> features)
    {
        int words = RevocationFeatures.Words(form, features, RevocationModel.LanguageBuckets);
        (int best, int most, bool tie) = (0, int.MinValue, true);
        for (int language = 0; language < RevocationModel.Languages.Length; language++)
        {
            int sum = 0;
            foreach (int word in features[..words])
            {
                sum += model.LanguageWeights[(language * RevocationModel.LanguageBuckets) + word];
            }

            (best, most, tie) = sum > most ? (language, sum, false) : (best, most, tie || sum == most);
        }

        return tie ? null : RevocationModel.Languages[best];
    }

    private static RevocationRecogniser Load()
    {
        using Stream stream = DataFile.Open(ModelFile);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return new RevocationRecogniser(RevocationModel.Read(content.GetBuffer().AsSpan(0, (int)content.Length), ModelFile));
    }
}
