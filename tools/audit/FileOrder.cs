using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Audit;

/// <summary>
/// Where a recipient stands in a file: by the first byte of its SHA-256, then by its address, in which everything but ASCII letters, digits
/// and + - _ . : @ is written as = and two hexadecimal digits a byte, and an address of over 200 such characters as ~ and its SHA-256
/// (docs/proof.md).
/// </summary>
public static class FileOrder
{
    private const int MaxPlainLength = 200;

    public static string Of(string recipient)
    {
        var bytes = Encoding.UTF8.GetBytes(recipient);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var encoded = new StringBuilder(hash, 0, 2, bytes.Length + 3).Append('|');
        foreach (var b in bytes)
        {
            _ =
                char.IsAsciiLetterOrDigit((char)b) || "+-_.:@".Contains((char)b, StringComparison.Ordinal)
                    ? encoded.Append((char)b)
                    : encoded.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.Length - 3 <= MaxPlainLength ? encoded.ToString() : $"{hash[..2]}|~{hash}";
    }
}
