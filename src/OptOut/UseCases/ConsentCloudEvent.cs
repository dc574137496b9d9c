using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// A ledger event as subscribers get it: CloudEvents 1.0 in structured JSON (https://github.com/cloudevents/spec, json-format).
/// The version in <see cref="Type"/> rises when <see cref="Data"/> changes so that a reader of the old one would misread it.
/// </summary>
/// <param name="Id">The ledger event's id: published again it has the same, so that a subscriber can tell.</param>
/// <param name="Source">The account, <c>/accounts/AC…</c>.</param>
/// <param name="Type"><c>optout.{event type}.v1</c>, such as <c>optout.opted-out.v1</c>.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Data">The recipient and the event as the history shows it.</param>
public sealed record ConsentCloudEvent(string Id, string Source, string Type, DateTimeOffset Time, ConsentEventData Data)
{
    /// <summary>The media type of a structured event.</summary>
    public const string MediaType = "application/cloudevents+json";

    [JsonPropertyName("specversion")]
    public string SpecVersion => "1.0";

    [JsonPropertyName("datacontenttype")]
    public string DataContentType => "application/json";

    public static ConsentCloudEvent Of(string accountSid, string recipient, LedgerEvent happened) =>
        new(
            happened.Id,
            $"/accounts/{accountSid}",
            $"optout.{(happened.Violation is null ? Name(happened.Type) : "send-violation")}.v1",
            happened.At,
            new ConsentEventData(recipient, happened)
        );

    /// <summary>The event's name as the ledger writes it.</summary>
    private static string Name(EventType type) => KebabCase<EventType>.Name(type);
}

/// <summary>What a consent event says.</summary>
public sealed record ConsentEventData(string Recipient, LedgerEvent Event);

/// <summary>
/// Written as a line of the auditor's file is, so that a subscriber can verify the event's hash by what it got (rule 34).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(IsoDurationJson), typeof(UtcTimeJson)]
)]
[JsonSerializable(typeof(ConsentCloudEvent))]
public sealed partial class ConsentCloudEventJson : JsonSerializerContext;
