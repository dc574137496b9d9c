namespace OptOut.LocalHost;

/// <summary>The options of the local host's command line: what there is, and a clear message about one that does not exist.</summary>
public static class CommandLine
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        OptOut's local host: the consent gate over a real storage emulator, with a phone to try it on.

          dotnet run --project src/OptOut.LocalHost -- [options]
          dotnet run --project src/OptOut.LocalHost -- doctor [settings]

          doctor         compares a real Twilio account's settings with yours, and ends: 0 when nothing differs, 2 when something does

          --urls URL     where to listen (default http://127.0.0.1:7071); several with ;
          --data DIR     where data is kept (default .data/ of the repository)
          --made-up-month PEOPLE
                         writes a month of made-up traffic first, for the desk at /operator to show
          --help         this text

        Every setting can also be given as --OptOut:NAME VALUE or as an environment variable (OptOut__NAME);
        docs/operations.md lists them. With OptOut:Storage set, no emulator is started.
        """;

    private static readonly string[] Options = ["urls", "data", "help", "made-up-month", "environment", "contentRoot", "applicationName"];

    /// <summary>True when help was asked for.</summary>
    public static bool AsksForHelp(IEnumerable<string> args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <summary>Names the first option that does not exist, and the one that was probably meant.</summary>
    /// <exception cref="LocalHostException">An option is misspelt, or a value stands where an option belongs.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (!arg.StartsWith("--", StringComparison.Ordinal))
            {
                throw new LocalHostException($"'{arg}' is no option. --help lists them.");
            }

            var name = arg[2..].Split('=', 2)[0];
            // A setting: its own reader names what is wrong with it.
            if (!name.Contains(':', StringComparison.Ordinal) && !Options.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                var near = Options.MinBy(option => Distance(option, name))!;
                throw new LocalHostException(
                    $"There is no option --{name}." + (Distance(near, name) <= 2 ? $" Did you mean --{near}?" : "") + " --help lists them."
                );
            }

            if (!arg.Contains('=', StringComparison.Ordinal))
            {
                i++;
                if (i >= args.Count)
                {
                    throw new LocalHostException($"--{name} needs a value.");
                }
            }
        }
    }

    /// <summary>How many letters have to be changed, added or left out (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
