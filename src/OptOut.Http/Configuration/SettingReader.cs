using System.Globalization;

namespace OptOut.Http;

/// <summary>Reads single settings, and collects what is wrong with them under the key that an operator has to mend.</summary>
internal sealed class SettingReader
{
    private readonly List<string> errors = [],
        warnings = [],
        notes = [];

    public IReadOnlyList<string> Errors => errors;

    /// <summary>The host of our own public address.</summary>
    public string? PublicHost { get; private set; }

    public void Error(string key, string what) => errors.Add($"{OptOutSettings.Section}:{key}: {what}");

    /// <summary>What a text lacks: a warning, or with <c>Strict</c> an error (rule 14).</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>What is worth knowing and no fault.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Whether a warning is an error.</summary>
    public bool IsStrict { get; init; }

    public void Lack(string key, string what)
    {
        if (IsStrict)
        {
            Error(key, what);
        }
        else
        {
            warnings.Add($"{OptOutSettings.Section}:{key} {what}");
        }
    }

    public void Note(string key, string what) => notes.Add($"{OptOutSettings.Section}:{key} {what}");

    public string Required(string key, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Error(key, "is required.");
        }

        return value?.Trim() ?? "";
    }

    public IsoDuration Duration(string key, string? value, IsoDuration otherwise) => OptionalDuration(key, value) ?? otherwise;

    public IsoDuration? OptionalDuration(string key, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        if (!IsoDuration.TryParse(value.Trim(), out var duration, out var error))
        {
            Error(key, error);
        }

        return duration;
    }

    /// <summary>A whole number from 1.</summary>
    public int Number(string key, string? value, int otherwise, int most)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return otherwise;
        }

        if (!int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > most)
        {
            Error(key, string.Create(CultureInfo.InvariantCulture, $"is a whole number from 1 to {most}."));
            return otherwise;
        }

        return number;
    }

    public bool Flag(string key, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return false;
        }

        if (!bool.TryParse(value, out var flag))
        {
            Error(key, "is true or false.");
        }

        return flag;
    }

    public T Choice<T>(string key, string? value, T otherwise)
        where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return otherwise;
        }

        // Enum.TryParse would take numbers and lists too.
        var name = Enum.GetNames<T>().FirstOrDefault(n => string.Equals(n, value.Trim(), StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            Error(key, $"is one of {string.Join(", ", Enum.GetNames<T>())}.");
            return otherwise;
        }

        return Enum.Parse<T>(name);
    }

    /// <summary>An id as it stands in URLs and keys: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 64.</summary>
    public string Id(string key, string? value)
    {
        var id = Required(key, value);
        if (id.Length > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            Error(key, "takes letters, digits, '-', '_' and '.', at most 64 of them.");
        }

        return id;
    }

    /// <summary>An absolute https URL; http only for this machine.</summary>
    public string Url(string key, string? value)
    {
        var url = Required(key, value);
        if (
            url.Length > 0
            && !(
                Uri.TryCreate(url, UriKind.Absolute, out var uri)
                && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
                && uri.Fragment.Length == 0
            )
        )
        {
            Error(key, "is an absolute https URL (http only for localhost).");
        }

        return url;
    }

    /// <summary>A URL that paths are put behind: without query, and without a slash at its end.</summary>
    public string BaseUrl(string key, string? value)
    {
        var url = Url(key, value);
        if (url.Contains('?', StringComparison.Ordinal))
        {
            Error(key, "has no query.");
        }

        var uri = Uri.TryCreate(url, UriKind.Absolute, out var read) ? read : null;
        if (uri?.Host.Contains('_', StringComparison.Ordinal) == true)
        {
            Error(key, "has an underscore in its host: Twilio refuses callbacks there.");
        }

        if (uri is not null && !IsPathAsItTravels(uri, url))
        {
            Error(
                key,
                "has a path that is written anew on its way, so that Twilio's signature would not fit: letters, digits, '-', '.', '_', '~', '/' and capital escapes "
                    + "of what is none of these (docs/operations.md)."
            );
        }

        PublicHost = uri?.Host;
        return url.TrimEnd('/');
    }

    /// <summary>Twilio signs a URL as it is set; the Functions host and others hand its path on as .NET writes it.</summary>
    private static bool IsPathAsItTravels(Uri uri, string url)
    {
        var path = url.IndexOf('/', url.IndexOf("://", StringComparison.Ordinal) + 3);
        return url.Contains('?', StringComparison.Ordinal) || uri.AbsolutePath == (path < 0 ? "/" : url[path..]);
    }
}
