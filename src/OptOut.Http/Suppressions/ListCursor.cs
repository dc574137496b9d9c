using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Http;

/// <summary>Where a list goes on: the last item given, and the list that it belongs to.</summary>
/// <param name="Brand">The list's brand.</param>
/// <param name="Since">The list's <c>since</c>.</param>
/// <param name="AsOf">The time of the list's first page, which holds for all of them.</param>
/// <param name="Position">The recipient of the last item.</param>
/// <param name="Campaign">The campaign of the last item; null: it was the brand's.</param>
internal sealed record ListCursor(string Brand, DateTimeOffset? Since, DateTimeOffset AsOf, string Position, string? Campaign)
{
    private const int HashLength = 12;

    /// <summary>Opaque text; it ends in a hash over the account, so that a damaged cursor, or another account's, is refused.</summary>
    public string Write(string accountSid)
    {
        var content = string.Join('\n', Brand, Ticks(Since), Ticks(AsOf), Position, Campaign is null ? "" : "=" + Campaign);
        return Base64Url.EncodeToString([.. Encoding.UTF8.GetBytes(content), .. Hash(accountSid, content)]);
    }

    /// <summary>Null for what <see cref="Write"/> did not write for this account.</summary>
    public static ListCursor? Read(string accountSid, string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= HashLength)
        {
            return null;
        }

        var content = Encoding.UTF8.GetString(bytes.AsSpan(..^HashLength));
        // A position may hold any character; the parts around it hold no line's end.
        return
            bytes.AsSpan(^HashLength..).SequenceEqual(Hash(accountSid, content))
            && content.Split('\n', 4) is [var brand, var since, var asOf, var rest]
            && rest.LastIndexOf('\n') is >= 0 and var end
            && Time(asOf) is { } time
            && (since.Length == 0 || Time(since) is not null)
            ? new ListCursor(brand, Time(since), time, rest[..end], end + 1 == rest.Length ? null : rest[(end + 2)..])
            : null;
    }

    private static byte[] Hash(string accountSid, string content) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{accountSid}\n{content}"))[..HashLength];

    private static string Ticks(DateTimeOffset? time) => time?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset? Time(string ticks) =>
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(count, TimeSpan.Zero)
            : null;
}
