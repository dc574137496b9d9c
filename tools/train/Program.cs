using System.Globalization;
using OptOut.Language;
using OptOut.Train;

// The recogniser's two thresholds, chosen from the curve that `report` prints (docs/recognition.md).
const float OptOutFrom = 0.85f,
    ReviewFrom = 0.45f;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

switch (args)
{
    case ["train"]:
        var all = Learned();
        string version = $"r2-{Numbers.Hash(string.Join('\n', all.Select(message => message.Text))):x8}";
        var model = Trainer.Train(all, version, OptOutFrom, ReviewFrom);
        File.WriteAllBytes(Corpora.ModelFile, model.ToBytes());
        Console.WriteLine(
            $"{Corpora.ModelFile}: {version}, from {all.Count} messages, {all.Count(message => message.IsRevocation)} of them revocations."
        );
        return 0;
    case ["report", ..]:
        new Trial(Learned(), OptOutFrom, ReviewFrom).Print(Console.Out, listMistakes: false);
        new Report(Learned(), OptOutFrom, ReviewFrom, listMistakes: args.Contains("--mistakes", StringComparer.Ordinal)).Print(Console.Out);
        return 0;
    case ["trial", ..]:
        new Trial(Learned(), OptOutFrom, ReviewFrom).Print(Console.Out, listMistakes: args.Contains("--mistakes", StringComparer.Ordinal));
        return 0;
    case ["score", .. var texts]:
        foreach (string text in texts)
        {
            var said = RevocationRecogniser.BuiltIn.Recognise(text);
            Console.WriteLine($"{said.Score:F3} {said.Outcome} {said.Language ?? "-"} {text}");
        }

        return 0;
    default:
        Console.Error.WriteLine(
            "train: learns from the corpora and writes the model. trial [--mistakes]: the product's figures on what was kept back. report [--mistakes]: all figures. score TEXT…: asks the built-in model."
        );
        return 2;
}

static List<Message> Learned() => [.. Corpora.Own(), .. Corpora.OfTests(untouched: false), .. Corpora.OrdinarySms()];
