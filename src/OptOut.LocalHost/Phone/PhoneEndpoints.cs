using Microsoft.Extensions.DependencyInjection.Extensions;
using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>The phone simulator in a host: its services, the page at <c>/</c> and <c>/local/*</c>.</summary>
public static class PhoneEndpoints
{
    /// <summary>Registers the simulator; it is the <see cref="ITwilioMessages"/> of this host.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="dataDirectory">Where the simulated Twilio keeps its message list.</param>
    /// <param name="twilio">Its customers, asked for once the host is built.</param>
    public static IServiceCollection AddPhone(
        this IServiceCollection services,
        string dataDirectory,
        Func<IServiceProvider, SimulatedTwilio> twilio
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(twilio)
            .AddSingleton(provider => new MessageLog(dataDirectory, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<Faults>()
            .AddSingleton<Crashes>()
            .AddSingleton<DeliveryJournal>()
            .AddSingleton<WebhookSender>()
            .AddSingleton<StatusCallbacks>()
            .AddHostedService(provider => provider.GetRequiredService<StatusCallbacks>())
            .AddSingleton<PhoneSimulator>()
            .AddSingleton<ConversationSimulator>()
            .AddSingleton<ITwilioConsents, SimulatedConsents>()
            .AddSingleton<SimulatedDeactivations>()
            .AddSingleton<ITwilioDeactivations>(provider => provider.GetRequiredService<SimulatedDeactivations>())
            .AddSingleton<SimulatedSettings>()
            .AddSingleton<ITwilioSettings>(provider => provider.GetRequiredService<SimulatedSettings>())
            .AddSingleton<ITwilioMessages, SimulatedTwilioMessages>();
    }

    /// <summary>Maps the page and <c>/local/*</c>, all for this machine only.</summary>
    public static void MapPhone(this WebApplication app)
    {
        app.UseWhen(LocalOnly.Covers, branch => branch.Use(LocalOnly.GuardAsync));
        PhonePage.Use(app);
        app.MapGet("/operator", () => TypedResults.Redirect("/api/operator")).ExcludeFromDescription();
        var local = app.MapGroup("/local").ExcludeFromDescription().RefusesUnreadable();
        local.MapPost("/messages", MessageEndpoints.DeliverAsync);
        local.MapGet("/messages", MessageEndpoints.ThreadAsync);
        local.MapGet("/phone/{recipient}", MessageEndpoints.ShowAsync);
        local.MapPost("/conversations", ConversationEndpoints.OpenAsync);
        local.MapPost("/conversations/{sid}/messages", ConversationEndpoints.WriteAsync);
        local.MapPost("/conversations/{sid}/close", ConversationEndpoints.CloseAsync);
        local.MapDelete("/conversations/{sid}", ConversationEndpoints.RemoveAsync);
        local.MapGet("/faults/{phone?}", FaultEndpoints.Get);
        local.MapPut("/faults/{phone?}", FaultEndpoints.PutAsync);
        local.MapDelete("/faults/{phone?}", FaultEndpoints.Delete);
        local.MapPost("/twilio/deactivations", SimulatedDeactivations.PostAsync);
        local.MapGet("/twilio/settings", SimulatedSettings.GetAsync);
        local.MapPut("/twilio/settings", SimulatedSettings.PutAsync);
        local.MapGet("/twilio/consents", SimulatedConsents.ListAsync);
        local.MapPost("/twilio/scheduled", ScheduledMessages.PostAsync);
        local.MapGet("/setup", PhonePage.Setup);
        local.MapGet("/events", PhonePage.Events);
    }
}
