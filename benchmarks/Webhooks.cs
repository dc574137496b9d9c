using System.Security.Cryptography;
using System.Text;
using OptOut.Twilio;

namespace OptOut.Benchmarks;

/// <summary>Signed webhooks as bytes on the wire, made before the clock starts. The account is the local host's demo account.</summary>
internal static class Webhooks
{
    public const string BaseUrl = "http://localhost:7071";
    public const string AccountSid = "AC00000000000000000000000000000d06";
    public const string AuthToken = "demo-auth-token";
    public const string ApiKey = "demo-key";
    public const string Path = "/api/twilio/messages";

    private static int people = 1_000_000;

    /// <summary>The fields that Twilio posts with an SMS.</summary>
    public static List<KeyValuePair<string, string>> Fields(string from, string body) =>
        [
            new("ToCountry", "US"),
            new("ToState", "CA"),
            new("SmsMessageSid", Sid()),
            new("NumMedia", "0"),
            new("ToCity", "SAN FRANCISCO"),
            new("FromZip", "94105"),
            new("SmsSid", Sid()),
            new("FromState", "CA"),
            new("SmsStatus", "received"),
            new("FromCity", "SAN FRANCISCO"),
            new("Body", body),
            new("FromCountry", "US"),
            new("To", "+14155550100"),
            new("ToZip", "94105"),
            new("NumSegments", "1"),
            new("MessageSid", Sid()),
            new("AccountSid", AccountSid),
            new("From", from),
            new("ApiVersion", "2010-04-01"),
        ];

    /// <summary>The fields as a body.</summary>
    public static string Form(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));

    /// <summary>STOPs of people who have not been heard of in this run.</summary>
    public static byte[][] Stops(int count) => [.. Enumerable.Range(0, count).Select(_ => Signed(Number(NextPerson()), "STOP"))];

    /// <summary>The index of somebody new, far from those that <see cref="Seed"/> makes.</summary>
    public static int NextPerson() => Interlocked.Increment(ref people);

    public static byte[] Signed(string from, string body, string token = AuthToken)
    {
        var fields = Fields(from, body);
        var form = Form(fields);
        return Encoding.ASCII.GetBytes(
            $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nX-Twilio-Signature: {TwilioSigner.Sign(BaseUrl + Path, fields, token)}\r\n"
                + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}"
        );
    }

    /// <summary>A call of the sender API.</summary>
    public static byte[] Api(string method, string target, string? json = null) =>
        Encoding.UTF8.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nx-api-key: {ApiKey}\r\n"
                + (
                    json is null
                        ? "\r\n"
                        : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"
                )
        );

    /// <summary>A number of its own for each index.</summary>
    public static string Number(int index) => FormattableString.Invariant($"+1415{2_000_000 + index:D7}");

    private static string Sid() => "SM" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
