using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OptOut.Train;

/// <summary>Reads what there is to learn from, and what is only for measuring.</summary>
internal static class Corpora
{
    /// <summary>The source of ordinary texts that people really sent.</summary>
    public const string Collection = "ordinary-sms";

    private const int MaxVariants = 16;
    private static readonly string Root = Path.GetFullPath(Path.Combine(Folder(), "../.."));

    /// <summary>Where the model belongs.</summary>
    public static string ModelFile { get; } = Path.Combine(Root, "src/OptOut.Language/Recognition/revocations.model");

    /// <summary>The project's own corpus: tools/train/corpus, a file a language. See its README.</summary>
    public static List<Message> Own() =>
        [.. Directory.GetFiles(Path.Combine(Folder(), "corpus"), "*.txt").Order(StringComparer.Ordinal).SelectMany(OwnFile)];

    /// <summary>The corpus of the phrase grammar's tests.</summary>
    /// <param name="untouched">The third that nothing is ever learned from, or the rest.</param>
    public static List<Message> OfTests(bool untouched) =>
        [
            .. TestFile("revocations.txt", isRevocation: true)
                .Concat(TestFile("ordinary.txt", isRevocation: false))
                .Where(message => IsUntouched(message.Text) == untouched),
        ];

    /// <summary>
    /// Ordinary texts between people, one JSON string a line, where the collection is at hand; it is another's and not part of this
    /// repository.
    /// </summary>
    public static List<Message> OrdinarySms() =>
        [
            .. Public("ordinary-sms.tsv")
                .Select(line => JsonSerializer.Deserialize<string>(line)!)
                .Distinct(StringComparer.Ordinal)
                .Select(text => new Message(Collection, "en", false, "sms collection", text, text)),
        ];

    /// <summary>Messages of public reports, only for measuring.</summary>
    public static List<Message> Reported() =>
        [
            .. Public("public-messages.tsv")
                .Select(line => line.Split('\t'))
                .Where(fields => fields[0] is "opt-out" or "ordinary")
                .Select(fields => (IsRevocation: fields[0] is "opt-out", Text: JsonSerializer.Deserialize<string>(fields[1])!))
                .Select(line => new Message("reported", "all", line.IsRevocation, "reported", line.Text, line.Text)),
        ];

    /// <summary>Messages of our own that nothing is learned from: tools/train/kept-back.</summary>
    public static List<Message> KeptBack() => [.. KeptBackFile("opt-out.txt", true), .. KeptBackFile("ordinary.txt", false)];

    private static IEnumerable<Message> KeptBackFile(string name, bool isRevocation) =>
        File.ReadLines(Path.Combine(Folder(), "kept-back", name))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .Select(fields => new Message(
                "kept back",
                fields[0],
                isRevocation,
                fields[1],
                fields[2].Replace("\\n", "\n", StringComparison.Ordinal),
                fields[2]
            ));

    private static IEnumerable<Message> OwnFile(string path)
    {
        string language = Path.GetFileNameWithoutExtension(path).Split('-')[0];
        (bool isRevocation, string kind) = (false, "");
        foreach (string line in File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                string[] head = line[1..line.IndexOf(']', StringComparison.Ordinal)].Split(' ', 2);
                isRevocation = head[0] switch
                {
                    "opt-out" => true,
                    "ordinary" => false,
                    _ => throw new InvalidDataException($"{path}: '{line}' is neither opt-out nor ordinary."),
                };
                kind = head[1];
                continue;
            }

            foreach (string text in Variants(line))
            {
                yield return new Message("own", language, isRevocation, kind, text, line);
            }
        }
    }

    /// <summary>What <c>(please|pls) stop (texting|calling) me</c> stands for; of many, some that are the same each time.</summary>
    internal static IEnumerable<string> Variants(string line)
    {
        var parts = new List<string[]>();
        long all = 1;
        int at = 0;
        while (at < line.Length)
        {
            int open = line.IndexOf('(', at);
            int close = open < 0 ? -1 : line.IndexOf(')', open);
            if (close < 0)
            {
                break;
            }

            parts.Add([line[at..open]]);
            parts.Add(line[(open + 1)..close].Split('|'));
            all *= parts[^1].Length;
            at = close + 1;
        }

        parts.Add([line[at..]]);
        var numbers = new Numbers(Numbers.Hash(line));
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (int attempt = 0; attempt < all * 4 && attempt < MaxVariants * 4 && found.Count < Math.Min(all, MaxVariants); attempt++)
        {
            string text = string.Concat(parts.Select(part => part[numbers.Below(part.Length)]));
            text = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace("\\n", "\n", StringComparison.Ordinal);
            found.Add(text);
        }

        return found;
    }

    private static IEnumerable<Message> TestFile(string name, bool isRevocation) =>
        File.ReadLines(Path.Combine(Root, "tests/OptOut.Tests/Messages/Corpus", name))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .Select(fields => new Message(
                "tests",
                fields[0],
                isRevocation,
                isRevocation ? "phrases" : "near phrases",
                fields[1],
                fields[1]
            ));

    // As the tests split it: FNV-1a over UTF-16.
    private static bool IsUntouched(string text) => text.Aggregate(2_166_136_261u, (hash, unit) => (hash ^ unit) * 16_777_619u) % 3 == 0;

    /// <summary>A file of others' texts, in the folder that <c>OPTOUT_PUBLIC_TEXTS</c> names; nothing without it.</summary>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    private static IEnumerable<string> Public(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("OPTOUT_PUBLIC_TEXTS");
        return string.IsNullOrEmpty(folder)
            ? []
            : File.ReadLines(Path.Combine(folder, name)).Where(line => line.Length > 0 && line[0] != '#');
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
