using System.Globalization;
using System.Text;
using OptOut.Twilio;
using Twilio.Security;

namespace OptOutFunctions.Tests;

/// <summary>
/// We accept what Twilio's own helper library accepts, and refuse what it refuses: both get the same thousand requests.
/// </summary>
public sealed class SignatureAgreementTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Bases =
    [
        "https://example.org",
        "https://example.org:443",
        "https://example.org:8443",
        "http://localhost:7071",
        "http://localhost",
        "https://Example.ORG/prefix",
    ];

    private static readonly string[] Targets =
    [
        "/api/twilio/messages",
        "/api/twilio/status?brand=acme&campaign=&kind=campaign",
        "/api/twilio/status?q=a%20b+c%2Fd",
        "/api/twilio/status?q=%C3%A9",
        "/api/twilio/conversations?b=1&a=2&a=1",
    ];

    private static readonly string[] Names =
    [
        "Body",
        "body",
        "From",
        "To",
        "MessageSid",
        "ButtonPayload",
        "Ä",
        "a b",
        "A",
        "_",
        "Zed",
        "~",
    ];

    private static readonly string[] Values =
    [
        "",
        "STOP",
        "+14155550123",
        "hello world",
        "a&b=c%20d",
        "süß",
        "停止",
        "🛑 stop",
        "\u00a0x\u200b",
        "line\r\nline",
        "'\"<>",
    ];

    [Fact]
    public void Forms_signed_by_the_helper_or_tampered_with_are_judged_alike()
    {
        var random = new Random(20241112);
        var (valid, refused) = (0, 0);
        for (var i = 0; i < 1000; i++)
        {
            var (url, target) = (Pick(random, Bases), Pick(random, Targets));
            var fields = Names
                .Where(_ => random.Next(2) == 0)
                .ToDictionary(name => name, _ => Pick(random, Values), StringComparer.Ordinal);
            var signature = TwilioHelper.Sign(Token, url + target, fields);
            var (asked, body, header) = Tamper(random, target, fields, signature);

            var theirs = new RequestValidator(Token).Validate(url + asked, body, header);
            var ours = TwilioSignature.Validate(url, asked, Form(body), header, [Token]) == SignatureResult.Valid;

            Assert.True(theirs == ours, $"{url}{asked}: helper {theirs}, ours {ours}");
            (valid, refused) = theirs ? (valid + 1, refused) : (valid, refused + 1);
        }

        Assert.True(valid > 200 && refused > 200, $"{valid} valid, {refused} refused: the questions are too one-sided");
    }

    [Fact]
    public void The_port_may_be_signed_or_left_out_alike()
    {
        foreach (
            var (ours, signed) in new[]
            {
                ("https://example.org", "https://example.org:443"),
                ("https://example.org:8443", "https://example.org"),
                ("http://localhost:7071", "http://localhost"),
                ("http://localhost", "http://localhost:80"),
                ("https://example.org", "https://example.org:8443"),
            }
        )
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Body"] = "STOP" };
            var signature = TwilioHelper.Sign(Token, signed + "/api/twilio/messages", fields);

            var theirs = new RequestValidator(Token).Validate(ours + "/api/twilio/messages", fields, signature);

            var result = TwilioSignature.Validate(ours, "/api/twilio/messages", Form(fields), signature, [Token]);
            Assert.True(theirs == (result == SignatureResult.Valid), $"{ours}, signed {signed}: helper {theirs}, ours {result}");
        }
    }

    /// <summary>
    /// The one difference: a URL that spells out its scheme's own port. .NET's helper tries it only as it stands, those for Node and Python
    /// also without.
    /// </summary>
    [Fact]
    public void A_default_port_that_is_spelt_out_may_be_left_out_by_the_signer()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Body"] = "STOP" };
        var signature = TwilioHelper.Sign(Token, "https://example.org/api/twilio/messages", fields);

        Assert.False(new RequestValidator(Token).Validate("https://example.org:443/api/twilio/messages", fields, signature));
        Assert.Equal(
            SignatureResult.Valid,
            TwilioSignature.Validate("https://example.org:443", "/api/twilio/messages", Form(fields), signature, [Token])
        );
    }

    [Theory]
    [InlineData("{\"Body\":\"STOP\"}", "{\"Body\":\"STOP\"}")]
    [InlineData("{\"Body\":\"STOP\"}", "{\"Body\":\"START\"}")]
    [InlineData("", "")]
    [InlineData("süß 🛑", "süß 🛑")]
    public void JSON_bodies_are_vouched_for_by_the_signed_hash_alike(string hashed, string sent)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(hashed)));
        var target = "/api/twilio/conversations?bodySHA256=" + hash;
        var signature = TwilioHelper.Sign(Token, "https://example.org" + target, []);

        var theirs = new RequestValidator(Token).Validate("https://example.org" + target, sent, signature);

        Assert.Equal(hashed == sent, theirs);
        Assert.Equal(
            theirs,
            TwilioSignature.ValidateJson("https://example.org", target, Encoding.UTF8.GetBytes(sent), signature, [Token])
                == SignatureResult.Valid
        );
    }

    private static (string Target, Dictionary<string, string> Fields, string Header) Tamper(
        Random random,
        string target,
        Dictionary<string, string> fields,
        string signature
    )
    {
        switch (random.Next(8))
        {
            case 0:
                fields["Body"] = "changed " + random.Next().ToString(CultureInfo.InvariantCulture);
                return (target, fields, signature);
            case 1:
                return (target + (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "x=1", fields, signature);
            case 2:
                return (target, fields, signature.ToLowerInvariant());
            case 3:
                return (target, fields, signature[..^1]);
            case 4:
                // Two characters of base64 that mean the same bytes: the signature is compared as text.
                return (target, fields, signature[..^2] + (char)(signature[^2] + 1) + "=");
            default:
                return (target, fields, signature);
        }
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static FormBody Form(Dictionary<string, string> fields) =>
        FormBody.Parse(
            Encoding.ASCII.GetBytes(
                string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"))
            )
        );
}

/// <summary>
/// Signs as Twilio's documentation describes it (twilio.com/docs/usage/security#validating-requests), apart from our own signer.
/// </summary>
internal static class TwilioHelper
{
    public static string Sign(string token, string url, Dictionary<string, string> fields)
    {
        var text = url + string.Concat(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + field.Value));
#pragma warning disable CA5350 // Twilio signs with HMAC-SHA1.
        return Convert.ToBase64String(
            System.Security.Cryptography.HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text))
        );
#pragma warning restore CA5350
    }
}
