using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>Registers who handles which kind of follow-up.</summary>
internal static class FollowUpHandlers
{
    public static IServiceCollection AddFollowUpHandlers(this IServiceCollection services) =>
        services
            .AddSingleton<FollowUpHandler, MessageFollowUpHandler>()
            .AddSingleton<FollowUpHandler, PublicationFollowUpHandler>()
            .AddSingleton<FollowUpHandler, ConversationFollowUpHandler>()
            .AddSingleton<FollowUpHandler, StatusFollowUpHandler>()
            .AddSingleton<DispatchFollowUp>()
            .AddSingleton<TakeFollowUp>();
}
