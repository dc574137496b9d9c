using OptOut.Language;

namespace OptOut.Train;

/// <summary>
/// The figures: each message is judged by a model that learned from none of its family (five parts), each kind also by one that
/// learned nothing of that kind; what is never learned from is judged by the whole model.
/// </summary>
internal sealed class Report(List<Message> learned, float optOutFrom, float reviewFrom, bool listMistakes)
{
    private static readonly float[] Curve = [0.3f, 0.35f, 0.4f, 0.45f, 0.5f, 0.55f, 0.6f, 0.65f, 0.7f, 0.75f, 0.8f, 0.85f, 0.9f, 0.95f];

    public void Print(TextWriter output)
    {
        var judged = Enumerable.Range(0, 5).AsParallel().SelectMany(Fold).ToList();
        var whole = Recogniser(learned);
        var unseen = Judge(whole, [.. Corpora.OfTests(untouched: true), .. Corpora.Reported()]);

        output.WriteLine(
            $"{learned.Count} messages learned from, {learned.Count(message => message.IsRevocation)} of them revocations; opt-out from {optOutFrom}, review from {reviewFrom}\n"
        );
        Table(output, "Cross-validated, by source", judged, message => message.Source);
        Table(output, "Never learned from, by source", unseen, message => message.Source);
        Table(output, "Cross-validated, by language", judged.Where(IsOwn), message => message.Language);
        Table(
            output,
            "Cross-validated, by kind",
            judged.Where(IsOwn),
            message => (message.IsRevocation ? "opt-out: " : "ordinary: ") + message.Kind
        );
        Table(output, "Of a kind that nothing was learned of", Kinds(), message => message.Kind);
        output.WriteLine(
            "| threshold | found, cross-validated | false, cross-validated | false, SMS collection | found, phrases kept back | found, reported |"
        );
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (float threshold in Curve)
        {
            output.WriteLine(
                $"| {threshold:F2} | {Share(judged, threshold, true)} | {Share(judged.Where(m => !m.Message.IsCollected), threshold, false)} | {Share(judged.Where(m => m.Message.IsCollected), threshold, false)} | {Share(unseen.Where(m => m.Message.Source == "tests"), threshold, true)} | {Share(unseen.Where(m => m.Message.Source == "reported"), threshold, true)} |"
            );
        }

        if (listMistakes)
        {
            foreach (
                var (message, score) in judged
                    .Concat(unseen.Where(m => m.Message.Source == "reported"))
                    .Where(m => m.Message.IsRevocation ? m.Score < reviewFrom : m.Score >= reviewFrom)
                    .OrderBy(m => m.Message.IsRevocation)
                    .ThenBy(m => m.Score)
            )
            {
                output.WriteLine(
                    $"{score:F2} {message.Source} {message.Language} {(message.IsRevocation ? "missed" : "false")} {message.Kind}: {message.Text.ReplaceLineEndings(" / ")}"
                );
            }
        }
    }

    private static bool IsOwn((Message Message, double Score) judged) => judged.Message.Source is "own" or "tests";

    private IEnumerable<(Message Message, double Score)> Fold(int fold) =>
        Judge(Recogniser([.. learned.Where(message => message.Fold != fold)]), [.. learned.Where(message => message.Fold == fold)]);

    private List<(Message Message, double Score)> Kinds() =>
        [
            .. learned
                .Where(message => message.Source == "own" && message.IsRevocation)
                .Select(message => message.Kind)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .AsParallel()
                .AsOrdered()
                .SelectMany(kind =>
                    Judge(
                        Recogniser([.. learned.Where(message => message.Kind != kind || !message.IsRevocation)]),
                        [.. learned.Where(message => message.Kind == kind && message.IsRevocation)]
                    )
                ),
        ];

    private RevocationRecogniser Recogniser(List<Message> messages) => new(Trainer.Train(messages, "report", optOutFrom, reviewFrom));

    private static List<(Message Message, double Score)> Judge(RevocationRecogniser recogniser, List<Message> messages) =>
        [.. messages.Select(message => (message, recogniser.Recognise(message.Text).Score))];

    private void Table(TextWriter output, string title, IEnumerable<(Message Message, double Score)> judged, Func<Message, string> by)
    {
        output.WriteLine($"| {title} | revocations | opt-out | or review | ordinary | false opt-outs | or false reviews | precision |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (
            var group in judged.GroupBy(m => by(m.Message), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
        )
        {
            int revocations = group.Count(m => m.Message.IsRevocation),
                hits = group.Count(m => m.Message.IsRevocation && m.Score >= optOutFrom);
            int falseHits = group.Count(m => !m.Message.IsRevocation && m.Score >= optOutFrom);
            string precision = hits + falseHits == 0 ? "" : $"{100.0 * hits / (hits + falseHits):F1} %";
            output.WriteLine(
                $"| {group.Key} | {revocations} | {Share(group, optOutFrom, true)} | {Share(group, reviewFrom, true)} | {group.Count() - revocations} | {Share(group, optOutFrom, false)} | {Share(group, reviewFrom, false)} | {precision} |"
            );
        }

        output.WriteLine();
    }

    private static string Share(IEnumerable<(Message Message, double Score)> judged, float threshold, bool revocations)
    {
        var these = judged.Where(m => m.Message.IsRevocation == revocations).ToList();
        return these.Count == 0 ? "" : $"{100.0 * these.Count(m => m.Score >= threshold) / these.Count:F2} %";
    }
}
