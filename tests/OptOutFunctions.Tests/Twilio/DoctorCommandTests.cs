using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OptOut.LocalHost;

namespace OptOutFunctions.Tests;

/// <summary>The doctor as a command, against a Twilio made from its public description (rule 41).</summary>
public sealed class DoctorCommandTests : IAsyncLifetime
{
    private const string Url = "https://optout.example.org/api/twilio/messages";

    private static readonly string[] Settings =
    [
        "--OptOut:PublicBaseUrl=https://optout.example.org",
        "--OptOut:Accounts:0:Sid=" + LoopbackTwilio.Account,
        "--OptOut:Accounts:0:AuthTokens:0=token-1",
        "--OptOut:Accounts:0:Brands:0:Id=acme",
        "--OptOut:Accounts:0:Brands:0:Name=Acme",
        "--OptOut:Accounts:0:Brands:0:SupportContact=help@acme.example",
        "--OptOut:Accounts:0:Brands:0:Senders:0:Address=+14155550100",
        "--OptOut:Accounts:0:Brands:0:Campaigns:0:Id=reminders",
    ];

    private LoopbackTwilio wire = null!;
    private DescribedTwilio twilio = null!;

    public async ValueTask InitializeAsync()
    {
        wire = await LoopbackTwilio.StartAsync();
        twilio = new DescribedTwilio(wire);
    }

    public ValueTask DisposeAsync() => wire.DisposeAsync();

    [Theory]
    [InlineData(Url, 0, "all is as expected")]
    [InlineData("https://old.example/sms", 2, "webhook-url at +14155550100: expected " + Url + ", found https://old.example/sms")]
    public async Task Rule41_the_command_says_what_differs_at_the_real_account_and_what_to_do(string url, int code, string said)
    {
        twilio.Has(
            "ListIncomingPhoneNumber",
            new JsonObject
            {
                ["phone_number"] = "+14155550100",
                ["sms_url"] = url,
                ["sms_method"] = "POST",
                ["sms_fallback_url"] = Url,
                ["sms_fallback_method"] = "POST",
            }
        );
        using var console = new StringWriter();

        Assert.Equal(
            code,
            await DoctorCommand.RunAsync(Settings, console, services => wire.PutInPlace(services), TestContext.Current.CancellationToken)
        );

        Assert.Contains(said, console.ToString(), StringComparison.Ordinal);
        Assert.Equal(code != 0, console.ToString().Contains("Console: ", StringComparison.Ordinal));
        Assert.Empty(twilio.Violations);
    }

    [Fact]
    public async Task Rule41_a_wrong_token_is_said_and_without_an_account_there_is_nothing_to_look_at()
    {
        wire.Always(401, TwilioJson.Error(20003, 401));
        using var console = new StringWriter();
        Assert.Equal(
            DoctorCommand.Differs,
            await DoctorCommand.RunAsync(Settings, console, services => wire.PutInPlace(services), TestContext.Current.CancellationToken)
        );
        Assert.Contains("twilio-unreachable", console.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<LocalHostException>(() =>
            DoctorCommand.RunAsync([], console, null, TestContext.Current.CancellationToken)
        );
    }
}
