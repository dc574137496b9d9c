using OptOut.Twilio;

namespace OptOut.Tests;

public class SignatureCauseTests
{
    private const string Base = "https://optout.example.com:8443/front";
    private const string Target = "/api/twilio/status?brand=acme&campaign=offers&kind=campaign";
    private const string Token = "12345678901234567890123456789012";
    private static readonly KeyValuePair<string, string>[] Pairs =
    [
        new("From", "+14155550101"),
        new("Body", "STOP"),
        new("AccountSid", "AC1"),
    ];

    /// <summary>Twilio has that URL; we have <see cref="Base"/> and see <see cref="Target"/>.</summary>
    [Theory]
    [InlineData(
        "https://optout.example.com:8443/front/api/twilio/status?kind=campaign&campaign=offers&brand=acme",
        SignatureCause.QueryOrder
    )]
    [InlineData(
        "https://optout.example.com:8443/front/api/twilio/status?brand=acme&kind=campaign&campaign=offers",
        SignatureCause.QueryOrder
    )]
    [InlineData("https://optout.example.com:8443/front/api/twilio/status", SignatureCause.QueryAdded)]
    [InlineData(
        "https://optout.example.com:8443/front/api/twilio/status/?brand=acme&campaign=offers&kind=campaign",
        SignatureCause.TrailingSlash
    )]
    [InlineData("https://optout.example.com:8443/api/twilio/status?brand=acme&campaign=offers&kind=campaign", SignatureCause.PathPrefix)]
    [InlineData(
        "https://optout.example.com:8443/front/api/api/twilio/status?brand=acme&campaign=offers&kind=campaign",
        SignatureCause.PathPrefix
    )]
    [InlineData("http://optout.example.com:8443/front/api/twilio/status?brand=acme&campaign=offers&kind=campaign", SignatureCause.Scheme)]
    [InlineData("https://optout.example.com:7071/front/api/twilio/status?brand=acme&campaign=offers&kind=campaign", SignatureCause.Port)]
    [InlineData("https://old.example.org/front/api/twilio/status?brand=acme&campaign=offers&kind=campaign", SignatureCause.Host)]
    [InlineData("https://elsewhere.example.net/down", SignatureCause.FallbackUrl)]
    public void A_refusal_names_what_differs_between_the_two_URLs(string atTwilio, SignatureCause expected) =>
        Assert.Equal(expected, SignatureCauses.Find(Refused(TwilioSigner.Sign(atTwilio, Pairs, Token))));

    [Fact]
    public void Another_escape_in_the_query_is_named()
    {
        const string Seen = "/api/twilio/status?brand=a~b";
        var signed = TwilioSigner.Sign(Base + "/api/twilio/status?brand=a%7Eb", Pairs, Token);
        Assert.Equal(SignatureCause.QueryEncoding, SignatureCauses.Find(Refused(signed) with { PathAndQuery = Seen }));
    }

    [Fact]
    public void Without_another_URL_it_is_the_token()
    {
        Assert.Equal(SignatureCause.Token, SignatureCauses.Find(Refused(TwilioSigner.Sign(Base + Target, Pairs, "rotated-away"))));
        Assert.Equal(SignatureCause.OtherAccount, SignatureCauses.Find(Refused(TwilioSigner.Sign(Base + Target, Pairs, "the-parents"))));
    }

    [Theory]
    [InlineData(SignatureResult.Missing, SignatureCause.Unsigned)]
    [InlineData(SignatureResult.Malformed, SignatureCause.Unsigned)]
    [InlineData(SignatureResult.NoToken, SignatureCause.UnknownAccount)]
    [InlineData(SignatureResult.BodyHashMissing, SignatureCause.BodyHash)]
    [InlineData(SignatureResult.BodyHashMismatch, SignatureCause.BodyHash)]
    public void What_the_check_itself_found_needs_no_search(SignatureResult result, SignatureCause expected) =>
        Assert.Equal(expected, SignatureCauses.Find(Refused("") with { Result = result }));

    [Theory]
    [InlineData(
        "https://u:p@host.example/front/",
        "/api/twilio/status?brand=acme&campaign=secret&%2B14155550101=1",
        "https://host.example/front/api/twilio/status?brand=…&campaign=…&…=…"
    )]
    [InlineData("https://host.example", "/api/twilio/messages", "https://host.example/api/twilio/messages")]
    [InlineData("https://host.example", "/api/twilio/messages?bodySHA256=00ff", "https://host.example/api/twilio/messages?bodySHA256=…")]
    public void The_URL_is_shown_without_values_and_passwords(string publicBaseUrl, string target, string shown) =>
        Assert.Equal(shown, Http.RefusedSignatures.WithoutValues(publicBaseUrl, target));

    private static RefusedSignature Refused(string signature) =>
        new(
            SignatureResult.Mismatch,
            Base,
            Target,
            FormBody.FromPairs(Pairs),
            signature,
            [Token],
            ["the-parents"],
            ["https://old.example.org", "http://old.example.org"],
            "https://elsewhere.example.net/down"
        );
}
