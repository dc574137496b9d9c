using Scalar.AspNetCore;

namespace OptOut.LocalHost;

/// <summary>
/// The API's reference at <c>/docs</c>, to read and to try out: Scalar over <c>/api/openapi.json</c>, everything served from here, with the
/// demo's key in its place.
/// </summary>
internal static class ApiReference
{
    private const string Path = "/docs";

    /// <summary>Scalar's faint colours are below the contrast that WCAG 2.2 AA asks for (4.5 to 1).</summary>
    private const string Contrast = """
        .light-mode {
          --scalar-color-2: #454c58;
          --scalar-color-3: #59616e;
          --scalar-color-green: #0b6b3a;
          --scalar-color-red: #b3261e;
          --scalar-color-yellow: #855300;
          --scalar-color-orange: #9a4a00;
          --scalar-color-blue: #1f4fb0;
          --scalar-color-purple: #5a3aa8;
        }
        .dark-mode { --scalar-color-2: #c3c8d2; --scalar-color-3: #aab0bd; --scalar-color-red: #ff9f96; }
        """;

    public static void MapApiReference(this WebApplication app) =>
        app.MapScalarApiReference(
            Path,
            (options, context) =>
            {
                options.WithTitle("OptOut API").WithOpenApiRoutePattern("/api/openapi.json").WithNonce().WithCustomCss(Contrast);
                // Nothing that calls another host.
                options.DisableTelemetry().DisableAgent().DisableMcp();
                options.DefaultFonts = false;
                options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
                options.AddPreferredSecuritySchemes("x-api-key");
                if (app.Configuration[DemoAccount.KeySetting] is { Length: > 0 } key)
                {
                    options.AddApiKeyAuthentication("x-api-key", scheme => scheme.Value = key);
                }

                // The page names no language, so a screen reader would have to guess.
                options.HeadContent = "<script src=\"/reference.js\"></script>";
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
            }
        );
}
