using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace OptOut.Twilio;

/// <summary>The fields of a request body as Twilio wrote them: in order, names case-sensitive, repeated names kept.</summary>
/// <remarks>
/// ASP.NET's form is not used because its names are case-insensitive, and Twilio signs them as they are written.
/// The rules are those of the WHATWG URL standard (application/x-www-form-urlencoded parsing), which Python's and Node's parsers share:
/// <c>+</c> is a space, a <c>%</c> without two hex digits stands for itself, a piece without <c>=</c> is a name with an empty value,
/// empty pieces are skipped, and bytes that are no UTF-8 become U+FFFD. It never throws. The caller bounds the size (64 KiB).
/// Fields are kept as UTF-8 in one buffer; a string is made only for what is asked for.
/// </remarks>
public sealed class FormBody
{
    private readonly byte[] utf8;
    private readonly Field[] places;

    private FormBody(byte[] text, Field[] fields, int count) => (utf8, places, Count) = (text, fields, count);

    /// <summary>A body without fields.</summary>
    public static FormBody Empty { get; } = new([], [], 0);

    /// <summary>How many fields there are, repeated ones each counted.</summary>
    public int Count { get; }

    /// <summary>Reads a form body. Nothing of <paramref name="body"/> is kept, so its buffer may be reused.</summary>
    public static FormBody Parse(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return Empty;
        }

        // Decoding never makes text longer, so one buffer of the body's length always suffices.
        var text = new byte[body.Length];
        var fields = new Field[body.Count((byte)'&') + 1];
        var (written, count) = (0, 0);
        foreach (var range in body.Split((byte)'&'))
        {
            var piece = body[range];
            if (piece.IsEmpty)
            {
                continue;
            }

            var equals = piece.IndexOf((byte)'=');
            var name = FormDecoding.Decode(equals < 0 ? piece : piece[..equals], text.AsSpan(written));
            var value = equals < 0 ? 0 : FormDecoding.Decode(piece[(equals + 1)..], text.AsSpan(written + name));
            fields[count++] = new Field(written, name, value);
            written += name + value;
        }

        var form = new FormBody(text, fields, count);
        return form.IsUtf8() ? form : FromPairs(form.Pairs());
    }

    /// <summary>Fields from names and values, in their order. Lone surrogates become U+FFFD.</summary>
    public static FormBody FromPairs(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var list = pairs.ToArray();
        var text = new byte[list.Sum(p => Encoding.UTF8.GetByteCount(p.Key) + Encoding.UTF8.GetByteCount(p.Value))];
        var fields = new Field[list.Length];
        var written = 0;
        for (var i = 0; i < list.Length; i++)
        {
            var name = Encoding.UTF8.GetBytes(list[i].Key, text.AsSpan(written));
            var value = Encoding.UTF8.GetBytes(list[i].Value, text.AsSpan(written + name));
            fields[i] = new Field(written, name, value);
            written += name + value;
        }

        return new FormBody(text, fields, list.Length);
    }

    /// <summary>The value of a field that is there exactly once; null when it is absent or repeated.</summary>
    public string? Single(string name)
    {
        var index = IndexOf(name, 0);
        return index < 0 || IndexOf(name, index + 1) >= 0 ? null : Encoding.UTF8.GetString(Value(index));
    }

    /// <summary>The first value of a field; null when it is absent.</summary>
    public string? First(string name)
    {
        var index = IndexOf(name, 0);
        return index < 0 ? null : Encoding.UTF8.GetString(Value(index));
    }

    /// <summary>Whether a name is there more than once, even with equal values.</summary>
    public bool Repeated(string name)
    {
        var index = IndexOf(name, 0);
        return index >= 0 && IndexOf(name, index + 1) >= 0;
    }

    /// <summary>All fields in their order, as strings.</summary>
    public IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return new(Encoding.UTF8.GetString(Name(i)), Encoding.UTF8.GetString(Value(i)));
        }
    }

    internal ReadOnlySpan<byte> Name(int index) => utf8.AsSpan(places[index].Start, places[index].NameLength);

    internal ReadOnlySpan<byte> Value(int index) => utf8.AsSpan(places[index].Start + places[index].NameLength, places[index].ValueLength);

    private int IndexOf(string name, int from)
    {
        Span<byte> wanted = stackalloc byte[128];
        if (!Encoding.UTF8.TryGetBytes(name, wanted, out var length))
        {
            throw new ArgumentException("A field's name is at most 128 bytes of UTF-8.", nameof(name));
        }

        wanted = wanted[..length];
        for (var i = from; i < Count; i++)
        {
            if (Name(i).SequenceEqual(wanted))
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsUtf8()
    {
        if (Ascii.IsValid(utf8))
        {
            return true;
        }

        // Field by field: two halves of a character in neighbouring fields are no character.
        for (var i = 0; i < Count; i++)
        {
            if (!Utf8.IsValid(Name(i)) || !Utf8.IsValid(Value(i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where a field lies: its value follows its name.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Field(int Start, int NameLength, int ValueLength);
}
