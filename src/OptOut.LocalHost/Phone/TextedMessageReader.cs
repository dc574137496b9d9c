using System.Text.RegularExpressions;

namespace OptOut.LocalHost;

/// <summary>Reads <c>POST /local/messages</c> and says, field by field, what is wrong with it.</summary>
internal static partial class TextedMessageReader
{
    // Twilio's own limits: https://www.twilio.com/docs/glossary/what-sms-character-limit,
    // https://www.twilio.com/docs/messaging/guides/webhook-request
    private const int MaxBodyLength = 1600,
        MaxMedia = 10;

    /// <summary>The message, or null with at least one entry in <paramref name="errors"/>.</summary>
    public static TextedMessage? Read(ReadOnlyMemory<byte> json, SimulatedTwilio twilio, out IDictionary<string, string[]> errors)
    {
        using var fields = JsonFields.Parse(json, out errors);
        if (fields is null)
        {
            return null;
        }
        var (from, to, body) = (Address("from"), Address("to"), fields.Text("body", required: true));
        var (messageSid, optOutType) = (fields.Text("messageSid", required: false), fields.Text("optOutType", required: false));
        var (payload, label, media) = (
            fields.Text("buttonPayload", required: false),
            fields.Text("buttonText", required: false),
            fields.Texts("mediaUrls")
        );
        Require(
            "from",
            from is null || PhoneAddress.IsAddress(from),
            "must be + and 8 to 15 digits, a channel address, a short code or a name"
        );
        Require("to", to is null || twilio.AccountOf(to) is not null, "is no sender of a configured brand");
        Require("to", to is null || !OneWaySender.Is(to), "is a one-way sender: nobody can answer it");
        Require("body", body is null || body.Length <= MaxBodyLength, $"is longer than {MaxBodyLength} characters");
        Require("messageSid", messageSid is null || MessageSid().IsMatch(messageSid), "must be SM or MM and 32 hexadecimal digits");
        Require("optOutType", optOutType is null or "STOP" or "START" or "HELP", "must be STOP, START or HELP");
        Require("mediaUrls", media.Count <= MaxMedia && media.All(IsWebAddress), $"must be at most {MaxMedia} http or https URLs");
        fields.RefuseOthers();
        return errors.Count > 0
            ? null
            : new(
                from!,
                to!,
                body!,
                messageSid ?? SimulatedMessage.NewSid(media.Count > 0 ? "MM" : "SM"),
                optOutType,
                payload,
                label,
                media
            );

        string? Address(string name) => fields.Text(name, required: true) is { } text ? PhoneAddress.Plain(text) : null;

        void Require(string field, bool holds, string otherwise)
        {
            if (!holds)
            {
                fields.Refuse(field, otherwise);
            }
        }
    }

    private static bool IsWebAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    [GeneratedRegex(@"^(?:SM|MM)[0-9a-fA-F]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex MessageSid();
}
