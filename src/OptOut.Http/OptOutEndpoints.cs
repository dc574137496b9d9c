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

        OperatorPage.Map(api);

        var twilio = api.MapGroup("/twilio").ExcludeFromDescription();
        twilio.MapPost("/messages", (HttpContext context, MessageWebhook webhook) => webhook.HandleAsync(context));
        twilio.MapPost("/status", (HttpContext context, StatusWebhook webhook) => webhook.HandleAsync(context));
        twilio.MapPost("/conversations", (HttpContext context, ConversationWebhook webhook) => webhook.HandleAsync(context));

        var read = api.MapGroup("").AddEndpointFilter(ApiCaller.Require(policy, Permission.Read)).AddEndpointFilter(QueryParameterExtensions.RefuseUnknown);
        read.MapGet("/suppressions", SuppressionListEndpoint.List).Takes(
            QueryParameter.Brand,
            new("since", "Only what changed since then, by the time we wrote it; lifted ones too.", "2026-01-31T12:00:00Z"),
            QueryParameter.Cursor,
            new("limit", "How many a page: 1 to 1000, usually 100.", "100"));
        read.MapGet("/suppressions/{recipient}", SuppressionEndpoints.Get).Takes(QueryParameter.Brand, QueryParameter.Campaign);
        read.MapGet("/checks/{recipient}", CheckEndpoints.One).Takes(
            QueryParameter.Brand,
            QueryParameter.Campaign,
            new("kind", $"What is to be sent: {KebabCase<CheckKind>.All}.", "campaign"),
            new("sender", "The sender it is to go out from.", "+14155550100"));
        read.MapPost("/checks", CheckEndpoints.Batch);
        read.MapGet("/consents/{recipient}", ConsentEndpoints.Get).Takes(QueryParameter.Brand);
        read.MapGet("/recipients/{recipient}/history", RecipientEndpoints.History).Takes(QueryParameter.Brand, QueryParameter.Cursor);
        read.MapGet("/operator/account", OperatorAccount.Get).ExcludeFromDescription();

        var write = api.MapGroup("").AddEndpointFilter(ApiCaller.Require(policy, Permission.Write)).AddEndpointFilter(QueryParameterExtensions.RefuseUnknown);
        write.MapPut("/suppressions/{recipient}", SuppressionEndpoints.Put);
        write.MapPost("/suppressions/import", ImportEndpoints.Suppressions).Takes(QueryParameter.Brand, QueryParameter.DryRun);
        write.MapPost("/consents/import", ImportEndpoints.Consents).Takes(QueryParameter.Brand, QueryParameter.DryRun);
        write.MapPost("/consents", ConsentEndpoints.Post);
        write.MapDelete("/consents/{recipient}/{id}", ConsentEndpoints.Delete).Takes(QueryParameter.Brand);
        write.MapPut("/recipients/{recipient}/preferences", RecipientEndpoints.Preferences);
        write.MapPost("/sends", SendEndpoints.Post);

        var admin = api.MapGroup("").AddEndpointFilter(ApiCaller.Require(policy, Permission.Admin)).AddEndpointFilter(QueryParameterExtensions.RefuseUnknown);
        admin.MapGet("/audit", AuditEndpoint.Get).Takes(
            new("from", "Recorded then or later.", "2026-01-01T00:00:00Z"),
            new("to", "Recorded before then.", "2026-02-01T00:00:00Z"),
            new("brand", "Only what concerns this brand; left out: the whole account.", "acme"));
        admin.MapDelete("/suppressions/{recipient}", SuppressionEndpoints.Delete).Takes(QueryParameter.Brand, QueryParameter.Campaign);
        admin.MapDelete("/recipients/{recipient}", ErasureEndpoint.Delete);
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
