using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut.Http;

/// <summary>How the API writes and reads JSON: strict in what it takes, camelCase and UTC in what it gives.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(IsoDurationJson), typeof(UtcTimeJson), typeof(TriggerJson)]
)]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(ConsentResponse))]
[JsonSerializable(typeof(ConsentList))]
[JsonSerializable(typeof(SuppressionRequest))]
[JsonSerializable(typeof(SuppressionResponse))]
[JsonSerializable(typeof(SuppressionPage))]
[JsonSerializable(typeof(SuppressionImportLine))]
[JsonSerializable(typeof(ImportLineResult))]
[JsonSerializable(typeof(ImportEnd))]
[JsonSerializable(typeof(CorrectionRequest))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(HoldResponse))]
[JsonSerializable(typeof(WithdrawalRequest))]
[JsonSerializable(typeof(ErasureResponse))]
[JsonSerializable(typeof(CheckItem))]
[JsonSerializable(typeof(CheckBatch))]
[JsonSerializable(typeof(CheckResponse))]
[JsonSerializable(typeof(CheckResults))]
[JsonSerializable(typeof(PreferencesRequest))]
[JsonSerializable(typeof(PreferencesResponse))]
[JsonSerializable(typeof(ReassignedRequest))]
[JsonSerializable(typeof(SuspensionRequest))]
[JsonSerializable(typeof(SuspensionResponse))]
[JsonSerializable(typeof(ReassignedResponse))]
[JsonSerializable(typeof(ReassignedImportLine))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkResponse))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(LedgerEvent))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
[JsonSerializable(typeof(ReviewRequest))]
[JsonSerializable(typeof(ReviewPage))]
[JsonSerializable(typeof(ReviewResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(OperatorAccountResponse))]
[JsonSerializable(typeof(OperatorSetupResponse))]
[JsonSerializable(typeof(ActivityPage))]
[JsonSerializable(typeof(StatisticsResponse))]
[JsonSerializable(typeof(PersonSearch))]
[JsonSerializable(typeof(PersonSearchResponse))]
[JsonSerializable(typeof(DownloadRequest))]
[JsonSerializable(typeof(DownloadResponse))]
[JsonSerializable(typeof(RebuildResponse))]
[JsonSerializable(typeof(SealLine))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>
    /// For what we write: a number's <c>+</c> and letters of every language stand as they are, because people read audits and search
    /// exports. That JSON may then hold what HTML would take for more than text does no harm: whatever an endpoint answers says that it is
    /// JSON, and <c>nosniff</c> keeps it so.
    /// </summary>
    public static ApiJson Written =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
