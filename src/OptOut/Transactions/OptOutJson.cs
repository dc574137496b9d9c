using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>How states, events and receipts are written to storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(IsoDurationJson)]
)]
[JsonSerializable(typeof(RecipientState))]
[JsonSerializable(typeof(LedgerEvent))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(IReadOnlyList<Reservation>))]
[JsonSerializable(typeof(IReadOnlyList<RecentMessage>))]
[JsonSerializable(typeof(KeptAnswer))]
[JsonSerializable(typeof(KeptLink))]
[JsonSerializable(typeof(ConversationBinding))]
[JsonSerializable(typeof(IndexedReview))]
[JsonSerializable(typeof(ReconciliationMark))]
[JsonSerializable(typeof(ActivityEntry))]
[JsonSerializable(typeof(DayFigures))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(IndexedPerson))]
public sealed partial class OptOutJson : JsonSerializerContext;
