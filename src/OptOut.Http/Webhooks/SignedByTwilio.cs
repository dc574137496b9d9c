using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OptOut.Http;

/// <summary>Metadata of routes that only Twilio's signature opens; the OpenAPI document says so.</summary>
/// <param name="Timeout">How long the request may take: reading the body and, where the handler asks for it, all the rest.</param>
internal sealed record SignedByTwilio(TimeSpan Timeout)
{
    /// <summary>Twilio gives up after 15 s; an answer is there within 10 s always, so that its retry finds a receipt.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(9);
}

/// <summary>Twilio's signature as one line at the route.</summary>
internal static class SignedByTwilioRoutes
{
    /// <summary>A group whose endpoints take a <see cref="Signed{T}"/> and are reached only where its signature holds.</summary>
    public static RouteGroupBuilder MapSignedByTwilio(this RouteGroupBuilder group, string prefix) =>
        group
            .MapGroup(prefix)
            .AddEndpointFilter(RefusedRequests.RefuseAsync)
            .WithMetadata(new SignedByTwilio(SignedByTwilio.DefaultTimeout));
}
