namespace OptOut.Twilio;

/// <summary>The order in which a form's fields are signed: by name, then by value, ordinal by UTF-16 code unit and so case-sensitive.</summary>
/// <remarks>
/// The fields are kept as UTF-8, whose byte order is the same but for one thing: UTF-16 puts what needs surrogates (lead bytes F0 to F4)
/// before U+E000 to U+FFFF (lead bytes EE and EF).
/// </remarks>
internal sealed class SignedOrder(FormBody form) : IComparer<int>
{
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

    private static int Rank(byte b) => b is 0xEE or 0xEF ? b + 0x10 : b;
}
