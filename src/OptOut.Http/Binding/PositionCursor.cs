using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace OptOut.Http;

/// <summary>A cursor that holds nothing but where in its list a page ended: a row key, in Base64Url.</summary>
internal static class PositionCursor
{
    /// <summary>Null: there is no further page.</summary>
    public static string? Write(string? position) =>
        position is null ? null : WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(position));

    /// <summary>The position in the query's <c>cursor</c>; null where it is left out, or wrong, which is reported.</summary>
    /// <param name="request">The request.</param>
    /// <param name="prefix">What each row key of the list begins with: another is not one that a page gave.</param>
    public static string? Read(RequestReader request, string prefix)
    {
        if (request.Query("cursor") is not { } cursor)
        {
            return null;
        }

        try
        {
            var position = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor));
            request.Errors.Check(position.StartsWith(prefix, StringComparison.Ordinal), "cursor", FieldErrors.UnknownCursor);
            return position;
        }
        catch (FormatException)
        {
            request.Errors.Add("cursor", FieldErrors.UnknownCursor);
            return null;
        }
    }
}
