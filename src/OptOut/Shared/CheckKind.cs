using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>What kind of message a sender asks about (rule 23).</summary>
[JsonConverter(typeof(KebabCase<CheckKind>))]
public enum CheckKind
{
    Campaign,
    Informational,
    Reply,
    OptInRequest,
}
