using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>How a ledger event is written for people and auditors: as the history shows it, times in UTC.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(IsoDurationJson), typeof(UtcTimeJson)]
)]
[JsonSerializable(typeof(LedgerEvent))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(string))]
public sealed partial class LedgerLineJson : JsonSerializerContext
{
    /// <summary>Letters of every language as they are; what reads it says that it is JSON.</summary>
    public static LedgerLineJson Written =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
