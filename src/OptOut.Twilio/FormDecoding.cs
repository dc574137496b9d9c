namespace OptOut.Twilio;

/// <summary>Percent-decoding of one name or value of a form.</summary>
internal static class FormDecoding
{
    /// <summary>Writes the decoded bytes and returns their number, which is never more than <paramref name="source"/> has.</summary>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // Most names and values have nothing to decode.
        var plain = source.IndexOfAny((byte)'+', (byte)'%');
        if (plain < 0)
        {
            source.CopyTo(destination);
            return source.Length;
        }

        source[..plain].CopyTo(destination);
        var written = plain;
        for (var i = plain; i < source.Length; i++)
        {
            var b = source[i];
            if (b == '+')
            {
                b = (byte)' ';
            }
            else if (
                b == '%'
                && i + 2 < source.Length
                && char.IsAsciiHexDigit((char)source[i + 1])
                && char.IsAsciiHexDigit((char)source[i + 2])
            )
            {
                b = (byte)((HexDigit(source[i + 1]) << 4) | HexDigit(source[i + 2]));
                i += 2;
            }

            destination[written++] = b;
        }

        return written;
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
