using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OptOut.Http;

/// <summary>
/// Authenticates callers of the sender API by the key in <c>x-api-key</c>. What an endpoint asks for is an authorization policy, one for
/// each <see cref="Permission"/>; a caller without a known key gets 401, one whose key is too weak 403, both as problem documents.
/// </summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory log,
    UrlEncoder encoder,
    Policy policy
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "ApiKey";

    /// <summary>
    /// Reads the header only and not the endpoint: the result holds for the whole request, and a head may authenticate before its route is
    /// known.
    /// </summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(
            Request.Headers["x-api-key"].ToString() is { Length: > 0 } key && Find(policy, key) is { } caller
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ApiIdentity(caller)), Scheme.Name))
                : AuthenticateResult.NoResult()
        );

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => RefuseAsync(Problems.Unauthorized());

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(
            Problems.Forbidden(
                $"This key may {KebabCase<Permission>.Name(ApiCaller.Of(Context).Permission)}; the request needs {KebabCase<Permission>.Name(KeyNeeded!.Permission)}."
            )
        );

    private KeyNeeded? KeyNeeded => Context.GetEndpoint()?.Metadata.GetMetadata<KeyNeeded>();

    private Task RefuseAsync(IResult problem)
    {
        OptOutEndpoints.Protect(Response.Headers);
        return problem.ExecuteAsync(Context);
    }

    /// <summary>Every key is compared, in constant time, so that the time taken tells nothing.</summary>
    private static ApiCaller? Find(Policy policy, string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        ApiCaller? found = null;
        foreach (var account in policy.Accounts.Values)
        {
            foreach (var candidate in account.ApiKeys)
            {
                if (CryptographicOperations.FixedTimeEquals(candidate.Hash, hash))
                {
                    found = new ApiCaller(account, candidate);
                }
            }
        }

        return found;
    }
}
