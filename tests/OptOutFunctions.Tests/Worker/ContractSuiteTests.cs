using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using OptOut.LocalHost;

namespace OptOutFunctions.Tests;

/// <summary>The contract's tests, which know nothing but HTTP, against the head as a process of its own.</summary>
public sealed class ContractSuiteTests : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("optout-contract-");
    private AzuriteServer azurite = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        azurite = await AzuriteServer.StartAsync(data.FullName, TextWriter.Null, TimeProvider.System, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task The_contract_holds_for_the_worker()
    {
        var tests = WorkerProcess.Directory.Replace(
            Path.Combine("src", "OptOutFunctions"),
            Path.Combine("tests", "OptOut.IntegrationTests"),
            StringComparison.Ordinal
        );
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(tests, "Contract", "contract.json"))
            .Build()
            .AsEnumerable()
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);
        (settings["OptOut:Storage"], settings["FollowUps"]) = (azurite.ConnectionString, azurite.ConnectionString);
        await using var host = await FunctionsHost.StartAsync(settings);
        await host.SessionAsync();

        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(tests, "OptOut.IntegrationTests.dll"), "-trait", "Suite=Contract", "-noColor"]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = tests,
            Environment = { ["OPTOUT_BASE_ADDRESS"] = host.Address.OriginalString },
        };
        using var suite = Process.Start(start)!;
        var said = await suite.StandardOutput.ReadToEndAsync(Cancellation);
        await suite.WaitForExitAsync(Cancellation);

        var summary = Regex.Match(
            said,
            @"Total: (?<total>\d+), Errors: \d+, Failed: (?<failed>\d+), Skipped: \d+",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
        TestContext.Current.TestOutputHelper!.WriteLine(summary.Value);
        Assert.True(summary.Groups["failed"].Value == "0", said);
        Assert.True(int.Parse(summary.Groups["total"].Value, System.Globalization.CultureInfo.InvariantCulture) > 300, said);
        // The numbers that the suite texted from are in none of the logs. Ids of hex digits are, and one in some thousands holds ten digits
        // like theirs.
        Assert.DoesNotMatch(
            new Regex(
                @"((?<![0-9a-fA-F])|%[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4})1?(212|646)[2-9]\d{6}(?![0-9a-fA-F])",
                RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(30)
            ),
            host.Output
        );
    }
}
