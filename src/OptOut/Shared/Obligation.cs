using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>What an allowed message must do (rule 25).</summary>
[JsonConverter(typeof(KebabCase<Obligation>))]
public enum Obligation
{
    IdentifySender,
    OptOutLanguage,
    ReconfirmConsent,
    NoPromotion,
    StayInConversation,

    /// <summary>A one-way sender offers a link to stop by (rule 25).</summary>
    OptOutMeans,
}
