using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>What the operator's page can choose from: the key's own account, no secret in it.</summary>
internal static class OperatorAccount
{
    public static IResult Get(HttpContext context)
    {
        var (account, key) = ApiCaller.Of(context);
        return TypedResults.Json(
            new OperatorAccountResponse(
                account.Sid,
                KebabCase<Permission>.Name(key.Permission),
                [.. account.Brands.Values.OrderBy(b => b.Id, StringComparer.Ordinal).Select(Of)]
            ),
            ApiJson.Written.OperatorAccountResponse
        );
    }

    private static OperatorBrand Of(Brand brand) =>
        new(brand.Id, brand.Name, [.. brand.Senders.Select(s => s.Address)], [.. brand.Campaigns.Keys.Order(StringComparer.Ordinal)]);
}

public sealed record OperatorAccountResponse(string Sid, string Permission, IReadOnlyList<OperatorBrand> Brands);

public sealed record OperatorBrand(string Id, string Name, IReadOnlyList<string> Senders, IReadOnlyList<string> Campaigns);
