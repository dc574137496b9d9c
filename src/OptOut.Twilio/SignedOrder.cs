using System.Buffers;
using System.Buffers.Binary;

namespace OptOut.Twilio;

/// <summary>The order in which a form's fields are signed: by name, then by value, ordinal by UTF-16 code unit and so case-sensitive.</summary>
/// <remarks>
/// The fields are kept as UTF-8, whose byte order is the same but for one thing: UTF-16 puts what needs surrogates (lead bytes F0 to F4)
/// before U+E000 to U+FFFF (lead bytes EE and EF).
/// </remarks>
internal readonly struct SignedOrder(FormBody form) : IComparer<int>
{
    /// <summary>More fields than Twilio ever sends do not go on the stack.</summary>
    public const int MaxOnStack = 128;

    /// <summary>The fields' indices, sorted.</summary>
    /// <param name="form">The fields.</param>
    /// <param name="order">As long as there are fields.</param>
    public static void Sort(FormBody form, Span<int> order)
    {
        // Names differ within their first eight bytes, mostly: as numbers those are compared at once. Only equal ones are looked at closer.
        ulong[]? rented = null;
        var beginnings = order.Length <= MaxOnStack ? stackalloc ulong[order.Length] : (rented = ArrayPool<ulong>.Shared.Rent(order.Length)).AsSpan(0, order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            beginnings[i] = Beginning(form.Name(i));
        }

        beginnings.Sort(order);
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && beginnings[end] == beginnings[first])
            {
                end++;
            }

            if (end - first > 1)
            {
                order[first..end].Sort(new SignedOrder(form));
            }

            first = end;
        }

        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    public int Compare(int x, int y)
    {
        var names = Compare(form.Name(x), form.Name(y));
        return names != 0 ? names : Compare(form.Value(x), form.Value(y));
    }

    internal static int Compare(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var same = x.CommonPrefixLength(y);
        return same == x.Length || same == y.Length
            ? x.Length - y.Length
            : Rank(x[same]) - Rank(y[same]);
    }

    /// <summary>The first eight bytes as a number of the same order; what is shorter is filled up with zeros.</summary>
    private static ulong Beginning(ReadOnlySpan<byte> name)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        name[..Math.Min(name.Length, bytes.Length)].CopyTo(bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Rank(bytes[i]);
        }

        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private static int Rank(byte b) => b is 0xEE or 0xEF ? b + 0x10 : b;
}
