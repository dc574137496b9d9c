using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace OptOut.Http;

/// <summary>
/// Holds a request to the attributes of its fields. What they cannot say (one field that depends on another, the policy, the time) the
/// endpoint's binding checks.
/// </summary>
internal static class DeclaredFields
{
    private static readonly ConcurrentDictionary<JsonTypeInfo, Field[]> Known = new();

    /// <summary>Adds what is missing, too long, out of range or none of the words, under the fields' names in JSON.</summary>
    public static void Check(JsonTypeInfo type, object body, FieldErrors errors, string prefix = "")
    {
        foreach (var field in Of(type))
        {
            field.Check(body, errors, prefix);
        }
    }

    /// <summary>The fields of a type that callers write; none of another.</summary>
    public static IReadOnlyList<Field> Of(JsonTypeInfo type) =>
        Known.GetOrAdd(
            type,
            static known => !IsRequest(known) ? [] : [.. known.Properties.Where(p => p.Get is not null).Select(p => new Field(p, known))]
        );

    public static bool IsRequest(JsonTypeInfo type) =>
        type.Kind == JsonTypeInfoKind.Object && type.Type.IsDefined(typeof(RequestJsonAttribute));

    /// <summary>A field and what is asked of it.</summary>
    public sealed class Field
    {
        private readonly JsonPropertyInfo property;
        private readonly JsonTypeInfo? nested;
        private readonly bool alwaysRequired;
        private readonly int? maxLength;
        private readonly RangeAttribute? range;

        public Field(JsonPropertyInfo property, JsonTypeInfo owner)
        {
            this.property = property;
            object[] attributes = property.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
            alwaysRequired = attributes.OfType<RequiredAttribute>().Any();
            IsRequired = alwaysRequired || attributes.OfType<RequiredUnlessAttribute>().Any();
            maxLength = attributes.OfType<MaxLengthAttribute>().FirstOrDefault()?.Length;
            range = attributes.OfType<RangeAttribute>().FirstOrDefault();
            Words = attributes.OfType<OneOfAttribute>().FirstOrDefault()?.Words;
            nested = property.PropertyType.GetCustomAttribute<RequestJsonAttribute>() is null
                ? null
                : owner.Options.GetTypeInfo(property.PropertyType);
        }

        public string Name => property.Name;

        /// <summary>As the OpenAPI document has it: required in the usual case.</summary>
        public bool IsRequired { get; }

        /// <summary>The words that it takes; null for any.</summary>
        public IReadOnlyList<string>? Words { get; }

        public void Check(object body, FieldErrors errors, string prefix)
        {
            var (name, value) = (prefix + Name, property.Get!(body));
            switch (value)
            {
                case null:
                case string text when string.IsNullOrWhiteSpace(text):
                    errors.Check(!alwaysRequired, name, Missing());
                    break;
                case string text:
                    errors.Check(text.Length <= (maxLength ?? int.MaxValue), name, $"is at most {maxLength} characters.");
                    errors.Check(Words?.Contains(text, StringComparer.Ordinal) != false, name, $"is one of {All}.");
                    break;
                case int number when range is not null:
                    errors.Check(
                        number >= (int)range.Minimum && number <= (int)range.Maximum,
                        name,
                        $"is a whole number from {range.Minimum} to {range.Maximum}."
                    );
                    break;
                default:
                    if (nested is not null)
                    {
                        DeclaredFields.Check(nested, value, errors, name + ".");
                    }

                    break;
            }
        }

        private string All => string.Join(", ", Words ?? []);

        private string Missing() =>
            Words is not null ? $"is required: one of {All}."
            : property.PropertyType == typeof(DateTimeOffset?) ? FieldErrors.TimeRequired
            : property.PropertyType == typeof(bool?) ? "is required: true or false."
            : "is required.";
    }
}
