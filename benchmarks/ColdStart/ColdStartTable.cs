using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OptOut.Twilio;

namespace OptOut.Benchmarks;

/// <summary>
/// The head from the start of its process to the first STOP answered, with storage, beside a worker that does nothing; each as it is
/// published, in turn.
/// </summary>
internal static class ColdStartTable
{
    private const int Rounds = 12;

    private static readonly (string Name, string Project, bool Compiled)[] Workers =
    [
        ("the head, as released", "src/OptOutFunctions", true),
        ("the head without ReadyToRun", "src/OptOutFunctions", false),
        ("an empty worker, as the template makes it", "benchmarks/peers/EmptyWorker", false),
        ("an empty worker with ReadyToRun", "benchmarks/peers/EmptyWorker", true),
    ];

    /// <param name="rounds">How many; null for what the docs' figures are made of.</param>
    public static async Task RunAsync(int? rounds = null)
    {
        var programs = new List<string>();
        foreach (var (_, project, compiled) in Workers)
        {
            programs.Add(await PublishAsync(project, compiled));
        }

        using var data = new TemporaryData();
        // Keeps the emulator and its table: the head finds both there, as it does in Azure.
        await using var around = await ServerProcess.LocalHostAsync(data.Path);
        var settings = Settings(Emulator.Of(data.Path).ConnectionString());
        await using var host = await ColdHost.StartAsync();
        var times = Workers.Select(_ => new List<ColdStartTimes>()).ToArray();
        // Round 0 warms the files' cache and this host.
        for (var round = 0; round <= (rounds ?? Rounds); round++)
        {
            for (var i = 0; i < programs.Count; i++)
            {
                var isHead = Path.GetFileName(programs[i]) == "OptOutFunctions.dll";
                var person = (round * programs.Count) + i;
                var run = isHead
                    ? await host.RunAsync(programs[i], settings, "InboundMessage", () => Stop(person))
                    : await host.RunAsync(programs[i], settings, "Empty", () => new HttpRequestMessage(HttpMethod.Post, "/api/empty"));
                if (round > 0)
                {
                    times[i].Add(run);
                }
            }
        }

        Report.Print(
            "Cold start, milliseconds from the start of the process (medians)",
            ["", "calls the host", "tells its functions", "loaded", "first answer", "processor ms", "÷ empty, median (min to max)"],
            [.. Workers.Select((worker, i) => Row(worker.Name, times[i], times[2]))]
        );
    }

    private static string[] Row(string name, List<ColdStartTimes> times, List<ColdStartTimes> empty)
    {
        Figures.Add($"{name}, first answer ms", Better.Lower, times.Select(t => t.Answered));
        return
        [
            name,
            .. ((Func<ColdStartTimes, double>[])[t => t.Stream, t => t.Functions, t => t.Loaded, t => t.Answered, t => t.Cpu]).Select(
                part => Report.Number(times.Select(part).Median(), 0)
            ),
            Report.Ratio([.. times.Zip(empty, (a, b) => a.Answered / b.Answered)], 2),
        ];
    }

    private static HttpRequestMessage Stop(int person)
    {
        var fields = Webhooks.Fields(Webhooks.Number(person), "STOP");
        var request = new HttpRequestMessage(HttpMethod.Post, Webhooks.Path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("X-Twilio-Signature", TwilioSigner.Sign(Webhooks.BaseUrl + Webhooks.Path, fields, Webhooks.AuthToken));
        return request;
    }

    /// <summary>The demo account's, as a developer has them, on that storage.</summary>
    private static Dictionary<string, string?> Settings(string storage)
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(Peers.Repository(), "local.settings.sample.json")));
        var settings = sample
            .RootElement.GetProperty("Values")
            .EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => (string?)setting.Value.ToString(), StringComparer.Ordinal);
        settings["OptOut:Storage"] = settings["FollowUps"] = settings["AzureWebJobsStorage"] = storage;
        return settings;
    }

    private static async Task<string> PublishAsync(string project, bool compiled)
    {
        var name = Path.GetFileName(project);
        var folder = Path.Combine(Path.GetTempPath(), "optout-benchmarks", "published", compiled ? name : name + "-jit");
        if (Environment.GetEnvironmentVariable("OPTOUT_PUBLISHED") is not null && Directory.Exists(folder))
        {
            return Path.Combine(folder, name + ".dll");
        }

        string[] arguments =
        [
            "publish",
            Path.Combine(Peers.Repository(), project),
            "-c",
            "Release",
            "-o",
            folder,
            string.Create(CultureInfo.InvariantCulture, $"-p:PublishReadyToRun={compiled}"),
            "-p:RunAnalyzers=false",
            "-v",
            "quiet",
            "--nologo",
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false })!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? Path.Combine(folder, name + ".dll")
            : throw new InvalidOperationException($"{project} could not be published.");
    }
}
