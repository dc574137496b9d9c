using System.Text;
using OptOut.Twilio;

namespace OptOut.Tests;

public class TwilioSignatureTests
{
    private const string Base = "https://optout.example.com";
    private const string Path = "/api/twilio/messages?x=1";
    private const string Token = "12345678901234567890123456789012";
    private static readonly KeyValuePair<string, string>[] Pairs =
    [
        new("From", "+14155550101"),
        new("Body", "STOP"),
        new("AccountSid", "AC1"),
    ];
    private static readonly FormBody Form = FormBody.FromPairs(Pairs);

    public static TheoryData<string> CaseNames => [.. SignatureCase.All.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void The_signature_is_judged_as_Twilios_own_helper_judges_it(string name)
    {
        var c = SignatureCase.All[name];
        var body = Encoding.UTF8.GetBytes(c.Body);

        var result = c.Json
            ? TwilioSignature.ValidateJson(c.Base, c.PathAndQuery, body, c.Header, c.Tokens)
            : TwilioSignature.Validate(c.Base, c.PathAndQuery, FormBody.Parse(body), c.Header, c.Tokens);

        Assert.Equal(c.Helper && c.Stricter is null, result == SignatureResult.Valid);
    }

    [Fact]
    public void Twilios_documented_example_is_valid()
    {
        // The example of twilio.com/docs/usage/security, as the tests of Twilio's helper libraries have it.
        var form = FormBody.Parse("Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE"u8);

        var result = TwilioSignature.Validate(
            "https://mycompany.com",
            "/myapp.php?foo=1&bar=2",
            form,
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
            ["12345"]
        );

        Assert.Equal(SignatureResult.Valid, result);
    }

    [Theory]
    [InlineData(null, SignatureResult.Missing)]
    [InlineData("", SignatureResult.Missing)]
    [InlineData(" ", SignatureResult.Malformed)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA", SignatureResult.Malformed)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA=,AAAAAAAAAAAAAAAAAAAAAAAAAAA=", SignatureResult.Malformed)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAA\u00e9=", SignatureResult.Malformed)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAA-=", SignatureResult.Malformed)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA=", SignatureResult.Mismatch)]
    public void A_header_that_is_no_signature_says_why(string? header, SignatureResult expected) =>
        Assert.Equal(expected, TwilioSignature.Validate(Base, Path, Form, header, [Token]));

    [Fact]
    public void An_account_without_tokens_lets_nobody_in_and_an_empty_token_signs_nothing()
    {
        var signedWithNothing = TwilioSigner.Sign(Base + Path, Pairs, "");
        var signedWithZeros = TwilioSigner.Sign(Base + Path, Pairs, new string('0', 32));

        Assert.Equal(SignatureResult.NoToken, TwilioSignature.Validate(Base, Path, Form, signedWithNothing, []));
        Assert.Equal(SignatureResult.NoToken, TwilioSignature.Validate(Base, Path, Form, signedWithNothing, ["", " "]));
        Assert.Equal(SignatureResult.NoToken, TwilioSignature.Validate(Base, Path, Form, signedWithZeros, []));
        Assert.Equal(SignatureResult.Mismatch, TwilioSignature.Validate(Base, Path, Form, signedWithNothing, ["", Token]));
    }

    [Fact]
    public void A_trailing_slash_of_the_base_is_not_doubled() =>
        Assert.Equal(
            SignatureResult.Valid,
            TwilioSignature.Validate(Base + "/", Path, Form, TwilioSigner.Sign(Base + Path, Pairs, Token), [Token])
        );

    [Fact]
    public void Json_needs_the_hash_in_the_query_and_not_in_the_path()
    {
        var body = "{}"u8;
        var (url, _) = TwilioSigner.SignJson(Base + "/x", body, Token);
        var inPath = url[Base.Length..].Replace('?', '&');

        Assert.Equal(
            SignatureResult.BodyHashMissing,
            TwilioSignature.ValidateJson(Base, inPath, body, TwilioSigner.Sign(Base + inPath, [], Token), [Token])
        );
    }

    [Fact]
    public void Every_hash_in_the_query_must_hold()
    {
        var body = "{}"u8;
        var (url, _) = TwilioSigner.SignJson(Base + "/x", body, Token);
        foreach (var path in new[] { $"{url[Base.Length..]}&bodySHA256=0", $"/x?bodySHA256=0&{url[(Base.Length + 3)..]}" })
        {
            var signature = TwilioSigner.Sign(Base + path, [], Token);
            Assert.Equal(SignatureResult.BodyHashMismatch, TwilioSignature.ValidateJson(Base, path, body, signature, [Token]));
        }
    }

    [Fact]
    public void A_json_request_with_a_wrong_signature_and_a_wrong_hash_speaks_of_the_signature() =>
        Assert.Equal(
            SignatureResult.Mismatch,
            TwilioSignature.ValidateJson(Base, "/x?bodySHA256=0", "{}"u8, TwilioSigner.Sign(Base, [], Token), [Token])
        );
}
