using System.Text.Json;

namespace OptOut.Twilio;

/// <summary>One event of Twilio's Event Streams that says something about a recipient's number.</summary>
/// <param name="AccountSid">The account that it is for.</param>
/// <param name="Type">Twilio's word for what happened.</param>
/// <param name="Number">The recipient's number, E.164.</param>
/// <param name="At">When Twilio found out.</param>
public sealed record NumberEvent(string AccountSid, string Type, string Number, DateTimeOffset At);

/// <summary>
/// A batch of Twilio's Event Streams (twilio.com/docs/events): an array of CloudEvents, or one alone, as a webhook sink posts it. Types
/// that say nothing about a recipient's number are passed over.
/// </summary>
public sealed class EventStream
{
    /// <summary>
    /// The Compliance Toolkit found that a number belongs to somebody else
    /// (twilio.com/docs/events/event-types/messaging/compliance-toolkit).
    /// </summary>
    public const string ReassignedNumber = "com.twilio.messaging.reassigned-number.detected";

    // A batch, its events, their data: three deep, and a little more for types that we pass over.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    private EventStream(IReadOnlyList<string> accounts, IReadOnlyList<NumberEvent> numbers) => (Accounts, Numbers) = (accounts, numbers);

    /// <summary>Every account that an event names, each once, in the order of the events.</summary>
    public IReadOnlyList<string> Accounts { get; }

    /// <summary>What concerns numbers, in the order of the batch.</summary>
    public IReadOnlyList<NumberEvent> Numbers { get; }

    /// <summary>Reads a batch; null for what is none.</summary>
    public static EventStream? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            var accounts = new List<string>();
            var numbers = new List<NumberEvent>();
            JsonElement[] events =
                document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray()] : [document.RootElement];
            foreach (var one in events.Where(e => e.ValueKind == JsonValueKind.Object && Text(e, "specversion") is not null))
            {
                if (
                    !one.TryGetProperty("data", out var data)
                    || data.ValueKind != JsonValueKind.Object
                    || AccountOf(data) is not { } account
                )
                {
                    continue;
                }

                if (!accounts.Contains(account, StringComparer.Ordinal))
                {
                    accounts.Add(account);
                }

                if (
                    Text(one, "type") is ReassignedNumber
                    && !IsFalse(data, "is_reassigned")
                    && Text(data, "to_number") is { } number
                    && Time(one, data) is { } at
                )
                {
                    numbers.Add(new NumberEvent(account, ReassignedNumber, number, at));
                }
            }

            return new EventStream(accounts, numbers);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Twilio's products do not agree on how they write it: <c>account_sid</c>, <c>accountSid</c>, <c>AccountSid</c>.</summary>
    private static string? AccountOf(JsonElement data) =>
        data.EnumerateObject()
            .Where(p =>
                p.Value.ValueKind == JsonValueKind.String
                && p.Name.Replace("_", "", StringComparison.Ordinal).Equals("accountsid", StringComparison.OrdinalIgnoreCase)
            )
            .Select(p => p.Value.GetString())
            .FirstOrDefault(text => !string.IsNullOrEmpty(text));

    private static DateTimeOffset? Time(JsonElement one, JsonElement data) =>
        TimeOf(data, "timestamp") ?? TimeOf(one, "time") ?? TimeOf(data, "consent_updated_at");

    private static DateTimeOffset? TimeOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
            ? time
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static bool IsFalse(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
        && (value.ValueKind == JsonValueKind.False || (value.ValueKind == JsonValueKind.String && value.GetString() == "false"));
}
