using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>Every endpoint of CONTRACT §3 and §4, for both heads.</summary>
public static class OptOutEndpoints
{
    public static IEndpointRouteBuilder MapOptOut(this IEndpointRouteBuilder endpoints)
    {
        var policy = endpoints.ServiceProvider.GetRequiredService<Policy>();
        var api = endpoints.MapGroup("/api").AddEndpointFilter(UnavailableFilter);
        api.MapGet("/health", HealthEndpoint.Get).WithName("Health");

        var twilio = api.MapGroup("/twilio").ExcludeFromDescription();
        twilio.MapPost("/messages", (HttpContext context, MessageWebhook webhook) => webhook.HandleAsync(context));
        twilio.MapPost("/status", (HttpContext context, StatusWebhook webhook) => webhook.HandleAsync(context));

        var read = api.MapGroup("").AddEndpointFilter(ApiCaller.Require(policy, Permission.Read));
        read.MapGet("/suppressions/{recipient}", SuppressionEndpoints.Get);
        read.MapGet("/checks/{recipient}", CheckEndpoints.One);
        read.MapPost("/checks", CheckEndpoints.Batch);
        read.MapGet("/consents/{recipient}", ConsentEndpoints.Get);
        read.MapGet("/recipients/{recipient}/history", RecipientEndpoints.History);

        var write = api.MapGroup("").AddEndpointFilter(ApiCaller.Require(policy, Permission.Write));
        write.MapPut("/suppressions/{recipient}", SuppressionEndpoints.Put);
        write.MapPost("/consents", ConsentEndpoints.Post);
        write.MapDelete("/consents/{recipient}/{id}", ConsentEndpoints.Delete);
        write.MapPut("/recipients/{recipient}/preferences", RecipientEndpoints.Preferences);
        write.MapPost("/sends", SendEndpoints.Post);

        var admin = api.MapGroup("").AddEndpointFilter(ApiCaller.Require(policy, Permission.Admin));
        admin.MapDelete("/suppressions/{recipient}", SuppressionEndpoints.Delete);
        return endpoints;
    }

    /// <summary>A store that cannot be asked is 503 everywhere, never "allowed" (rule 31).</summary>
    private static async ValueTask<object?> UnavailableFilter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException)
        {
            return Problems.Unavailable();
        }
    }
}
