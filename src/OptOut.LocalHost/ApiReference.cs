using Scalar.AspNetCore;

namespace OptOut.LocalHost;

/// <summary>The API's reference at <c>/docs</c>, to read and to try out: Scalar over <c>/api/openapi.json</c>, everything served from here.</summary>
internal static class ApiReference
{
    private const string Path = "/docs";

    public static void MapApiReference(this WebApplication app) => app.MapScalarApiReference(Path, (options, context) =>
    {
        options.WithTitle("OptOut API").WithOpenApiRoutePattern("/api/openapi.json").WithNonce();
        // Nothing that would call elsewhere.
        options.DisableTelemetry().DisableAgent().DisableMcp();
        options.DefaultFonts = false;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{context.Items[ScalarOptions.NonceHttpContextItemKey]}'; style-src 'self' 'unsafe-inline'; "
                + "connect-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        });
    });
}
