using System.Net;
using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>
/// Keeps the simulator and its page to this machine and to themselves: the connection is on loopback, <c>Host</c> names loopback
/// (a page elsewhere cannot reach them under a name of its own, DNS rebinding), and <c>Origin</c> is this host's or absent.
/// </summary>
internal static class LocalOnly
{
    /// <summary>All but what is the public's: the API, and the links of recipients, which are as public as they.</summary>
    public static bool Covers(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && !OptOutEndpoints.IsLink(context.Request.Path);

    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (WhyNot(context) is { } reason)
        {
            await TypedResults
                .Problem(reason, statusCode: StatusCodes.Status403Forbidden, title: "Only for this machine")
                .ExecuteAsync(context);
            return;
        }
        await next(context);
    }

    private static string? WhyNot(HttpContext context)
    {
        var request = context.Request;
        if (!IsLoopback(context.Connection.LocalIpAddress) || !IsLoopback(context.Connection.RemoteIpAddress))
        {
            return "The phone simulator answers on a loopback address only.";
        }
        if (request.Host.Host.ToUpperInvariant() is not ("127.0.0.1" or "LOCALHOST" or "[::1]"))
        {
            return "The Host header must be 127.0.0.1, localhost or [::1].";
        }
        var origin = request.Headers.Origin;
        return
            origin.Count == 0 || string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            ? null
            : "The Origin header must be this host's own, or absent.";
    }

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
