using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>How far an opt-out reaches.</summary>
[JsonConverter(typeof(KebabCase<Scope>))]
public enum Scope
{
    Account,
    Brand,
    Campaign,
}
