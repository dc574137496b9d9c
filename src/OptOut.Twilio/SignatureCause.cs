namespace OptOut.Twilio;

/// <summary>What most likely made a signature differ from the one that we expect.</summary>
public enum SignatureCause
{
    /// <summary>There is no signature to look into, or the request was not one that Twilio makes.</summary>
    Unsigned,

    /// <summary>The query's parameters are signed in another order: a proxy, or the Functions host, sorted them.</summary>
    QueryOrder,

    /// <summary>The query was signed with other escapes, such as <c>~</c> in place of <c>%7E</c>.</summary>
    QueryEncoding,

    /// <summary>Twilio's URL has no query; something on the way added one.</summary>
    QueryAdded,

    /// <summary>The port of <c>PublicBaseUrl</c> is another than that of the URL at Twilio.</summary>
    Port,

    /// <summary>One of the two says http, the other https.</summary>
    Scheme,

    /// <summary><c>PublicBaseUrl</c> has a path prefix that the URL at Twilio does not have, or lacks one.</summary>
    PathPrefix,

    /// <summary>The URL at Twilio ends with a slash, or ours does.</summary>
    TrailingSlash,

    /// <summary>User and password stand in only one of the two URLs.</summary>
    UserInfo,

    /// <summary>The URL at Twilio names another host than <c>PublicBaseUrl</c>.</summary>
    Host,

    /// <summary>The request is a fallback's, signed for the URL that failed first.</summary>
    FallbackUrl,

    /// <summary>A token of another configured account signed it: a parent's, or a subaccount's.</summary>
    OtherAccount,

    /// <summary>The query's <c>bodySHA256</c> is missing, or is another body's.</summary>
    BodyHash,

    /// <summary>No account that the body names is configured.</summary>
    UnknownAccount,

    /// <summary>Nothing else explains it: a token that was rotated away or not yet configured, or a forgery.</summary>
    Token,
}

/// <summary>A refused request, with what is known to look for the cause in.</summary>
/// <param name="Result">What the check found.</param>
/// <param name="PublicBaseUrl">As configured.</param>
/// <param name="PathAndQuery">As received.</param>
/// <param name="Form">The fields that were checked: empty for JSON.</param>
/// <param name="Header">The signature.</param>
/// <param name="Tokens">The account's tokens.</param>
/// <param name="OtherTokens">The tokens of all other accounts.</param>
/// <param name="ReceivedAt">Origins (<c>https://host:port</c>) that the request's own headers name. Anybody can write them, so
/// one counts only if the signature fits it.</param>
/// <param name="ErrorUrl">Twilio's <c>ErrorUrl</c>: the URL that failed before the fallback was called.</param>
public sealed record RefusedSignature(
    SignatureResult Result,
    string PublicBaseUrl,
    string PathAndQuery,
    FormBody Form,
    string? Header,
    IReadOnlyList<string> Tokens,
    IReadOnlyList<string> OtherTokens,
    IReadOnlyList<string> ReceivedAt,
    string? ErrorUrl
);

/// <summary>
/// Looks for the cause of a refusal, after the answer: which other form of the URL does the signature fit? Nothing is let in by it, and it
/// costs a hundred HMACs, so it has no place on the way of a request.
/// </summary>
public static class SignatureCauses
{
    private const int MaxPermuted = 5;

    /// <summary>The likeliest cause.</summary>
    public static SignatureCause Find(RefusedSignature refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        switch (refused.Result)
        {
            case SignatureResult.Missing or SignatureResult.Malformed or SignatureResult.Valid:
                return SignatureCause.Unsigned;
            case SignatureResult.BodyHashMissing or SignatureResult.BodyHashMismatch:
                return SignatureCause.BodyHash;
            case SignatureResult.NoToken:
                return SignatureCause.UnknownAccount;
        }

        foreach (var (cause, url) in OtherForms(refused))
        {
            if (Fits(refused, url, refused.Tokens))
            {
                return cause;
            }
        }

        return
            refused.OtherTokens.Count > 0 && Fits(refused, refused.PublicBaseUrl.TrimEnd('/') + refused.PathAndQuery, refused.OtherTokens)
            ? SignatureCause.OtherAccount
            : SignatureCause.Token;
    }

    private static bool Fits(RefusedSignature refused, string url, IReadOnlyList<string> tokens)
    {
        var path = PathStart(url);
        return path > 0
            && TwilioSignature.Validate(url[..path], url[path..], refused.Form, refused.Header, tokens) == SignatureResult.Valid;
    }

    /// <summary>From the likeliest on; each is one slip.</summary>
    private static IEnumerable<(SignatureCause Cause, string Url)> OtherForms(RefusedSignature refused)
    {
        var configured = refused.PublicBaseUrl.TrimEnd('/');
        var (path, query) = Split(refused.PathAndQuery);
        foreach (var order in Orders(query))
        {
            yield return (SignatureCause.QueryOrder, configured + path + "?" + order);
        }

        foreach (var escaped in Escapings(query))
        {
            yield return (SignatureCause.QueryEncoding, configured + path + "?" + escaped);
        }

        if (query.Length > 0)
        {
            yield return (SignatureCause.QueryAdded, configured + path);
        }

        var withQuery = query.Length > 0 ? "?" + query : "";
        yield return (SignatureCause.TrailingSlash, configured + (path.EndsWith('/') ? path.TrimEnd('/') : path + "/") + withQuery);
        foreach (var (cause, origin) in Origins(refused, configured))
        {
            yield return (cause, origin + refused.PathAndQuery);
        }

        if (refused.ErrorUrl is { Length: > 0 and < 2048 } failed)
        {
            yield return (SignatureCause.FallbackUrl, failed);
        }
    }

    private static IEnumerable<(SignatureCause Cause, string Base)> Origins(RefusedSignature refused, string configured)
    {
        if (!Uri.TryCreate(configured, UriKind.Absolute, out var url))
        {
            yield break;
        }

        var prefix = url.AbsolutePath.TrimEnd('/');
        if (url.UserInfo.Length > 0)
        {
            yield return (SignatureCause.UserInfo, url.GetLeftPart(UriPartial.Scheme) + url.Authority + prefix);
        }

        if (prefix.Length > 0)
        {
            yield return (SignatureCause.PathPrefix, configured[..^prefix.Length]);
        }

        // A prefix that a proxy removed is not in the request; the usual ones are tried.
        foreach (var usual in new[] { "/api", "/optout", "/front" })
        {
            yield return (SignatureCause.PathPrefix, configured + usual);
        }

        var other = url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        yield return (SignatureCause.Scheme, other + configured[url.Scheme.Length..]);
        yield return (SignatureCause.Scheme, $"{other}://{url.Host}{prefix}");
        yield return (SignatureCause.Port, $"{url.Scheme}://{url.Host}{prefix}");
        foreach (var port in new[] { 80, 443, 7071, 8080, 8443 })
        {
            yield return (SignatureCause.Port, $"{url.Scheme}://{url.Host}:{port}{prefix}");
        }

        foreach (var origin in refused.ReceivedAt.Where(o => Uri.TryCreate(o, UriKind.Absolute, out _)))
        {
            var received = new Uri(origin);
            var cause =
                received.Host != url.Host ? SignatureCause.Host
                : received.Port != url.Port ? SignatureCause.Port
                : SignatureCause.Scheme;
            yield return (cause, origin + prefix);
            yield return (prefix.Length > 0 ? SignatureCause.PathPrefix : cause, origin);
        }
    }

    /// <summary>Every order of few parameters; of many, theirs sorted.</summary>
    private static IEnumerable<string> Orders(string query)
    {
        var parts = query.Split('&');
        if (parts.Length > MaxPermuted)
        {
            return [string.Join('&', parts.Order(StringComparer.Ordinal)), string.Join('&', parts.Reverse())];
        }

        return parts.Length < 2 ? [] : Permutations(parts).Skip(1).Select(order => string.Join('&', order));
    }

    private static IEnumerable<string[]> Permutations(string[] parts)
    {
        if (parts.Length == 1)
        {
            yield return parts;
            yield break;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            string[] rest = [.. parts[..i], .. parts[(i + 1)..]];
            foreach (var order in Permutations(rest))
            {
                yield return [parts[i], .. order];
            }
        }
    }

    /// <summary>
    /// The query as it would read with other escapes: all undone, spaces as plus or not, and as .NET and as JavaScript write them.
    /// </summary>
    private static IEnumerable<string> Escapings(string query)
    {
        if (query.Length == 0)
        {
            return [];
        }

        var pairs = query
            .Split('&')
            .Select(part => part.Split('=', 2).Select(text => Uri.UnescapeDataString(text.Replace('+', ' '))).ToArray())
            .ToArray();
        string Written(Func<string, string> escape) => string.Join('&', pairs.Select(pair => string.Join('=', pair.Select(escape))));
        return new[]
        {
            Written(Uri.EscapeDataString),
            Written(text => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal)),
            Written(text => Uri.EscapeDataString(text).Replace("~", "%7E", StringComparison.Ordinal)),
            Written(text => Uri.EscapeDataString(text).ToLowerInvariant()),
            Written(text => Uri.EscapeDataString(text).Replace("%2B", "+", StringComparison.Ordinal)),
            Written(text => text),
        }
            .Where(other => other != query)
            .Distinct(StringComparer.Ordinal);
    }

    private static (string Path, string Query) Split(string pathAndQuery)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (pathAndQuery, "") : (pathAndQuery[..question], pathAndQuery[(question + 1)..]);
    }

    private static int PathStart(string url)
    {
        var authority = url.IndexOf("://", StringComparison.Ordinal);
        return authority < 0 ? -1
            : url.IndexOfAny(['/', '?'], authority + 3) is var start && start < 0 ? url.Length
            : start;
    }
}
