using OptOut.Language;

namespace OptOut.Train;

/// <summary>
/// The whole product on messages that nothing was learned from: the reported ones, those kept back, and the SMS collection, each part
/// of which is judged by a model that learned from the other four.
/// </summary>
internal sealed class Trial(List<Message> learned, float optOutFrom, float reviewFrom)
{
    private sealed record Judged(string Group, Message Message, RecognitionOutcome Outcome, double Score, bool Decided);

    private static readonly float[] Thresholds =
    [
        0.2f,
        0.3f,
        0.4f,
        0.5f,
        0.55f,
        0.6f,
        0.65f,
        0.7f,
        0.75f,
        0.8f,
        0.85f,
        0.88f,
        0.9f,
        0.92f,
        0.94f,
        0.95f,
        0.96f,
        0.97f,
        0.98f,
    ];

    /// <summary>Prints the figures.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="listMistakes">List what went wrong; of the kept-back messages only of the first half, so that nobody tunes to the
    /// second.</param>
    public void Print(TextWriter output, bool listMistakes)
    {
        var whole = Recogniser(learned);
        List<Judged> judged =
        [
            .. Corpora.Reported().Select(message => Judge("reported", message, whole)),
            .. Corpora
                .KeptBack()
                .Select(message => Judge(IsFirstHalf(message) ? "kept back, first half" : "kept back, second half", message, whole)),
            .. Enumerable.Range(0, 5).AsParallel().AsOrdered().SelectMany(Fold),
        ];
        Table(output, "The product, by source", judged, m => m.Group);
        Table(output, "The product on what was kept back, by language", judged.Where(IsKeptBack), m => m.Message.Language);
        Table(
            output,
            "The product on what was kept back, by kind",
            judged.Where(IsKeptBack),
            m => (m.Message.IsRevocation ? "opt-out: " : "ordinary: ") + m.Message.Kind
        );
        Curve(output, judged);
        if (listMistakes)
        {
            foreach (
                var m in judged
                    .Where(m => m.Group != "kept back, second half" && IsMistake(m))
                    .OrderBy(m => m.Group, StringComparer.Ordinal)
                    .ThenBy(m => m.Message.IsRevocation)
                    .ThenBy(m => m.Score)
            )
            {
                output.WriteLine(
                    $"{m.Score:F2} {m.Group} {m.Message.Language} {(m.Message.IsRevocation ? "revocation" : "ordinary")} taken for {m.Outcome}, {m.Message.Kind}: {m.Message.Text.ReplaceLineEndings(" / ")}"
                );
            }
        }
    }

    // Whatever is no matter of the score (keywords, reactions, phrases) is the same at every threshold: an opt-out at a threshold that no
    // score reaches.
    private void Curve(TextWriter output, List<Judged> judged)
    {
        output.WriteLine("| threshold | kept back, found | kept back, false | reported, found | reported, false | SMS collection, false |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (float threshold in Thresholds)
        {
            string mark =
                threshold == optOutFrom ? " opt-out"
                : threshold == reviewFrom ? " review"
                : "";
            output.WriteLine(
                $"| {threshold:F2}{mark} | {Reached("kept back", true)} | {Reached("kept back", false)} | {Reached("reported", true)} | {Reached("reported", false)} | {Reached("SMS", false)} |"
            );

            string Reached(string group, bool revocations) =>
                Share(
                    [.. judged.Where(m => m.Group.StartsWith(group, StringComparison.Ordinal) && m.Message.IsRevocation == revocations)],
                    m => m.Decided ? m.Outcome == RecognitionOutcome.OptOut : m.Score >= threshold
                );
        }

        output.WriteLine();
    }

    private static bool IsMistake(Judged m) =>
        m.Outcome != (m.Message.IsRevocation ? RecognitionOutcome.OptOut : RecognitionOutcome.Ordinary);

    private static bool IsKeptBack(Judged m) => m.Message.Source == "kept back";

    private static bool IsFirstHalf(Message message) => Numbers.Hash(message.Text) % 2 == 0;

    private IEnumerable<Judged> Fold(int fold)
    {
        var recogniser = Recogniser([.. learned.Where(message => message.Fold != fold)]);
        return
        [
            .. learned
                .Where(message => message.Fold == fold && message.IsCollected)
                .Select(message => Judge("SMS collection", message, recogniser)),
        ];
    }

    private RevocationRecogniser Recogniser(List<Message> messages) => new(Trainer.Train(messages, "trial", optOutFrom, reviewFrom));

    private static Judged Judge(string group, Message message, RevocationRecogniser recogniser)
    {
        var outcome = Product.Of(message.Text, recogniser, out bool decided);
        return new(group, message, outcome, recogniser.Recognise(message.Text).Score, decided);
    }

    private static void Table(TextWriter output, string title, IEnumerable<Judged> judged, Func<Judged, string> by)
    {
        output.WriteLine($"| {title} | revocations | opt-out | or review | ordinary | false opt-outs | false reviews |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var group in judged.GroupBy(by, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            List<Judged> revocations = [.. group.Where(m => m.Message.IsRevocation)],
                ordinary = [.. group.Where(m => !m.Message.IsRevocation)];
            output.WriteLine(
                $"| {group.Key} | {revocations.Count} | {Share(revocations, m => m.Outcome == RecognitionOutcome.OptOut)} | {Share(revocations, m => m.Outcome != RecognitionOutcome.Ordinary)} "
                    + $"| {ordinary.Count} | {Share(ordinary, m => m.Outcome == RecognitionOutcome.OptOut)} | {Share(ordinary, m => m.Outcome == RecognitionOutcome.Review)} |"
            );
        }

        output.WriteLine();
    }

    private static string Share(List<Judged> these, Func<Judged, bool> which) =>
        these.Count == 0 ? "" : $"{100.0 * these.Count(which) / these.Count:F2} %";
}
