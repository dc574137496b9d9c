using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>A double opt-in waiting for YES.</summary>
/// <param name="Sender">On which sender it was requested; null while not known.</param>
/// <param name="Asked">The opt-in request has gone out: no second one.</param>
/// <param name="Level">How strong the consent is that it asks to confirm (rule 37).</param>
/// <param name="ByText">The recipient asked for it by text.</param>
public sealed record Request(
    string Id,
    DateTimeOffset At,
    DateTimeOffset Until,
    string Event,
    long Sequence,
    string? Sender,
    bool Asked,
    ConsentLevel Level = ConsentLevel.Oral,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ByText = false
);
