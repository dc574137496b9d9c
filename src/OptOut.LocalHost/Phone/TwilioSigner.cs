using System.Security.Cryptography;
using System.Text;

namespace OptOut.LocalHost;

/// <summary>Stands in until OptOut.Twilio's own is merged; then this file goes.</summary>
internal static class TwilioSigner
{
    public static string Sign(string url, IEnumerable<KeyValuePair<string, string>> pairs, string token)
    {
        var sorted = pairs.Distinct().OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal);
#pragma warning disable CA5350 // Twilio's algorithm
        var hash = HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(url + string.Concat(sorted.Select(p => p.Key + p.Value))));
#pragma warning restore CA5350
        return Convert.ToBase64String(hash);
    }
}
