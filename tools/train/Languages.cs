using OptOut.Language;

namespace OptOut.Train;

/// <summary>Which language a word speaks for: the logarithm of how much more often it comes in that language than in all.</summary>
internal static class Languages
{
    private const float Smoothing = 0.3f,
        Scale = 8f / 127;

    /// <summary>A weight for each language and bucket.</summary>
    public static sbyte[] Train(IReadOnlyList<Message> messages)
    {
        int buckets = RevocationModel.LanguageBuckets,
            languages = RevocationModel.Languages.Length;
        float[,] counts = new float[languages, buckets];
        float[] totals = new float[languages];
        char[] form = new char[RecognisedText.Capacity];
        int[] features = new int[RevocationFeatures.Capacity];
        foreach (var message in messages)
        {
            int language = Array.IndexOf(RevocationModel.Languages, message.Language);
            if (language < 0)
            {
                // A language that the phrases know and the model does not tell apart yet.
                continue;
            }

            int length = RecognisedText.Write(message.Text, form);
            foreach (int word in features.AsSpan(0, RevocationFeatures.Words(form.AsSpan(0, length), features, buckets)))
            {
                counts[language, word]++;
                totals[language]++;
            }
        }

        sbyte[] weights = new sbyte[languages * buckets];
        for (int word = 0; word < buckets; word++)
        {
            float[] shares =
            [
                .. Enumerable
                    .Range(0, languages)
                    .Select(language => (counts[language, word] + Smoothing) / (totals[language] + (Smoothing * buckets))),
            ];
            float mean = shares.Average(MathF.Log);
            for (int language = 0; language < languages; language++)
            {
                weights[(language * buckets) + word] = Trainer.Quantised(MathF.Log(shares[language]) - mean, Scale);
            }
        }

        return weights;
    }
}
