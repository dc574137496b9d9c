using System.Diagnostics;
using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OptOut.Http;

/// <summary>Traces, metrics and logs by OpenTelemetry; exported where the configuration says, and nowhere otherwise.</summary>
public static class OptOutTelemetry
{
    private const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether the configuration says where telemetry goes.</summary>
    public static bool IsExported(IConfiguration configuration) =>
        configuration[Otlp] is { Length: > 0 } || configuration[ApplicationInsights] is { Length: > 0 };

    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    /// <param name="identity">Who writes to Application Insights, where it takes no telemetry by key alone.</param>
    public static IServiceCollection AddOptOutTelemetry(
        this IServiceCollection services,
        IConfiguration configuration,
        TokenCredential? identity = null
    )
    {
        // Scopes hold request paths, and no processor can mask them. Below warnings these libraries write URLs.
        services.PostConfigure<OpenTelemetryLoggerOptions>(options => options.IncludeScopes = false);
        services.AddLogging(logging =>
            logging
                .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
                .AddFilter("System.Net.Http", LogLevel.Warning)
                .AddFilter("Azure", LogLevel.Warning)
        );
        if (!IsExported(configuration))
        {
            // A span that nobody collects would only cost time.
            return services;
        }

        var telemetry = services
            .AddOpenTelemetry()
            .WithTracing(traces =>
                traces
                    .AddSource(Signals.Name)
                    .AddAspNetCoreInstrumentation(options => options.EnrichWithHttpResponse = Mask)
                    .AddProcessor(new MaskedSpans())
            )
            .WithMetrics(metrics => metrics.AddMeter(Signals.Name).AddMeter("Microsoft.AspNetCore.Hosting"))
            .WithLogging(logs => logs.AddProcessor(new MaskedLogs()));
        if (configuration[Otlp] is { Length: > 0 })
        {
            telemetry.UseOtlpExporter();
        }

        if (configuration[ApplicationInsights] is { Length: > 0 } connection)
        {
            // A log line leaves whether its trace was sampled or not: a dead letter is one line, and an alert waits for it.
            services.Configure<AzureMonitorExporterOptions>(options =>
                (options.ConnectionString, options.Credential, options.EnableTraceBasedLogsSampler) = (connection, identity, false)
            );
            services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddAzureMonitorTraceExporter());
            services.ConfigureOpenTelemetryLoggerProvider(logs => logs.AddAzureMonitorLogExporter());
            services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddAzureMonitorMetricExporter());
        }

        return services;
    }

    /// <summary>A path holds a recipient's number, so spans carry the route's template in its place, and no query.</summary>
    private static void Mask(Activity activity, HttpResponse response)
    {
        var route = (response.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown";
        activity.SetTag("url.path", route);
        activity.SetTag("url.query", null);
        activity.SetTag("http.target", null);
        activity.SetTag("http.url", null);
        activity.DisplayName = $"{response.HttpContext.Request.Method} {route}";
    }
}
