using System.Globalization;
using OptOut.Http;
using OptOut.TwilioApi;

namespace OptOut.LocalHost;

/// <summary>
/// <c>doctor</c>: the doctor's report of the configured accounts as they are at Twilio itself, not at the simulated one (rule 41). It reads
/// only.
/// </summary>
internal static class DoctorCommand
{
    /// <summary>The word that asks for it.</summary>
    public const string Name = "doctor";

    /// <summary>How it ends when something differs; 0 means that all is as expected.</summary>
    public const int Differs = 2;

    /// <summary>Prints each account's findings and what to do about them.</summary>
    /// <param name="settings">Settings in the form of the command line; those of the environment count besides.</param>
    /// <param name="console">Where the report goes.</param>
    /// <param name="more">What a test puts in the place of Twilio.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LocalHostException">No account is configured.</exception>
    public static async Task<int> RunAsync(
        string[] settings,
        TextWriter console,
        Action<IServiceCollection>? more,
        CancellationToken cancellation
    )
    {
        CommandLine.Check(settings);
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
        if (!configuration.GetSection("OptOut:Accounts").GetChildren().Any())
        {
            throw new LocalHostException(
                "The doctor looks at a real Twilio account: set OptOut:PublicBaseUrl and OptOut:Accounts as where it runs (docs/operations.md), with an auth token that Twilio takes."
            );
        }

        var services = new ServiceCollection().AddLogging().AddOptOut(configuration).AddTwilioApi();
        more?.Invoke(services);
        await using var provider = services.BuildServiceProvider();
        var policy = provider.GetRequiredService<Policy>();
        var twilio = provider.GetRequiredService<ITwilioSettings>();
        var found = 0;
        foreach (var account in policy.Accounts.Values.OrderBy(a => a.Sid, StringComparer.Ordinal))
        {
            var findings = await Doctor.ExamineAsync(account, policy.PublicBaseUrl, twilio, TimeProvider.System, cancellation);
            found += findings.Count;
            await console.WriteLineAsync(
                findings.Count == 0
                    ? $"{account.Sid}: all is as expected."
                    : string.Create(CultureInfo.InvariantCulture, $"{account.Sid}: {findings.Count} to put right.")
            );
            foreach (var finding in findings)
            {
                await console.WriteLineAsync(
                    $"  {finding.What} at {finding.Where}: expected {finding.Expected ?? "nothing"}, found {finding.Found ?? "nothing"}"
                );
                await console.WriteLineAsync($"    {finding.DoThis}");
            }
        }

        return found == 0 ? 0 : Differs;
    }
}
