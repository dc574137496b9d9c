using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace OptOut.TwilioApi;

/// <summary>Registers the ports to Twilio over its SDK.</summary>
public static class TwilioServices
{
    /// <summary>Messages, consents, settings and deactivations; the host registers the policy and the time.</summary>
    public static IServiceCollection AddTwilioApi(this IServiceCollection services)
    {
        services
            .AddHttpClient(TwilioCalls.ClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false })
            // Per try 10 s, in all 30 s. A send is never repeated here: only its follow-up knows whether that is safe.
            .AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
        services.AddSingleton<TwilioCalls>();
        services.AddSingleton<ITwilioConsents, TwilioSdkConsents>();
        services.AddSingleton<ITwilioSettings, TwilioSdkSettings>();
        services.AddSingleton<ITwilioDeactivations, TwilioSdkDeactivations>();
        services.AddSingleton<ITwilioMessages, TwilioSdkMessages>();
        return services;
    }
}
