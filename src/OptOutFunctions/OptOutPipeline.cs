using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OptOut.Http;

namespace OptOutFunctions;

/// <summary>The endpoints of <c>OptOut.Http</c> as one pipeline that functions hand their requests to: routing, answers and errors are those of every head.</summary>
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
        return handle(context);
    }
}
