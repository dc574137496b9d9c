using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Benchmarks;

/// <summary>
/// A check before the gates of content, time, number, sender and frequency, and with them: the decision alone, then the whole request.
/// </summary>
internal static class GateTable
{
    /// <summary>The last commit without them; its configuration knows their settings already, so both are asked the same.</summary>
    public const string CommitBefore = "70210ee";

    private const int Rounds = 5,
        Requests = 500,
        People = 50;

    public static async Task RunAsync()
    {
        var repository = Peers.Repository();
        await using var before = await Before.AtAsync(repository, CommitBefore);
        await DecisionAsync(before.Root, repository);
        await RequestAsync(before.Root);
    }

    private static async Task DecisionAsync(string before, string after)
    {
        using var programs = new TemporaryData();
        var (old, now) = (await BuildAsync(programs.Path, "before", before, after), await BuildAsync(programs.Path, "after", after, after));
        List<Cost[]> olds = [],
            nows = [];
        for (var round = 0; round < Rounds; round++)
        {
            olds.Add(await MeasureAsync(old));
            nows.Add(await MeasureAsync(now));
        }

        Report.Print(
            $"The decision of a check, with the gates ÷ before them ({CommitBefore})",
            ["question", "before", "with them", "time, median (min to max)", "bytes"],
            [
                .. nows[0]
                    .Select(
                        (cost, i) =>
                            new[]
                            {
                                cost.Question,
                                Show(olds, i),
                                Show(nows, i),
                                Report.Ratio([.. nows.Zip(olds, (a, b) => a[i].Nanoseconds / b[i].Nanoseconds)], 2),
                                Report.Number(nows[0][i].Bytes / olds[0][i].Bytes, 2),
                            }
                    ),
            ]
        );

        static string Show(List<Cost[]> rounds, int i) =>
            $"{rounds[0][i].Reason}: {Report.Number(rounds.Select(r => r[i].Nanoseconds).Median() / 1000, 2)} µs, {Report.Number(rounds[0][i].Bytes, 0)} bytes";
    }

    /// <summary>The same source built against one tree's rules.</summary>
    private static async Task<string> BuildAsync(string folder, string name, string tree, string source)
    {
        var project = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        File.Copy(Path.Combine(source, "benchmarks", "Gates", "CheckCost.cs"), Path.Combine(project, "CheckCost.cs"));
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), "OptOut.Benchmarks.CheckCost.Print(System.Console.Out);\n");
        await File.WriteAllTextAsync(
            Path.Combine(project, "cost.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><LangVersion>latest</LangVersion><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
                <TieredPGO>true</TieredPGO><ServerGarbageCollection>false</ServerGarbageCollection><ConcurrentGarbageCollection>false</ConcurrentGarbageCollection>
              </PropertyGroup>
              <ItemGroup><ProjectReference Include="{tree}/src/OptOut/OptOut.csproj" /></ItemGroup>
            </Project>
            """
        );
        await Before.BuildAsync(Path.Combine(project, "cost.csproj"));
        return Path.Combine(project, "bin", "Release", "net10.0", "cost.dll");
    }

    private static async Task<Cost[]> MeasureAsync(string program) =>
        [
            .. (await Before.RunAsync(Path.GetDirectoryName(program)!, "dotnet", program))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(';'))
                .Select(parts => new Cost(
                    parts[0],
                    double.Parse(parts[1], CultureInfo.InvariantCulture),
                    double.Parse(parts[2], CultureInfo.InvariantCulture),
                    parts[3]
                )),
        ];

    private static async Task RequestAsync(string before)
    {
        await Before.BuildAsync(Path.Combine(before, "src", "OptOut.LocalHost", "OptOut.LocalHost.csproj"));
        using TemporaryData oldData = new(),
            newData = new();
        var old = await ServerProcess.LocalHostOfAsync(
            Path.Combine(before, "src", "OptOut.LocalHost", "bin", "Release", "net10.0", "OptOut.LocalHost.dll"),
            oldData.Path,
            Gated
        );
        await using (old)
        {
            await using var now = await ServerProcess.LocalHostAsync(newData.Path, Gated);
            await ConsentAsync(old);
            await ConsentAsync(now);
            byte[][] asked =
            [
                .. Enumerable
                    .Range(0, Requests)
                    .Select(i => Webhooks.Api("GET", $"/api/checks/{Uri.EscapeDataString(Awake(i % People))}?brand=acme&campaign=offers")),
            ];
            var (a, b) = await Load.PairAsync(Rounds, _ => Load.RunAsync(now, asked, 1), _ => Load.RunAsync(old, asked, 1));
            Report.PrintPair(
                "A check over HTTP and the emulator, one at a time",
                "with the gates",
                a,
                "before them",
                b,
                "none set: one read either way"
            );
        }
    }

    private static readonly string[] Offers = ["offers"];

    /// <summary>An account like the demo's, with one campaign that has every gate set.</summary>
    private static readonly string[] Gated = Settings(
        ("Sid", Webhooks.AccountSid),
        ("AuthTokens:0", Webhooks.AuthToken),
        ("ApiKeys:0:Permission", "admin"),
        ("ApiKeys:0:Hash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Webhooks.ApiKey)))),
        ("Brands:0:Id", "acme"),
        ("Brands:0:Name", "Acme Clinics"),
        ("Brands:0:Senders:0:Address", "+14155550100"),
        ("Brands:0:Campaigns:0:Id", "offers"),
        ("Brands:0:Campaigns:0:QuietHours", "On"),
        ("Brands:0:Campaigns:0:Max", "30"),
        ("Brands:0:Campaigns:0:Per", "P30D"),
        ("Brands:0:Campaigns:0:Senders:0", "+14155550100"),
        ("Brands:0:Campaigns:0:Countries:0", "US"),
        ("Brands:0:Campaigns:0:Countries:1", "GB"),
        ("Brands:0:Campaigns:0:Countries:2", "JP")
    );

    private static string[] Settings(params (string Name, string Value)[] ofAccount) =>
        [
            .. ofAccount.SelectMany(setting => new[] { "--OptOut:Accounts:0:" + setting.Name, setting.Value }),
            "--OptOut:PublicBaseUrl",
            Webhooks.BaseUrl,
        ];

    /// <summary>Somebody for whom it is day now: London, Tokyo or San Francisco.</summary>
    private static string Awake(int person) =>
        TimeProvider.System.GetUtcNow().Hour switch
        {
            >= 8 and < 19 => string.Create(CultureInfo.InvariantCulture, $"+4479{11_000_000 + person}"),
            >= 19 and < 23 => Webhooks.Number(person),
            _ => string.Create(CultureInfo.InvariantCulture, $"+8190{12_000_000 + person}"),
        };

    private static async Task ConsentAsync(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("x-api-key", Webhooks.ApiKey);
        for (var person = 0; person < People; person++)
        {
            using var answer = await http.PostAsJsonAsync(
                "/api/consents",
                new
                {
                    recipient = Awake(person),
                    brand = "acme",
                    campaigns = Offers,
                    basis = "express",
                    method = "web-form",
                    obtainedAt = TimeProvider.System.GetUtcNow(),
                    statement = "Yes, text me offers.",
                    proof = new { reference = "form 7" },
                }
            );
            answer.EnsureSuccessStatusCode();
        }
    }

    private sealed record Cost(string Question, double Nanoseconds, double Bytes, string Reason);
}
