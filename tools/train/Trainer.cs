using OptOut.Language;

namespace OptOut.Train;

/// <summary>
/// Logistic regression by stochastic gradient descent with AdaGrad's steps. Of each message a part of the features, drawn anew each
/// time, is left out, so that no single one bears the whole weight. Deterministic.
/// </summary>
internal static class Trainer
{
    private const int Epochs = 5,
        KeptOfThousand = 700;
    private const float Step = 0.2f,
        Decay = 2e-6f;

    // What people really wrote counts more than what was written to be mistaken; of a line with choices, one more text counts less than the
    // first.
    private const float Collected = 3;

    /// <summary>Learns from the messages.</summary>
    /// <param name="messages">What to learn from.</param>
    /// <param name="version">The model's name.</param>
    /// <param name="optOutFrom">The score from which on a message is an opt-out.</param>
    /// <param name="reviewFrom">The score from which on a person shall look at it.</param>
    public static RevocationModel Train(IReadOnlyList<Message> messages, string version, float optOutFrom, float reviewFrom)
    {
        var sizes = messages
            .GroupBy(message => message.Family, StringComparer.Ordinal)
            .ToDictionary(family => family.Key, family => family.Count(), StringComparer.Ordinal);
        List<Example> examples =
        [
            .. messages
                .AsParallel()
                .AsOrdered()
                .SelectMany(message =>
                    Distortions
                        .Of(message)
                        .Select(text =>
                            Example.Of(
                                text.Text,
                                message.IsRevocation,
                                text.Weight * (message.IsCollected ? Collected : 1 / MathF.Sqrt(sizes[message.Family]))
                            )
                        )
                ),
        ];
        float[] weights = new float[RevocationFeatures.AllBuckets],
            squares = new float[RevocationFeatures.AllBuckets];
        float bias = 0,
            biasSquares = 0;
        int[] words = new int[RevocationFeatures.Capacity],
            concepts = new int[RevocationFeatures.Capacity];
        var numbers = new Numbers(7);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            Shuffle(examples, numbers);
            foreach (var example in examples)
            {
                var ofWords = Draw(example.Features.AsSpan(0, example.OfWords), words, numbers);
                var ofConcepts = Draw(example.Features.AsSpan(example.OfWords), concepts, numbers);
                float wordShare = 1 / MathF.Sqrt(Math.Max(ofWords.Length, 1)),
                    conceptShare = 1 / MathF.Sqrt(Math.Max(ofConcepts.Length, 1));
                float error =
                    Error(example, bias + (Sum(ofWords, weights) * wordShare) + (Sum(ofConcepts, weights) * conceptShare)) * example.Weight;
                biasSquares += error * error;
                bias -= Step * error / (MathF.Sqrt(biasSquares) + 1e-3f);
                Descend(ofWords, error * wordShare, weights, squares);
                Descend(ofConcepts, error * conceptShare, weights, squares);
            }
        }

        // The few largest weights are cut, so that the many small ones keep their difference.
        float scale = weights.Select(MathF.Abs).Order().ElementAt((int)(weights.Length * 0.9995)) / 127;
        return new RevocationModel
        {
            Version = version,
            OptOutFrom = optOutFrom,
            ReviewFrom = reviewFrom,
            Bias = bias,
            Scale = scale,
            Weights = [.. weights.Select(weight => Quantised(weight, scale))],
            LanguageWeights = Languages.Train(messages),
        };
    }

    internal static sbyte Quantised(float weight, float scale) => (sbyte)Math.Clamp(MathF.Round(weight / scale), -127, 127);

    private static void Shuffle(List<Example> examples, Numbers numbers)
    {
        for (int index = examples.Count - 1; index > 0; index--)
        {
            int other = numbers.Below(index + 1);
            (examples[index], examples[other]) = (examples[other], examples[index]);
        }
    }

    private static ReadOnlySpan<int> Draw(ReadOnlySpan<int> features, int[] room, Numbers numbers)
    {
        int count = 0;
        foreach (int feature in features)
        {
            if (numbers.Below(1_000) < KeptOfThousand)
            {
                room[count++] = feature;
            }
        }

        return room.AsSpan(0, count);
    }

    private static void Descend(ReadOnlySpan<int> features, float slope, float[] weights, float[] squares)
    {
        foreach (int feature in features)
        {
            float own = slope + (Decay * weights[feature]);
            squares[feature] += own * own;
            weights[feature] -= Step * own / (MathF.Sqrt(squares[feature]) + 1e-3f);
        }
    }

    private static double Sum(ReadOnlySpan<int> features, float[] weights)
    {
        double sum = 0;
        foreach (int feature in features)
        {
            sum += weights[feature];
        }

        return sum;
    }

    private static float Error(Example example, double evidence) =>
        (float)((1 / (1 + Math.Exp(-evidence))) - (example.IsRevocation ? 1 : 0));

    private sealed record Example(int[] Features, int OfWords, bool IsRevocation, float Weight)
    {
        public static Example Of(string text, bool isRevocation, float weight)
        {
            char[] form = new char[RecognisedText.Capacity];
            int[] features = new int[RevocationFeatures.Capacity];
            int length = RecognisedText.Write(text, form);
            int count = RevocationFeatures.Write(form.AsSpan(0, length), features, out int ofWords);
            return new Example(features[..count], ofWords, isRevocation, weight);
        }
    }
}
