using System.Buffers;
using System.Collections.Frozen;

namespace OptOut;

/// <summary>A web address in a text.</summary>
internal readonly record struct MessageLink(int Start, int Length, string Host);

/// <summary>Where a message leads to (rule 26): to hosts that everybody uses, or to hosts that are not the brand's.</summary>
internal static class MessageLinks
{
    private static readonly FrozenSet<string> Shorteners = DataFile
        .Read<HostFile>("url-shorteners.json")
        .Hosts.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What ends a link: white space, angle brackets and quotation marks.</summary>
    internal static readonly SearchValues<char> Around = SearchValues.Create(" \t\r\n\u00a0\u202f<>\"\u201c\u201d\u00ab\u00bb");

    /// <summary>
    /// The links that a phone makes of the text: with a scheme or <c>www.</c>, or a host with a path behind it. An address for mail is
    /// none.
    /// </summary>
    public static List<MessageLink> Find(string body)
    {
        var links = new List<MessageLink>();
        foreach (var range in body.AsSpan().SplitAny(Around))
        {
            var word = body.AsSpan(range);
            var scheme = word.IndexOf("http", StringComparison.OrdinalIgnoreCase);
            // "(see:https://…" starts where its scheme does.
            var from =
                scheme >= 0 && word[scheme..].Contains("://", StringComparison.Ordinal)
                    ? scheme
                    : word.IndexOfAnyExcept("([{'*_:".AsSpan());
            if (from < 0)
            {
                continue;
            }

            var link = word[from..].TrimEnd(".,;:!?)]}'*_");
            if (HostOf(link) is { } host)
            {
                links.Add(new MessageLink(range.Start.Value + from, link.Length, host));
            }
        }

        return links;
    }

    public static bool IsShortener(string host) =>
        Shorteners.Contains(host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host);

    /// <summary>Whether it is one of the domains, or below one.</summary>
    public static bool IsWithin(string host, IReadOnlyList<string> domains) =>
        domains.Any(domain =>
            host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
            && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.')
        );

    private static string? HostOf(ReadOnlySpan<char> link)
    {
        var scheme = link.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? link : link[(scheme + 3)..];
        var end = rest.IndexOfAny("/?#\\");
        var host = end < 0 ? rest : rest[..end];
        if (scheme < 0 && host.Contains('@'))
        {
            return null;
        }

        // What stands before an @ is a name, and only looks like the host.
        host = host[(host.LastIndexOf('@') + 1)..];
        var port = host.IndexOf(':');
        host = (port < 0 ? host : host[..port]).TrimEnd('.');
        var isLink = scheme >= 0 || end >= 0 || host.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
        var dot = host.LastIndexOf('.');
        return isLink && dot > 0 && dot < host.Length - 2 && char.IsLetter(host[dot + 1]) ? host.ToString().ToLowerInvariant() : null;
    }

    private sealed record HostFile(string About, IReadOnlyList<string> Sources, string[] Hosts);
}
