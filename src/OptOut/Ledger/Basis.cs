using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>On what a consent rests.</summary>
[JsonConverter(typeof(KebabCase<Basis>))]
public enum Basis
{
    Express,
    PriorRelationship,
    Conversation,
}
