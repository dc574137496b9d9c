using System.Text.Json;
using System.Text.RegularExpressions;

namespace OptOut.LocalHost;

/// <summary>Reads <c>POST /local/messages</c> and says, field by field, what is wrong with it.</summary>
internal static partial class TextedMessageReader
{
    // Twilio's own limit: https://www.twilio.com/docs/glossary/what-sms-character-limit
    private const int LongestBody = 1600;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly string[] Known = ["from", "to", "body", "messageSid", "optOutType"];

    /// <summary>The message, or null with at least one entry in <paramref name="errors"/>.</summary>
    public static TextedMessage? Read(ReadOnlyMemory<byte> json, SimulatedTwilio twilio, out Dictionary<string, string[]> errors)
    {
        var found = new Dictionary<string, string[]>(StringComparer.Ordinal);
        errors = found;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                found["$"] = ["must be a JSON object"];
                return null;
            }
            var root = document.RootElement;
            foreach (var property in root.EnumerateObject().Where(property => !Known.Contains(property.Name, StringComparer.Ordinal)))
            {
                found[property.Name] = ["is not a field of this request"];
            }
            return Check(Text("from", true), Text("to", true), Text("body", true), Text("messageSid", false), Text("optOutType", false));

            string? Text(string name, bool required)
            {
                var given = root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
                if (given && value.ValueKind == JsonValueKind.String)
                {
                    return value.GetString();
                }
                if (given || required)
                {
                    found[name] = [given ? "must be a string" : "is required"];
                }
                return null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no Unicode text.
            found["$"] = ["is not valid JSON, or has a field twice"];
            return null;
        }

        TextedMessage? Check(string? from, string? to, string? body, string? messageSid, string? optOutType)
        {
            (from, to) = (from is null ? null : PhoneAddress.Plain(from), to is null ? null : PhoneAddress.Plain(to));
            Require("from", from is null || PhoneAddress.IsAddress(from), "must be + and 8 to 15 digits, a channel address, a short code or a name");
            Require("to", to is null || twilio.AccountOf(to) is not null, "is no sender of a configured brand");
            Require("body", body is null || body.Length <= LongestBody, $"is longer than {LongestBody} characters");
            Require("messageSid", messageSid is null || MessageSid().IsMatch(messageSid), "must be SM or MM and 32 hexadecimal digits");
            Require("optOutType", optOutType is null or "STOP" or "START" or "HELP", "must be STOP, START or HELP");
            return found.Count > 0 ? null : new(from!, to!, body!, messageSid ?? SimulatedMessage.NewSid(), optOutType);
        }

        void Require(string field, bool holds, string otherwise)
        {
            if (!holds)
            {
                found[field] = [otherwise];
            }
        }
    }

    [GeneratedRegex(@"^(?:SM|MM)[0-9a-fA-F]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex MessageSid();
}
