using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace OptOut.IntegrationTests;

/// <summary>
/// The programs of docs/senders.md, taken out of the page and run: what they print, what reaches Twilio, what is recorded.
/// </summary>
public sealed class SenderExampleTests(Head head) : ContractTest(head)
{
    private const string Text = "Acme Clinics: see you tomorrow at 9. Reply STOP to unsubscribe.";

    [Theory]
    [InlineData("curl", "send.sh", "bash", "curl", "jq")]
    [InlineData("Node", "send.mjs", "node")]
    [InlineData("Python", "send.py", "python3")]
    [InlineData("C#", "send.cs", "dotnet")]
    public async Task An_example_sends_what_is_allowed_reports_it_with_its_decision_and_else_calls_Twilio_not_at_all(
        string heading,
        string file,
        string program,
        params string[] needed
    )
    {
        Assert.SkipUnless(
            needed.Prepend(program).All(IsThere),
            $"{string.Join(", ", needed.Prepend(program))} must be on the path: the example for {heading} is not run here."
        );
        using var folder = new TemporaryDirectory();
        var path = Path.Combine(folder.Path, file);
        await File.WriteAllTextAsync(path, Example(heading), TestContext.Current.CancellationToken);
        if (file == "send.cs")
        {
            path = await CompiledAsync(path);
        }

        using var twilio = new TwilioDouble();
        var optOut = (await Head.ClientAsync()).BaseAddress!.GetLeftPart(UriPartial.Authority);
        var (asked, refused) = (Number(), Number());
        await ConsentAsync(asked);
        await ConsentAsync(refused);
        await TextAsync(refused, "STOP");

        Assert.Equal((1, "not sent: opted-out"), await RunAsync(program, path, optOut, twilio, refused));
        // Somebody who answers 200 with JSON that is not ours.
        Assert.Equal((1, "not sent: unavailable"), await RunAsync(program, path, twilio.Url, twilio, asked));
        Assert.Empty(twilio.Messages);

        var (code, said) = await RunAsync(program, path, optOut, twilio, asked);
        var message = Assert.Single(twilio.Messages);
        Assert.Equal((0, $"sent {message.Sid}"), (code, said));
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["To"] = asked,
                ["From"] = Acme,
                ["Body"] = Text,
            },
            message.Form
        );
        var send = (await HistoryAsync(asked)).Single(e => e.GetProperty("type").GetString() == "send-recorded");
        Assert.Equal("consented", send.GetProperty("decision").GetProperty("reason").GetString());
        Assert.False(send.TryGetProperty("unchecked", out _) || send.TryGetProperty("violation", out _), send.GetRawText());
        Assert.Contains(message.Sid, send.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("opt-out-language", (await CheckAsync(asked)).Strings("obligations"), StringComparer.Ordinal);
    }

    /// <summary>The code block below a heading of the page.</summary>
    private static string Example(string heading)
    {
        var page = File.ReadAllText(Path.Combine(BicepCli.Root, "docs", "senders.md"));
        return Regex
            .Match(
                page,
                $@"(?ms)^## {Regex.Escape(heading)}$.*?^```\w+\n(?<code>.*?)^```$",
                RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            )
            .Groups["code"]
            .Value;
    }

    private static bool IsThere(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>By the SDK's own compiler, against the client and what it needs.</summary>
    private static async Task<string> CompiledAsync(string source)
    {
        var sdks = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk"));
        var compiler = Directory
            .EnumerateDirectories(sdks, "10.*")
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Last(File.Exists);
        var folder = Path.GetDirectoryName(source)!;
        var target = Path.Combine(folder, "send.dll");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(assembly =>
                !Path.GetFileName(assembly).StartsWith("OptOut", StringComparison.Ordinal)
                || Path.GetFileName(assembly) == "OptOut.Client.dll"
            );
        // What a project of the SDK has without saying so (ImplicitUsings).
        var usings = Path.Combine(folder, "usings.cs");
        await File.WriteAllLinesAsync(
            usings,
            new[]
            {
                "System",
                "System.Collections.Generic",
                "System.IO",
                "System.Linq",
                "System.Net.Http",
                "System.Threading",
                "System.Threading.Tasks",
            }.Select(n => $"global using {n};")
        );
        var options = Path.Combine(folder, "options.rsp");
        await File.WriteAllLinesAsync(
            options,
            [
                "-nologo",
                "-nullable:enable",
                "-warnaserror",
                "-target:exe",
                $"-out:\"{target}\"",
                .. references.Select(r => $"-r:\"{r}\""),
                $"\"{source}\"",
                $"\"{usings}\"",
            ]
        );
        await File.WriteAllTextAsync(
            Path.ChangeExtension(target, ".runtimeconfig.json"),
            """
            {"runtimeOptions": {"frameworks": [{"name": "Microsoft.NETCore.App", "version": "10.0.0"}, {"name": "Microsoft.AspNetCore.App", "version": "10.0.0"}]}}
            """
        );
        foreach (
            var library in new[] { "OptOut.Client.dll", "Polly*.dll", "Microsoft.Extensions.*.dll" }.SelectMany(pattern =>
                Directory.EnumerateFiles(AppContext.BaseDirectory, pattern)
            )
        )
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(library)), library);
        }

        var (code, said) = await RunAsync(new ProcessStartInfo("dotnet", ["exec", compiler, $"@{options}"]));
        Assert.True(code == 0, said);
        return target;
    }

    private static Task<(int Code, string Said)> RunAsync(
        string program,
        string path,
        string optOut,
        TwilioDouble twilio,
        string recipient
    ) =>
        RunAsync(
            new ProcessStartInfo(program, [path, recipient, Text])
            {
                Environment =
                {
                    ["OPTOUT"] = optOut,
                    ["KEY"] = WriteKey,
                    ["SENDER"] = Acme,
                    ["TWILIO"] = twilio.Url,
                    ["TWILIO_ACCOUNT_SID"] = Account,
                    ["TWILIO_AUTH_TOKEN"] = "not-a-token",
                    // A proxy of the machine has nothing to do with what is on it.
                    ["NO_PROXY"] = "127.0.0.1",
                    ["no_proxy"] = "127.0.0.1",
                },
            }
        );

    private static async Task<(int Code, string Said)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said.Trim());
    }

    /// <summary>Takes messages as Twilio's REST API does, and answers all else with JSON that says nothing.</summary>
    private sealed class TwilioDouble : IDisposable
    {
        private readonly HttpListener listener;

        public TwilioDouble()
        {
            (listener, Url) = Listen();
            _ = ListenAsync();
        }

        public string Url { get; }

        public ConcurrentQueue<(string Sid, Dictionary<string, string> Form)> Messages { get; } = new();

        public void Dispose() => listener.Close();

        private static (HttpListener Listener, string Url) Listen()
        {
            for (var tries = 1; ; tries++)
            {
                using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
                free.Start();
                var url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
                free.Stop();
                var taken = new HttpListener();
                taken.Prefixes.Add(url + "/");
                try
                {
                    taken.Start();
                    return (taken, url);
                }
                catch (HttpListenerException) when (tries < 10)
                {
                    // Somebody else took the port in between.
                    taken.Close();
                }
            }
        }

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    var body = await reader.ReadToEndAsync();
                    var answer = "{}";
                    if (
                        context.Request.Url!.AbsolutePath == $"/2010-04-01/Accounts/{Account}/Messages.json"
                        && context.Request.Headers["Authorization"]!.StartsWith("Basic ", StringComparison.Ordinal)
                    )
                    {
                        var sid = NewSid();
                        Messages.Enqueue(
                            (
                                sid,
                                body.Split('&')
                                    .Select(field => field.Split('='))
                                    .ToDictionary(f => f[0], f => WebUtility.UrlDecode(f[1]), StringComparer.Ordinal)
                            )
                        );
                        answer = $$"""{"sid": "{{sid}}"}""";
                        context.Response.StatusCode = 201;
                    }

                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
