using System.Buffers;
using System.Text;

namespace OptOut.Twilio;

/// <summary>The text that Twilio signs, laid out once in a buffer: the URL without and with a port share all that comes after it.</summary>
internal readonly ref struct SignedText
{
    private readonly Span<byte> _buffer;
    private readonly ReadOnlySpan<char> _upToHost;
    private readonly ReadOnlySpan<char> _port;
    private readonly bool _hasPort;
    private readonly int _rest;
    private readonly int _end;

    /// <param name="publicBaseUrl">As configured; a trailing slash is dropped, because the path begins with one.</param>
    /// <param name="pathAndQuery">As received.</param>
    /// <param name="form">The fields to follow the URL.</param>
    /// <param name="buffer">At least <see cref="MaxLength"/> bytes.</param>
    public SignedText(string publicBaseUrl, string pathAndQuery, FormBody form, Span<byte> buffer)
    {
        var url = publicBaseUrl.AsSpan().TrimEnd('/');
        var (hostEnd, portEnd) = FindPort(url);
        _buffer = buffer;
        _upToHost = url[..hostEnd];
        _hasPort = portEnd > hostEnd;
        _port = _hasPort ? url[hostEnd..portEnd] : DefaultPort(url);
        _rest = Encoding.UTF8.GetMaxByteCount(publicBaseUrl.Length) + 4;
        _end = _rest;
        _end += Encoding.UTF8.GetBytes(url[portEnd..], buffer[_end..]);
        _end += Encoding.UTF8.GetBytes(pathAndQuery, buffer[_end..]);
        _end += WriteFields(form, buffer[_end..]);
    }

    public static int MaxLength(string publicBaseUrl, string pathAndQuery, FormBody form) =>
        (2 * Encoding.UTF8.GetMaxByteCount(publicBaseUrl.Length)) + 4
        + Encoding.UTF8.GetMaxByteCount(pathAndQuery.Length) + form.TextLength;

    /// <summary>The signed text with the URL as configured. Valid until the other one is asked for.</summary>
    public ReadOnlySpan<byte> AsConfigured() => StartingWith(_upToHost, _hasPort ? _port : default);

    /// <summary>The signed text without the URL's port, or with its scheme's where it has none. Valid until the other one is asked for.</summary>
    public ReadOnlySpan<byte> TheOtherWay() => StartingWith(_upToHost, _hasPort ? default : _port);

    private ReadOnlySpan<byte> StartingWith(ReadOnlySpan<char> upToHost, ReadOnlySpan<char> port)
    {
        // Written backwards from the rest, so that the rest stays where it is.
        var portStart = _rest - Encoding.UTF8.GetByteCount(port);
        var start = portStart - Encoding.UTF8.GetByteCount(upToHost);
        Encoding.UTF8.GetBytes(port, _buffer[portStart..]);
        Encoding.UTF8.GetBytes(upToHost, _buffer[start..]);
        return _buffer[start.._end];
    }

    /// <summary>Where the host ends and where its <c>:port</c> ends; the same where there is none.</summary>
    private static (int HostEnd, int PortEnd) FindPort(ReadOnlySpan<char> url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return (url.Length, url.Length);
        }

        var authorityStart = scheme + 3;
        var authority = url[authorityStart..];
        var authorityEnd = authority.IndexOfAny("/?#");
        authority = authorityEnd < 0 ? authority : authority[..authorityEnd];

        // A colon in user:password@ or inside an IPv6 literal's brackets begins no port.
        var hostStart = authority.LastIndexOf('@') + 1;
        var bracket = authority[hostStart..].LastIndexOf(']') + 1;
        var colon = authority[(hostStart + bracket)..].IndexOf(':');
        var portEnd = authorityStart + authority.Length;
        return (colon < 0 ? portEnd : authorityStart + hostStart + bracket + colon, portEnd);
    }

    private static ReadOnlySpan<char> DefaultPort(ReadOnlySpan<char> url) =>
        url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? ":443"
        : url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? ":80"
        : default;

    /// <summary>Names and values, sorted; of a name's equal values only one.</summary>
    private static int WriteFields(FormBody form, Span<byte> destination)
    {
        int[]? rented = null;
        var order = form.Count <= SignedOrder.MaxOnStack ? stackalloc int[form.Count] : (rented = ArrayPool<int>.Shared.Rent(form.Count)).AsSpan(0, form.Count);
        SignedOrder.Sort(form, order);
        var written = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var name = form.Name(order[i]);
            var value = form.Value(order[i]);
            if (i > 0 && name.SequenceEqual(form.Name(order[i - 1])) && value.SequenceEqual(form.Value(order[i - 1])))
            {
                continue;
            }

            name.CopyTo(destination[written..]);
            value.CopyTo(destination[(written + name.Length)..]);
            written += name.Length + value.Length;
        }

        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }

        return written;
    }
}
