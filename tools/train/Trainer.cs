using OptOut.Language;

namespace OptOut.Train;

/// <summary>
/// Logistic regression by stochastic gradient descent with AdaGrad's steps. Of each message a part of the features, drawn anew each
/// time, is left out, so that no single one bears the whole weight. Deterministic.
/// </summary>
internal static class Trainer
{
    private const int Epochs = 5, KeptOfThousand = 700;
    private const float Step = 0.5f, Decay = 2e-6f;

    /// <summary>Learns from the messages.</summary>
    /// <param name="messages">What to learn from.</param>
    /// <param name="version">The model's name.</param>
    /// <param name="optOutFrom">The score from which on a message is an opt-out.</param>
    /// <param name="reviewFrom">The score from which on a person shall look at it.</param>
    public static RevocationModel Train(IReadOnlyList<Message> messages, string version, float optOutFrom, float reviewFrom)
    {
        List<Example> examples = [.. messages.SelectMany(message => Distortions.Of(message).Select(text => Example.Of(text.Text, message.IsRevocation, text.Weight)))];
        float[] weights = new float[RevocationFeatures.Buckets], squares = new float[RevocationFeatures.Buckets];
        float bias = 0, biasSquares = 0;
        int[] room = new int[RevocationFeatures.Capacity];
        var numbers = new Numbers(7);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            Shuffle(examples, numbers);
            foreach (var example in examples)
            {
                var features = Draw(example.Features, room, numbers);
                if (features.IsEmpty)
                {
                    continue;
                }

                float share = 1 / MathF.Sqrt(features.Length);
                float error = Error(example, bias + (Sum(features, weights) * share)) * example.Weight;
                biasSquares += error * error;
                bias -= Step * error / (MathF.Sqrt(biasSquares) + 1e-3f);
                foreach (int feature in features)
                {
                    float slope = (error * share) + (Decay * weights[feature]);
                    squares[feature] += slope * slope;
                    weights[feature] -= Step * slope / (MathF.Sqrt(squares[feature]) + 1e-3f);
                }
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

    private static ReadOnlySpan<int> Draw(int[] features, int[] room, Numbers numbers)
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

    private static double Sum(ReadOnlySpan<int> features, float[] weights)
    {
        double sum = 0;
        foreach (int feature in features)
        {
            sum += weights[feature];
        }

        return sum;
    }

    private static float Error(Example example, double evidence) => (float)((1 / (1 + Math.Exp(-evidence))) - (example.IsRevocation ? 1 : 0));

    private sealed record Example(int[] Features, bool IsRevocation, float Weight)
    {
        public static Example Of(string text, bool isRevocation, float weight)
        {
            char[] form = new char[RecognisedText.Capacity];
            int[] features = new int[RevocationFeatures.Capacity];
            int length = RecognisedText.Write(text, form);
            int count = RevocationFeatures.Write(form.AsSpan(0, length), features);
            return new Example(features[..count], isRevocation, weight);
        }
    }
}
