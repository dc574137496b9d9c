using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut.Http;

// What senders write and read, as it stands in JSON. Every field may be missing: the endpoint says which one it misses.

[RequestJson]
public sealed record FrequencyBody([property: Required, Range(1, SendFold.MaxCounted)] int? Max, [property: Required] string? Per);

[RequestJson]
public sealed record ProofBody([property: MaxLength(1000)] string? Reference, [property: MaxLength(2000)] string? Uri, [property: MaxLength(64)] string? MessageSid);

[RequestJson]
public sealed record AgeVerifiedBody(
    [property: Required, Range(1, 120)] int? MinimumAge, [property: Required, AgeProof] string? Method, [property: Required] DateTimeOffset? VerifiedAt);

[RequestJson]
public sealed record ConsentRequest
{
    [Required]
    public string? Recipient { get; init; }
    public string? Brand { get; init; }

    [RequiredUnless("basis is prior-relationship")]
    public IReadOnlyList<string?>? Campaigns { get; init; }

    [Required, Word<Basis>(except: OptOut.Basis.Conversation)]
    public string? Basis { get; init; }

    [Required, ConsentMethod]
    public string? Method { get; init; }

    /// <summary><c>written</c> or <c>oral</c>; left out, what the method makes it.</summary>
    [Word<ConsentLevel>]
    public string? Level { get; init; }
    public string? Language { get; init; }
    public string? TimeZone { get; init; }

    [Required]
    public DateTimeOffset? ObtainedAt { get; init; }

    [Required, MaxLength(4000)]
    public string? Statement { get; init; }

    [Required]
    public ProofBody? Proof { get; init; }

    /// <summary>A word, or an object of trigger, its reference and its time.</summary>
    public TriggerBody? Trigger { get; init; }
    public bool? NumberProvidedByRecipient { get; init; }
    public AgeVerifiedBody? AgeVerified { get; init; }
    public FrequencyBody? Frequency { get; init; }
    public bool? Reconsent { get; init; }
}

public sealed record ConsentResponse
{
    public required string Id { get; init; }
    public required string Recipient { get; init; }
    public required string Brand { get; init; }
    public required IReadOnlyList<string> Campaigns { get; init; }
    public required Basis Basis { get; init; }
    public required string Status { get; init; }
    public string? Method { get; init; }
    public ConsentLevel? Level { get; init; }
    public DateTimeOffset? ObtainedAt { get; init; }
    public DateTimeOffset? RecordedAt { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? Statement { get; init; }
    public Proof? Proof { get; init; }
    public Trigger? Trigger { get; init; }
    public AgeVerification? AgeVerified { get; init; }
    public Frequency? Frequency { get; init; }
}

public sealed record ConsentList(string Recipient, string Brand, IReadOnlyList<ConsentResponse> Consents);

[RequestJson]
public sealed record SuppressionRequest
{
    public string? Brand { get; init; }

    [Word<Scope>]
    public string? Scope { get; init; }
    public string? Campaign { get; init; }
    public string? Sender { get; init; }

    [Required, MaxLength(1000)]
    public string? Reason { get; init; }

    [Required, ManualSource]
    public string? Source { get; init; }
    public DateTimeOffset? At { get; init; }
}

public sealed record SuppressionResponse
{
    public required string Recipient { get; init; }
    public required string Brand { get; init; }
    public string? Campaign { get; init; }
    public required bool Suppressed { get; init; }
    public Scope? Scope { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? LastOptOutAt { get; init; }
    public string? Source { get; init; }
    public string? MessageSid { get; init; }
    public string? Keyword { get; init; }
    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>The newer consent that an opt-out recorded late did not close.</summary>
    public string? SupersededBy { get; init; }
}

public sealed record SuppressionPage(IReadOnlyList<SuppressionResponse> Items, string? Cursor, DateTimeOffset AsOf);

/// <summary>Why, and by whom, something is corrected or erased: both are asked for.</summary>
[RequestJson]
public sealed record CorrectionRequest([property: Required, MaxLength(1000)] string? Reason, [property: Required, MaxLength(200)] string? Actor);

[RequestJson]
public sealed record HoldRequest([property: Required] bool? Hold, [property: Required, MaxLength(1000)] string? Reason, [property: Required, MaxLength(200)] string? Actor);

public sealed record HoldResponse(string Recipient, bool Hold, DateTimeOffset? Since, string? Event);

/// <summary>Why, and by whom, a consent is withdrawn: what is known of it.</summary>
[RequestJson]
public sealed record WithdrawalRequest([property: MaxLength(1000)] string? Reason, [property: MaxLength(200)] string? Actor);

public sealed record ErasureResponse(string Recipient, DateTimeOffset ErasedAt, string Event);

[RequestJson]
public sealed record CheckItem
{
    [MaxLength(CheckQuestions.MaxReference)]
    public string? Reference { get; init; }

    [Required]
    public string? Recipient { get; init; }
    public string? Brand { get; init; }
    public string? Campaign { get; init; }

    [Word<CheckKind>]
    public string? Kind { get; init; }
    public string? Sender { get; init; }

    [MaxLength(1600)]
    public string? Body { get; init; }

    /// <summary>The planned time, up to 7 days ahead; left out: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What this message is about, where it is not what its campaign is.</summary>
    [Word<Content>]
    public string? Content { get; init; }
    public bool? Reserve { get; init; }
}

[RequestJson]
public sealed record CheckBatch([property: Required, JsonConverter(typeof(SeparateItemsJson))] IReadOnlyList<JsonElement>? Checks);

public sealed record CheckResponse
{
    public string? Reference { get; init; }
    public string? Recipient { get; init; }
    public required bool Allowed { get; init; }
    public required Reason Reason { get; init; }
    public IReadOnlyList<Obligation> Obligations { get; init; } = [];
    public IReadOnlyList<Finding>? Findings { get; init; }
    public IReadOnlyList<string> Evidence { get; init; } = [];
    public DateTimeOffset? Until { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public string? Decision { get; init; }
    public IReadOnlyList<string>? UsableSenders { get; init; }
    public string? Hint { get; init; }
    public IDictionary<string, string[]>? Errors { get; init; }
}

public sealed record CheckResults(IReadOnlyList<CheckResponse> Results);

[RequestJson]
public sealed record SendRequest
{
    [Required]
    public string? Recipient { get; init; }
    public string? Brand { get; init; }
    public string? Campaign { get; init; }

    [Required, Word<CheckKind>]
    public string? Kind { get; init; }
    public string? Sender { get; init; }

    [Required, MaxLength(64)]
    public string? MessageSid { get; init; }

    [RequiredUnless("status is scheduled")]
    public DateTimeOffset? SentAt { get; init; }
    public IReadOnlyList<string?>? Fulfilled { get; init; }

    [MaxLength(4000)]
    public string? Decision { get; init; }

    /// <summary><c>scheduled</c> for a message that Twilio keeps until <see cref="SendAt"/>; <c>sent</c>, or left out, for one that went out.</summary>
    [Word<SendStatus>]
    public string? Status { get; init; }
    public DateTimeOffset? SendAt { get; init; }
}

/// <summary>What became of a send that is reported.</summary>
public enum SendStatus
{
    Sent,
    Scheduled,
}

/// <summary>A link is asked for; without <paramref name="Expires"/> it holds 90 days.</summary>
[RequestJson]
public sealed record LinkRequest([property: Required] string? Recipient, string? Brand, DateTimeOffset? Expires);

public sealed record LinkResponse(string Url, DateTimeOffset Expires);

public sealed record HistoryPage(IReadOnlyList<LedgerEvent> Events, string? Cursor);

public sealed record HealthResponse(string Status, IReadOnlyDictionary<string, string> Checks, IReadOnlyList<string>? Warnings = null);

/// <summary>How the API writes and reads JSON: strict in what it takes, camelCase and UTC in what it gives.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(IsoDurationJson), typeof(UtcTimeJson), typeof(TriggerJson)])]
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
    /// For what we write: a number's <c>+</c> and letters of every language stand as they are, because people read audits and search exports. That JSON may then
    /// hold what HTML would take for more than text does no harm: whatever an endpoint answers says that it is JSON, and <c>nosniff</c> keeps it so.
    /// </summary>
    public static ApiJson Written => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
