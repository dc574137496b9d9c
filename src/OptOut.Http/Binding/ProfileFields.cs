namespace OptOut.Http;

/// <summary>Fields that say where a person is and what they read.</summary>
internal static class ProfileFields
{
    /// <summary>An IANA name: zone data comes with the app, so what is known does not depend on the host.</summary>
    public static string? TimeZone(this FieldErrors errors, string field, string? value)
    {
        errors.Check(value is null || Zones.IsKnown(value), field, "is an IANA time zone, such as America/New_York.");
        return value;
    }

    /// <summary>ISO 3166-1 or ISO 3166-2.</summary>
    public static string? Region(this FieldErrors errors, string field, string? value)
    {
        errors.Check(
            value is null || NumberRegion.Parse(value) is not null,
            field,
            "is a country or a part of one as in ISO 3166, such as US or US-FL."
        );
        return value;
    }

    public static string? Language(this FieldErrors errors, string field, string? value)
    {
        var known =
            value is null
            || (
                value.Length <= 35
                && value.Split('-') is [{ Length: 2 or 3 } main, .. var rest]
                && main.All(char.IsAsciiLetter)
                && rest.All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit))
            );
        errors.Check(known, field, "is an IETF language tag, such as es or pt-BR.");
        return value;
    }
}
