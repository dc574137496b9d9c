using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>How strong a consent is: marketing to +1 needs a written one (rule 37; 47 CFR 64.1200(f)(9)).</summary>
[JsonConverter(typeof(KebabCase<ConsentLevel>))]
public enum ConsentLevel
{
    /// <summary>Said, not signed.</summary>
    Oral,

    /// <summary>Signed, also electronically: a form, an app, a keyword texted after a call to action (15 U.S.C. 7006(5)).</summary>
    Written,
}
