using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OptOut.Http;

/// <summary>Who calls the sender API: the key in <c>x-api-key</c>, and the account that it belongs to.</summary>
public sealed record ApiCaller(Account Account, ApiKey Key)
{
    /// <summary>What the key may do.</summary>
    public Permission Permission => Key.Permission;

    /// <summary>The caller of an endpoint that needs a key.</summary>
    public static ApiCaller Of(HttpContext context) => Find(context)!;

    /// <summary>The caller; null without a known key.</summary>
    internal static ApiCaller? Find(HttpContext context) => (context.User.Identity as ApiIdentity)?.Caller;

    /// <summary>
    /// The brand that a request names, or the account's only one. An unknown brand and another account's get the same answer, so that a key
    /// reveals nothing of other accounts.
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
}
