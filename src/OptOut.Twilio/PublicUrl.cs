namespace OptOut.Twilio;

/// <summary>
/// The beginning of the URLs that Twilio signs. Twilio is not consistent about the port, so both ways of writing it count.
/// </summary>
internal static class PublicUrl
{
    /// <summary>The base as configured, and with its port taken off or, where it has none, with its scheme's.</summary>
    /// <param name="publicBaseUrl"><c>https://[user:password@]host[:port][/prefix]</c>; a trailing slash is dropped, because the path
    /// begins with one.</param>
    public static (string AsConfigured, string OtherWay) BothForms(string publicBaseUrl)
    {
        var url = publicBaseUrl.TrimEnd('/');
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return (url, url);
        }

        var pathStart = url.IndexOfAny(['/', '?', '#'], scheme + 3);
        var authorityEnd = pathStart < 0 ? url.Length : pathStart;

        // A colon in user:password@ or inside an IPv6 literal's brackets begins no port.
        var hostStart = url.LastIndexOf('@', authorityEnd - 1, authorityEnd - scheme - 3) is var at and >= 0 ? at + 1 : scheme + 3;
        var bracketEnd = url.LastIndexOf(']', authorityEnd - 1, authorityEnd - hostStart) is var bracket and >= 0 ? bracket : hostStart;
        var colon = url.IndexOf(':', bracketEnd, authorityEnd - bracketEnd);
        return (url, colon >= 0 ? url.Remove(colon, authorityEnd - colon) : url.Insert(authorityEnd, DefaultPort(url)));
    }

    private static string DefaultPort(string url) =>
        url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? ":443"
        : url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? ":80"
        : "";
}
