using System.Globalization;
using System.Runtime.CompilerServices;

namespace OptOut.Tests;

/// <summary>
/// Precision and recall of the phrase matcher on the corpus beside this file. A third of it, chosen by a hash of the text, is the
/// untouched part: its single misses are never listed, so that nobody tunes to them.
/// </summary>
public class CorpusTests(ITestOutputHelper output)
{
    private static readonly List<Line> Revocations = Read("revocations.txt");
    private static readonly List<Line> Ordinary = Read("ordinary.txt");

    [Fact]
    public void Rule7_the_corpus_is_large_enough_and_says_nothing_twice()
    {
        Assert.InRange(Revocations.Count, 200, int.MaxValue);
        Assert.InRange(Ordinary.Count, 400, int.MaxValue);
        Assert.Equal(
            Revocations.Count + Ordinary.Count,
            Revocations.Concat(Ordinary).Select(line => line.Text).Distinct(StringComparer.Ordinal).Count()
        );
    }

    [Fact]
    public void Rule7_in_the_tuning_part_no_ordinary_message_matches_and_few_revocations_are_missed()
    {
        (double precision, double recall) = Measure(untouched: false);
        Assert.Equal(1.0, precision);
        Assert.InRange(recall, 0.95, 1.0);
    }

    [Fact]
    public void Rule7_in_the_untouched_part_a_false_hit_is_rare_and_most_revocations_are_found()
    {
        (double precision, double recall) = Measure(untouched: true);
        Assert.InRange(precision, 0.98, 1.0);
        Assert.InRange(recall, 0.80, 1.0);
    }

    [Fact]
    public void Rule7_a_phrase_is_found_in_its_own_language()
    {
        // English phrases serve every brand, so "spam" in another language may be theirs; the other way round would be a mistake.
        foreach (Line line in Revocations.Where(line => !line.Untouched && string.Equals(line.Language, "en", StringComparison.Ordinal)))
        {
            Assert.Equal("en", PlainLanguageRevocation.Find(line.Text)?.Language ?? "en");
        }
    }

    private (double Precision, double Recall) Measure(bool untouched)
    {
        List<Line> revocations = [.. Revocations.Where(line => line.Untouched == untouched)];
        List<Line> missed = [.. revocations.Where(line => PlainLanguageRevocation.Find(line.Text) is null)];
        List<Line> falseHits =
        [
            .. Ordinary.Where(line => line.Untouched == untouched && PlainLanguageRevocation.Find(line.Text) is not null),
        ];
        int hits = revocations.Count - missed.Count;
        double precision = (double)hits / (hits + falseHits.Count),
            recall = (double)hits / revocations.Count;
        int ordinary = Ordinary.Count(line => line.Untouched == untouched);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(untouched ? "untouched" : "tuning")}: {revocations.Count} revocations, {ordinary} ordinary; precision {precision:P1}, recall {recall:P1}, {falseHits.Count} false hits"
            )
        );
        if (!untouched)
        {
            missed.ForEach(line => output.WriteLine($"missed: {line.Language} {line.Text}"));
            falseHits.ForEach(line =>
                output.WriteLine($"false hit: {line.Language} {line.Text} ({PlainLanguageRevocation.Find(line.Text)!.Phrase})")
            );
        }
        return (precision, recall);
    }

    private static List<Line> Read(string name) =>
        [
            .. File.ReadLines(Path.Combine(Folder(), name))
                .Where(line => !line.StartsWith('#'))
                .Select(line => line.Split('\t'))
                .Select(fields => new Line(fields[0], fields[1])),
        ];

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Corpus");

    private sealed record Line(string Language, string Text)
    {
        /// <summary>FNV-1a over UTF-16, so that a line keeps its part whatever is added around it.</summary>
        public bool Untouched { get; } = Text.Aggregate(2_166_136_261u, (hash, unit) => (hash ^ unit) * 16_777_619u) % 3 == 0;
    }
}
