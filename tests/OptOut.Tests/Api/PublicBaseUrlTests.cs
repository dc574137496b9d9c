using OptOut.Http;

namespace OptOut.Tests;

/// <summary>The address that Twilio signs reaches the head as it is written, or the start says so.</summary>
public sealed class PublicBaseUrlTests
{
    [Theory]
    [InlineData("https://optout.example.org")]
    [InlineData("https://optout.example.org/")]
    [InlineData("https://optout.example.org:8443/front")]
    [InlineData("https://optout.example.org:443/front/")]
    [InlineData("https://OptOut.example.org/a-b.c_d~e/%20%C3%A9")]
    [InlineData("http://localhost:7071")]
    public void A_url_that_arrives_as_it_is_written_is_taken(string url) =>
        Assert.DoesNotContain(Faults(url), fault => fault.Contains("PublicBaseUrl", StringComparison.Ordinal));

    [Theory]
    [InlineData("https://opt_out.example.org", "underscore")]
    [InlineData("https://optout.example.org/a%7Eb", "written anew")]
    [InlineData("https://optout.example.org/%c3%a9", "written anew")]
    [InlineData("https://optout.example.org/\u00e9", "written anew")]
    [InlineData("https://optout.example.org/a|b", "written anew")]
    [InlineData("https://optout.example.org/a b", "written anew")]
    [InlineData("https://optout.example.org/a/../b", "written anew")]
    public void A_url_that_Twilio_refuses_or_something_on_the_way_writes_anew_stops_the_start(string url, string why) =>
        Assert.Contains(
            Faults(url),
            fault => fault.Contains("PublicBaseUrl", StringComparison.Ordinal) && fault.Contains(why, StringComparison.Ordinal)
        );

    private static IReadOnlyList<string> Faults(string url) =>
        [
            .. PolicyBuilder
                .Build(
                    new OptOutSettings
                    {
                        PublicBaseUrl = url,
                        Accounts =
                        [
                            new AccountSettings
                            {
                                Sid = "AC00000000000000000000000000000001",
                                AuthTokens = ["token"],
                                Brands =
                                [
                                    new BrandSettings
                                    {
                                        Id = "acme",
                                        Name = "Acme",
                                        Senders = [new SenderSettings { Address = "+14155550100" }],
                                    },
                                ],
                            },
                        ],
                    }
                )
                .Errors,
        ];
}
