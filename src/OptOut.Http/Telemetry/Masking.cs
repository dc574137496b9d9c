using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace OptOut.Http;

/// <summary>Masks whatever looks like a number in what is exported, whichever library wrote it.</summary>
internal static partial class Masking
{
    private const string Hidden = "•••";

    /// <summary>The text with every run of eight digits or more hidden, however it is written.</summary>
    public static string Mask(string text) => NumberPattern().Replace(text, Hidden);

    internal static KeyValuePair<string, object?> Mask(KeyValuePair<string, object?> pair) =>
        pair.Value switch
        {
            string text => new(pair.Key, Mask(text)),
            null or bool or int or double => pair,
            long number => number is > -10_000_000 and < 10_000_000 ? pair : new(pair.Key, Hidden),
            var other => new(pair.Key, Mask(other.ToString() ?? "")),
        };

    // Digits with what people and URLs write between them. After '+' or its escape they are a number whatever stands around them; without
    // one they must stand alone, because ids of ours and Twilio's (SM…, AC…, traces) are hexadecimal and stay. An escape such as %7C or %3A
    // ends what was before it.
    private const string Between = """(?:[ \u00A0().+-]|%2[089BDE]|%C2%A0){0,3}""";
    private const string Number = "[0-9](?:" + Between + "[0-9]){7,}";

    [GeneratedRegex(
        $"""(?:\+|%2B){Number}|(?:(?<![0-9A-Za-z])|(?<=%[0-9A-F][0-9A-F])){Number}(?![0-9A-Za-z])""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex NumberPattern();
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
            attributes = attributes
                .Append(new("exception.type", exception.GetType().FullName))
                .Append(new("exception.stacktrace", Masking.Mask(exception.ToString())));
            data.Exception = null;
        }

        data.Attributes = [.. attributes];
    }
}

/// <summary>Masks the names and attributes of spans of any library.</summary>
internal sealed class MaskedSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        data.DisplayName = Masking.Mask(data.DisplayName);
        foreach (var tag in data.TagObjects.ToArray())
        {
            data.SetTag(tag.Key, Masking.Mask(tag).Value);
        }

        if (data.StatusDescription is { } why)
        {
            data.SetStatus(data.Status, Masking.Mask(why));
        }

        if (data.TraceStateString is { } state)
        {
            data.TraceStateString = Masking.Mask(state);
        }

        // What happened within a span cannot be rewritten: a span with a number there is not exported.
        if (data.Events.Any(e => HasNumber(e.Name) || e.Tags.Any(tag => HasNumber(tag.Value?.ToString() ?? ""))))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    private static bool HasNumber(string text) => Masking.Mask(text) != text;
}
