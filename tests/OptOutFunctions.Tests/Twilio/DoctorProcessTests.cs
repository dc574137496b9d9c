using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OptOutFunctions.Tests;

/// <summary>
/// The doctor as a user runs it (rule 41): the local host's own process, its settings in the environment, against a Twilio with eight
/// mistakes.
/// </summary>
public sealed class DoctorProcessTests : IAsyncLifetime
{
    private const string Base = "https://optout.example.org",
        Url = Base + "/api/twilio/messages",
        Token = "the-token-of-this-account";
    private static readonly string Service = "MG" + new string('a', 32);
    private static readonly string[] Numbers = [.. Enumerable.Range(0, 6).Select(n => $"+1415555010{n}")];
    private LoopbackTwilio wire = null!;
    private DescribedTwilio twilio = null!;
    private TunnelledTwilio tunnel = null!;

    public async ValueTask InitializeAsync()
    {
        wire = await LoopbackTwilio.StartAsync();
        twilio = new DescribedTwilio(wire);
        tunnel = await TunnelledTwilio.StartAsync(wire);
    }

    public async ValueTask DisposeAsync()
    {
        await tunnel.DisposeAsync();
        await wire.DisposeAsync();
    }

    [Fact]
    public async Task Rule41_the_command_names_each_of_eight_mistakes_at_a_real_account_and_only_reads()
    {
        twilio.Has(
            "ListIncomingPhoneNumber",
            Number(0, url: "https://old.example/sms"),
            Number(1, method: "GET"),
            Number(2, fallback: ""),
            Number(3, fallbackMethod: "GET"),
            Number(4, application: "AP" + new string('1', 32)),
            // The sixth is not this account's, and one that is leads here although nobody configured it.
            Number(9)
        );
        twilio.Has(
            "ListService",
            new JsonObject
            {
                ["sid"] = Service,
                ["inbound_request_url"] = Url + "#rc=2",
                ["inbound_method"] = "POST",
                ["fallback_url"] = "https://handler.twilio.com/twiml/EH1",
                ["fallback_method"] = "GET",
                ["use_inbound_webhook_on_number"] = false,
            }
        );
        twilio.Has("ListUsAppToPerson", new JsonObject { ["opt_out_keywords"] = new JsonArray("STOP", "ENOUGH") });

        var (code, said, errors) = await RunAsync();

        Assert.True(code == 2, said + errors);
        Assert.Contains($"{LoopbackTwilio.Account}: 8 to put right.", said, StringComparison.Ordinal);
        foreach (
            var (what, where) in new[]
            {
                ("webhook-url", Numbers[0]),
                ("webhook-method", Numbers[1]),
                ("fallback-url", Numbers[2]),
                ("fallback-method", Numbers[3]),
                ("handled-by-application", Numbers[4]),
                ("sender-unknown-at-twilio", Numbers[5]),
                ("sender-not-configured", "+14155550109"),
                ("opt-out-keywords", Service),
            }
        )
        {
            Assert.Single(said.Split('\n'), line => line.StartsWith($"  {what} at {where}: ", StringComparison.Ordinal));
        }

        Assert.Equal(8, said.Split('\n').Count(line => line.Contains("Console: ", StringComparison.Ordinal)));
        // It read, whole lists of it, with the account's token, and did nothing else; and it told nobody the token.
        Assert.All(wire.Requests, asked => Assert.Equal(("GET", Token), (asked.Method, asked.Token)));
        Assert.Equal(
            ["api.twilio.com", "messaging.twilio.com"],
            wire.Requests.Select(r => r.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
        Assert.Empty(twilio.Violations);
        Assert.DoesNotContain(Token, said + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule41_where_all_is_right_the_command_ends_with_0_and_without_an_account_it_says_what_it_needs()
    {
        twilio.Has("ListIncomingPhoneNumber", [.. Enumerable.Range(0, 6).Select(n => Number(n))]);
        twilio.Has(
            "ListService",
            new JsonObject
            {
                ["sid"] = Service,
                ["inbound_request_url"] = Url,
                ["inbound_method"] = "POST",
                ["fallback_url"] = Url,
                ["fallback_method"] = "POST",
                ["use_inbound_webhook_on_number"] = false,
            }
        );
        var (code, said, errors) = await RunAsync();
        Assert.True(code == 0, said + errors);
        Assert.Equal($"{LoopbackTwilio.Account}: all is as expected.", said.Trim());

        (code, said, errors) = await RunAsync(account: false);
        Assert.Equal((1, ""), (code, said));
        Assert.Contains("OptOut:Accounts", errors, StringComparison.Ordinal);
    }

    private static JsonObject Number(
        int n,
        string? url = Url,
        string method = "POST",
        string fallback = Url,
        string fallbackMethod = "POST",
        string? application = null
    )
    {
        var number = new JsonObject
        {
            ["phone_number"] = $"+1415555010{n}",
            ["sms_url"] = url,
            ["sms_method"] = method,
            ["sms_fallback_method"] = fallbackMethod,
        };
        if (fallback.Length > 0)
        {
            number["sms_fallback_url"] = fallback;
        }

        if (application is not null)
        {
            number["sms_application_sid"] = application;
        }

        return number;
    }

    private async Task<(int Code, string Said, string Errors)> RunAsync(bool account = true)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "OptOut.LocalHost.dll"));
        start.ArgumentList.Add("doctor");
        foreach (var (name, value) in tunnel.Environment.Concat(account ? Settings() : []))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await said, await errors);
    }

    /// <summary>As where the app runs.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Settings()
    {
        const string account = "OptOut__Accounts__0__",
            brand = account + "Brands__0__";
        yield return new("OptOut__PublicBaseUrl", Base);
        yield return new(account + "Sid", LoopbackTwilio.Account);
        yield return new(account + "AuthTokens__0", Token);
        yield return new(brand + "Id", "acme");
        yield return new(brand + "Name", "Acme");
        yield return new(brand + "SupportContact", "help@acme.example");
        yield return new(brand + "Campaigns__0__Id", "reminders");
        foreach (var (n, sender) in Numbers.Append(Service).Index())
        {
            yield return new($"{brand}Senders__{n}__Address", sender);
        }
    }
}
