using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OptOut.Http;

/// <summary>What the log says of requests that cannot be read: a short line each, since anybody can send them.</summary>
internal static partial class RequestLog
{
    public static ILogger Of(HttpContext context) =>
        context.RequestServices.GetService<ILoggerFactory>()?.CreateLogger("OptOut.Requests") ?? NullLogger.Instance;

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "A request's body could not be read: {Status}")]
    public static partial void Unreadable(ILogger log, int status);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "An item of a batch could not be answered: {Exception}")]
    public static partial void ItemFailed(ILogger log, string exception);
}
