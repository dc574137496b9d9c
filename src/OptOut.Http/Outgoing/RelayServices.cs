using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OptOut.Http;

/// <summary>Registers what passes consent events on: webhooks, Twilio's consent list, scheduled messages.</summary>
internal static class RelayServices
{
    public static IServiceCollection AddRelays(this IServiceCollection services)
    {
        services.TryAddSingleton(new WebhookReach(AllowLoopback: false));
        return services
            .AddSingleton<EventRelays>()
            .AddSingleton<ConsentBatches>()
            .AddSingleton<ScheduleSend>()
            .AddSingleton<EventsWebhook>()
            .AddSingleton<TakeDeactivations>()
            .AddSingleton<IWebhookDelivery, WebhookDelivery>()
            .AddSingleton<FollowUpHandler, ConsentSyncFollowUpHandler>()
            .AddSingleton<FollowUpHandler, RecallFollowUpHandler>()
            .AddSingleton<FollowUpHandler, WebhookFollowUpHandler>();
    }
}
