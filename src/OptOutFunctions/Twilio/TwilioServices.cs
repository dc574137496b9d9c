using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace OptOutFunctions;

/// <summary>Registers <see cref="ITwilioMessages"/> over Twilio's SDK.</summary>
internal static class TwilioServices
{
    public static IServiceCollection AddTwilioMessages(this IServiceCollection services)
    {
        services.AddHttpClient(TwilioCalls.Wire)
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
