using Azure.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OptOut.Azure;
using OptOut.Http;
using OptOut.TwilioApi;

namespace OptOutFunctions;

/// <summary>All that the functions need, checked before anything begins.</summary>
internal static class HeadServices
{
    private const string Storage = "OptOut:Storage";

    /// <exception cref="OptionsValidationException">Names every key that is wrong or missing.</exception>
    public static IServiceCollection AddHead(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[Storage] is not { } storage || string.IsNullOrWhiteSpace(storage))
        {
            throw new OptionsValidationException(
                Storage,
                typeof(HeadServices),
                [$"{Storage}: a connection string, or the name of a storage account, is required."]
            );
        }

        services.AddOptOut(configuration);
        if (OptOutTelemetry.IsExported(configuration))
        {
            // Tells the Functions host that the worker exports what happens in it, so that the host does not export it once more.
            services.AddOpenTelemetry().UseFunctionsWorkerDefaults();
        }

        if (AuditFilesSetting.Read(configuration) is { } files)
        {
            services.AddAuditFiles(files.Storage, files.Container);
        }

        return services
            .AddOptOutTelemetry(configuration, TelemetryIdentity(configuration))
            .AddRecipientStore(storage, OptOutServices.ReadAccountStorage(configuration))
            .AddFollowUpQueue(configuration)
            .AddHostedService<StorageCreation>()
            .AddConsentEvents(configuration)
            .AddTwilioApi()
            .AddSingleton<OptOutPipeline>()
            // What the Functions host lets through too (100 MB); each endpoint sets its own, lower bound.
            .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024);
    }

    /// <summary>
    /// The setting that the Functions host itself obeys
    /// (https://learn.microsoft.com/azure/azure-functions/functions-app-settings#applicationinsights_authentication_string);
    /// which identity is meant, <c>AZURE_CLIENT_ID</c> says.
    /// </summary>
    private static ManagedIdentityCredential? TelemetryIdentity(IConfiguration configuration) =>
        configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] is { } how
        && how.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase)
            ? AzureStorage.Identity(configuration["AZURE_CLIENT_ID"])
            : null;
}
