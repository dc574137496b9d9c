using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OptOut.Http;

/// <summary>
/// A body that breaks HTTP's own rules (a chunk of no size), comes too slowly or never ends is the caller's fault: 400, 408 or 413 and one
/// line in the log, not an exception that raises an alert.
/// </summary>
public static class UnreadableRequests
{
    /// <summary>For all endpoints of a group.</summary>
    public static RouteGroupBuilder RefusesUnreadable(this RouteGroupBuilder group) => group.AddEndpointFilter(FilterAsync);

    /// <summary>An endpoint filter.</summary>
    internal static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (StatusOf(e, context.HttpContext) is { } status)
        {
            return Problem(context.HttpContext, status);
        }
    }

    /// <summary>The status of the answer to a body that could not be read; null for another fault.</summary>
    internal static int? StatusOf(Exception fault, HttpContext context) =>
        fault switch
        {
            BadHttpRequestException e => e.StatusCode,
            // How Kestrel reports a chunk of more bytes than it can count.
            IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
            // Nobody is there any more to be answered.
            IOException when context.RequestAborted.IsCancellationRequested => StatusCodes.Status400BadRequest,
            _ => null,
        };

    internal static IResult Problem(HttpContext context, int status)
    {
        var log = RequestLog.Of(context);
        RequestLog.Unreadable(log, status);
        return status switch
        {
            StatusCodes.Status408RequestTimeout => Problems.Of(status, "timeout", "The body came too slowly."),
            StatusCodes.Status413PayloadTooLarge => Problems.Of(status, "too-large", "The body is too large."),
            _ => Problems.Of(StatusCodes.Status400BadRequest, "unreadable", "The body could not be read."),
        };
    }
}
