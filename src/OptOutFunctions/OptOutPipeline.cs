using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using OptOut.Http;

namespace OptOutFunctions;

/// <summary>
/// The endpoints of <c>OptOut.Http</c> as one pipeline that functions hand their requests to: routing, answers and errors are those of
/// every head.
/// </summary>
internal sealed class OptOutPipeline
{
    // Most instances are started by a text, which needs four endpoints of fifty: each part is built when it is first asked for.
    private readonly Lazy<RequestDelegate> all,
        webhooks;

    public OptOutPipeline(IServiceProvider services) =>
        (all, webhooks) = (
            new(() => Build(services, endpoints => endpoints.MapOptOut())),
            new(() => Build(services, endpoints => endpoints.MapTwilioWebhooks()))
        );

    /// <summary>Answers one of Twilio's webhooks.</summary>
    public Task HandleWebhookAsync(HttpContext context)
    {
        Forget(context);
        return webhooks.Value(context);
    }

    /// <summary>Answers any request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        Forget(context);
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
            : all.Value(context);
    }

    private static RequestDelegate Build(IServiceProvider services, Action<IEndpointRouteBuilder> map)
    {
        var app = new ApplicationBuilder(services);
        // The Functions host turns an exception into an empty 500, and leaves 404 and 405 without a body.
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseOptOut();
        app.UseEndpoints(map);
        return app.Build();
    }

    /// <summary>The route that led to the function, or routing would think its work done.</summary>
    private static void Forget(HttpContext context)
    {
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
    }

    /// <summary>
    /// The Functions host decodes a path, but for <c>%2F</c>, and escapes it anew: <c>a%2Fb</c> and <c>a%252Fb</c> both arrive as the
    /// latter. Those are ids of two people, and the opt-out would be recorded for the wrong one.
    /// </summary>
    private static bool IsAmbiguous(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return raw.AsSpan(0, raw.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? query : raw.Length)
            .Contains("%252F", StringComparison.OrdinalIgnoreCase);
    }
}
