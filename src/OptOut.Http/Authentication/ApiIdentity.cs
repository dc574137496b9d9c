using System.Security.Claims;

namespace OptOut.Http;

/// <summary>
/// The user of a request to the sender API. Each permission includes the ones before it, so a key that may write has the claim to read,
/// too.
/// </summary>
internal sealed class ApiIdentity(ApiCaller caller)
    : ClaimsIdentity(
        Enum.GetValues<Permission>()
            .Where(p => p <= caller.Permission)
            .Select(p => new Claim(PermissionClaim, KebabCase<Permission>.Name(p))),
        ApiKeyAuthentication.SchemeName
    )
{
    public const string PermissionClaim = "permission";

    public ApiCaller Caller => caller;
}
