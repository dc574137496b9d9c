namespace OptOut.Http;

// What a field of a request must be, said once: DeclaredFields holds requests to it, ApiSchemas writes it into the OpenAPI document. With
// these go Required, MaxLength and Range of System.ComponentModel.DataAnnotations.

/// <summary>Marks what callers write: unknown fields are refused, and the attributes of its properties count.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequestJsonAttribute : Attribute;

/// <summary>A field that is needed but for one case, which the endpoint looks at itself.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RequiredUnlessAttribute(string otherwise) : Attribute
{
    /// <summary>The case, in words.</summary>
    public string Otherwise => otherwise;
}

/// <summary>A field that takes one of a few words.</summary>
internal abstract class OneOfAttribute(IEnumerable<string> words) : Attribute
{
    public IReadOnlyList<string> Words { get; } = [.. words];
}

/// <summary>A member of an enumeration.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordAttribute<T> : OneOfAttribute
    where T : struct, Enum
{
    public WordAttribute()
        : base(Enum.GetValues<T>().Select(KebabCase<T>.Name)) { }

    public WordAttribute(T except)
        : base(Enum.GetValues<T>().Where(value => !value.Equals(except)).Select(KebabCase<T>.Name)) { }
}

/// <summary>How a consent was obtained (rule 18).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConsentMethodAttribute() : OneOfAttribute(ConsentMethods.Accepted.Order(StringComparer.Ordinal));

/// <summary>How an age was verified (rule 27).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AgeProofAttribute() : OneOfAttribute(ConsentMethods.AgeProofs.Order(StringComparer.Ordinal));

/// <summary>What a link that works once leads to.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DownloadKindAttribute() : OneOfAttribute([Downloads.Suppressions, Downloads.Evidence]);

/// <summary>How an opt-out reached the sender.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ManualSourceAttribute() : OneOfAttribute(Sources.Manual);
