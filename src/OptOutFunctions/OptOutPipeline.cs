using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OptOut.Http;

namespace OptOutFunctions;

/// <summary>
/// The endpoints of <c>OptOut.Http</c> as one pipeline that functions hand their requests to: routing, answers and errors are those of
/// every head.
/// </summary>
internal sealed class OptOutPipeline
{
    private readonly RequestDelegate handle;

    public OptOutPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        // The Functions host would make an empty 500 of an exception, and leaves 404 and 405 without a body.
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseOptOut();
        app.UseEndpoints(endpoints => endpoints.MapOptOut());
        handle = app.Build();
    }

    /// <summary>Answers the request. The route that led to the function is forgotten first, or routing would think its work done.</summary>
    public Task HandleAsync(HttpContext context)
    {
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return IsAmbiguous(context)
            ? TypedResults
                .ValidationProblem(
                    new Dictionary<string, string[]>(StringComparer.Ordinal)
                    {
                        ["path"] =
                        [
                            "has a slash within an id, which this host does not keep apart from %2F: write the id into a body (POST /api/checks).",
                        ],
                    }
                )
                .ExecuteAsync(context)
            : handle(context);
    }

    /// <summary>
    /// The Functions host decodes a path, but for <c>%2F</c>, and escapes it anew: <c>a%2Fb</c> and <c>a%252Fb</c> both arrive as the
    /// latter. They are two people, and an opt-out of the wrong one would be none.
    /// </summary>
    private static bool IsAmbiguous(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return raw.AsSpan(0, raw.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? query : raw.Length)
            .Contains("%252F", StringComparison.OrdinalIgnoreCase);
    }
}
