using System.Diagnostics.CodeAnalysis;

namespace OptOut.Twilio;

/// <summary>What is wrong with a field of a signed request.</summary>
public enum FieldFault
{
    /// <summary>It is absent, empty or only white space.</summary>
    Missing,

    /// <summary>It is there twice, so that nobody can say which one is meant.</summary>
    Repeated,

    /// <summary>It is not of the form that Twilio writes.</summary>
    Malformed,
}

/// <summary>One field that makes a signed request unusable.</summary>
/// <param name="Field">Twilio's name of the field.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record FieldError(string Field, FieldFault Fault)
{
    /// <summary>A sentence for a problem document; it never holds the field's value.</summary>
    public string Message =>
        Fault switch
        {
            FieldFault.Missing => $"{Field} is missing.",
            FieldFault.Repeated => $"{Field} is there more than once.",
            _ => $"{Field} is not of the form that Twilio writes.",
        };
}

/// <summary>Fields that were read, or all that is wrong with them.</summary>
public sealed class TwilioFields<T>
    where T : class
{
    private TwilioFields(T? value, IReadOnlyList<FieldError> errors) => (Value, Errors) = (value, errors);

    /// <summary>The fields; null when there are errors.</summary>
    public T? Value { get; }

    /// <summary>What is wrong, in the order in which the fields are listed; empty when nothing is.</summary>
    public IReadOnlyList<FieldError> Errors { get; }

    /// <summary>Whether the request can be used.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsUsable => Value is not null;

    internal static TwilioFields<T> From(FieldReader reader, Func<T> read)
    {
        var value = read();
        return reader.Errors.Count == 0 ? new(value, []) : new(null, reader.Errors);
    }
}

/// <summary>Reads fields of a form and collects what is wrong with them.</summary>
internal sealed class FieldReader(FormBody form)
{
    private readonly List<FieldError> errors = [];

    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>A field that must be there once and say something.</summary>
    public string Required(string name)
    {
        var value = Identifying(name);
        if (value is null && !form.Repeated(name))
        {
            errors.Add(new(name, FieldFault.Missing));
        }

        return value ?? "";
    }

    /// <summary>A field that may be absent, but says who or what is meant and so may not be there twice.</summary>
    public string? Identifying(string name)
    {
        if (form.Repeated(name))
        {
            errors.Add(new(name, FieldFault.Repeated));
            return null;
        }

        return Optional(name);
    }

    /// <summary>
    /// The text of a message. A repeated one is refused: it is not known which one the person wrote, and the one that is not read may be
    /// the opt-out.
    /// </summary>
    /// <returns>Empty where there is none.</returns>
    public string Text(string name)
    {
        if (form.Repeated(name))
        {
            errors.Add(new(name, FieldFault.Repeated));
        }

        return form.First(name) ?? "";
    }

    /// <summary>A field under its name or, where only that is there, its older one.</summary>
    public string RequiredOr(string name, string olderName) => Required(NameInUse(name, olderName));

    /// <summary>A SID that can be a key. Its letters are not held against it: a kind that is new to us must not cost an opt-out.</summary>
    public string RequiredSid(string name)
    {
        var value = Required(name);
        if (value.Length > 0 && !TwilioIds.IsKey(value))
        {
            errors.Add(new(name, FieldFault.Malformed));
        }

        return value;
    }

    /// <summary>A SID under its name or, where only that is there, its older one.</summary>
    public string RequiredSidOr(string name, string olderName) => RequiredSid(NameInUse(name, olderName));

    /// <summary>The first value of a field; null when it is absent or says nothing.</summary>
    public string? Optional(string name) => form.First(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>Records a fault that the fields have together.</summary>
    public void Fault(string name, FieldFault fault) => errors.Add(new(name, fault));

    private string NameInUse(string name, string olderName) => Optional(name) is null && Optional(olderName) is not null ? olderName : name;
}
