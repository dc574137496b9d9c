using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace OptOut.Http;

/// <summary>The last net before anything leaves: what looks like a number is masked, whoever wrote it (CONTRACT §4).</summary>
internal static partial class Masking
{
    private const string Hidden = "•••";

    /// <summary>The text with every run of eight digits or more hidden, however it is written.</summary>
    public static string Mask(string text) => Leak().Replace(text, Hidden);

    internal static KeyValuePair<string, object?> Mask(KeyValuePair<string, object?> pair) => pair.Value switch
    {
        string text => new(pair.Key, Mask(text)),
        null or bool or int or double => pair,
        long number => number is > -10_000_000 and < 10_000_000 ? pair : new(pair.Key, Hidden),
        var other => new(pair.Key, Mask(other.ToString() ?? "")),
    };

    // Digits with the punctuation people write between them; escapes of '+'. Ids of ours and Twilio's (SM…, AC…, traces) are hexadecimal and stay.
    [GeneratedRegex("""(?<![0-9A-Za-z])(?:\+|%2B)?[0-9](?:[ ().-]{0,2}[0-9]){7,}(?![0-9A-Za-z])""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Leak();
}

/// <summary>Masks log records of any library: text, attributes, exceptions.</summary>
internal sealed class MaskedLogs : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        data.Body = data.Body is null ? null : Masking.Mask(data.Body);
        data.FormattedMessage = data.FormattedMessage is null ? null : Masking.Mask(data.FormattedMessage);
        var attributes = (data.Attributes ?? []).Select(Masking.Mask);
        if (data.Exception is { } exception)
        {
            // An exporter would write the whole exception, message included.
            attributes = attributes.Append(new("exception.type", exception.GetType().FullName)).Append(new("exception.stacktrace", Masking.Mask(exception.ToString())));
            data.Exception = null;
        }

        data.Attributes = [.. attributes];
    }
}

/// <summary>Masks the attributes of spans of any library.</summary>
internal sealed class MaskedSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        data.DisplayName = Masking.Mask(data.DisplayName);
        foreach (var tag in data.TagObjects.ToArray())
        {
            data.SetTag(tag.Key, Masking.Mask(tag).Value);
        }
    }
}
