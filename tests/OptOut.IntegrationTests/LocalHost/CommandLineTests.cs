using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>What is typed wrong is named, before anything is started.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--dta .data", "--dta", "--data")]
    [InlineData("--url http://127.0.0.1:1", "--url", "--urls")]
    [InlineData("--data", "--data needs a value", "--data")]
    [InlineData(".data", "'.data' is no option", "--help")]
    [InlineData("--colour blue", "--colour", "--help")]
    public void A_misspelt_option_is_named(string line, string named, string hint)
    {
        var wrong = Assert.Throws<LocalHostException>(() => CommandLine.Check(line.Split(' ')));
        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(hint, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls http://127.0.0.1:7072 --data .data")]
    [InlineData("--urls=http://127.0.0.1:7072")]
    [InlineData("--OptOut:Retention P6Y --LocalHost:FollowUps:Due=00:00:05")]
    public void Options_and_settings_are_taken(string line) => CommandLine.Check(line.Split(' '));
}
