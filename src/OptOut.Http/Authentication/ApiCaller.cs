using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OptOut.Http;

/// <summary>Who calls the sender API: the key in <c>x-api-key</c>, and the account that it belongs to.</summary>
public sealed record ApiCaller(Account Account, ApiKey Key)
{
    private static readonly object ItemKey = new();

    /// <summary>What the key may do.</summary>
    public Permission Permission => Key.Permission;

    /// <summary>The caller that <see cref="Require"/> let through.</summary>
    public static ApiCaller Of(HttpContext context) => (ApiCaller)context.Items[ItemKey]!;

    /// <summary>An endpoint filter: 401 without a known key, 403 with one that is too weak.</summary>
    public static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Require(Policy policy, Permission needed) => async (context, next) =>
    {
        if (Identify(context.HttpContext, policy) is not { } caller)
        {
            return Problems.Unauthorized();
        }

        if (caller.Permission < needed)
        {
            return Problems.Forbidden($"This key may {KebabCase<Permission>.Name(caller.Permission)}; the request needs {KebabCase<Permission>.Name(needed)}.");
        }

        return await next(context);
    };

    /// <summary>The caller, looked up once a request; null without a known key.</summary>
    internal static ApiCaller? Identify(HttpContext context, Policy policy)
    {
        if (!context.Items.TryGetValue(ItemKey, out var known))
        {
            context.Items[ItemKey] = known = Find(policy, context.Request.Headers["x-api-key"].ToString());
        }

        return (ApiCaller?)known;
    }

    /// <summary>
    /// The brand that a request names, or the account's only one. Unknown and another account's are answered alike: a key learns nothing of others.
    /// </summary>
    public Brand? FindBrand(string? id, out ProblemHttpResult? problem)
    {
        problem = null;
        if (string.IsNullOrEmpty(id))
        {
            problem = Account.OnlyBrand is null ? Problems.Invalid("brand", "is required: the account has several.") : null;
            return Account.OnlyBrand;
        }

        if (Account.Brands.TryGetValue(id, out var brand))
        {
            return brand;
        }

        problem = Problems.Forbidden("The brand is not one of this account's.");
        return null;
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

        return key.Length == 0 ? null : found;
    }
}
