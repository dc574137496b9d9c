using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>Registers who may call the sender API, and runs that before its endpoints.</summary>
public static class ApiAuthentication
{
    /// <summary>
    /// Runs between a head's routing and its endpoints: authentication by key, the rate limits of the key, and its permission.
    /// </summary>
    public static IApplicationBuilder UseOptOut(this IApplicationBuilder app) =>
        app.UseAuthentication().UseRateLimiter().UseAuthorization();

    internal static IServiceCollection AddApiAuthentication(this IServiceCollection services)
    {
        // The core of authentication only: AddAuthentication brings data protection, which writes key files that nothing here would use.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = ApiKeyAuthentication.SchemeName;
            options.AddScheme<ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, displayName: null);
        });
        services.AddWebEncoders();
        services.AddTransient<ApiKeyAuthentication>();
        var authorization = services.AddAuthorizationBuilder();
        foreach (var permission in Enum.GetValues<Permission>())
        {
            var name = KebabCase<Permission>.Name(permission);
            authorization.AddPolicy(name, policy => policy.RequireClaim(ApiIdentity.PermissionClaim, name));
        }

        return services;
    }

    /// <summary>
    /// Endpoints that need a key with this permission. They refuse query parameters that they do not know, and requests that are wrong.
    /// </summary>
    internal static RouteGroupBuilder MapKeyed(this RouteGroupBuilder api, Permission needed) =>
        api.MapGroup("")
            .RequireAuthorization(KebabCase<Permission>.Name(needed))
            .AddEndpointFilter(QueryParameterExtensions.RefuseUnknown)
            .AddEndpointFilter(RefusedRequests.RefuseAsync)
            .WithMetadata(new KeyNeeded(needed));
}
