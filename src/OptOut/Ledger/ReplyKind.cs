using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>What a reply is for.</summary>
[JsonConverter(typeof(KebabCase<ReplyKind>))]
public enum ReplyKind
{
    OptOutConfirmation,
    OptInConfirmation,
    OptInRequest,
    Help,

    /// <summary>No message: an ordinary one is passed on to the brand's <c>ForwardUrl</c>.</summary>
    Forward,
}
