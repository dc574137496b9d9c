using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>A query parameter that an endpoint knows.</summary>
/// <param name="Name">As it stands in the URL.</param>
/// <param name="Description">What it means, in which form.</param>
/// <param name="Example">A value that works.</param>
internal sealed record QueryParameter(string Name, string Description, string Example)
{
    /// <summary>The values that there are, where they are few: the reference offers them as choices. Empty: any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public static readonly QueryParameter Brand = new(
        "brand",
        "A brand of the account; may be left out where the account has one.",
        "acme"
    );
    public static readonly QueryParameter Campaign = new("campaign", "A campaign of the brand.", "offers");
    public static readonly QueryParameter Cursor = new("cursor", "Where to go on, as the page before gave it.", "");
    public static readonly QueryParameter Limit = new("limit", "How many a page: 1 to 1000, usually 100.", "100");
    public static readonly QueryParameter DryRun = new("dryRun", "true: say what each line would do, and change nothing.", "true")
    {
        Words = ["true", "false"],
    };
}

/// <summary>The query parameters that an endpoint knows: for its filter and for the OpenAPI document.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> Known);

internal static class QueryParameterExtensions
{
    /// <summary>Declares what may stand in the query; an endpoint that declares nothing takes no query.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params QueryParameter[] known) =>
        endpoint.WithMetadata(new QueryParameters(known));

    /// <summary>
    /// An endpoint filter: unknown parameters are refused like unknown fields, because <c>?campain=</c> must not be answered for the whole
    /// brand.
    /// </summary>
    public static ValueTask<object?> RefuseUnknown(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var known = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.Known ?? [];
        var errors = new FieldErrors();
        var (told, unknown) = (0, 0);
        foreach (var (name, values) in context.HttpContext.Request.Query)
        {
            if (known.Any(p => string.Equals(p.Name, name, StringComparison.Ordinal)))
            {
                errors.Check(values.Count == 1, name, "stands twice.");
            }
            else if (SentNames.IsWord(name) && told++ < SentNames.MaxListed)
            {
                errors.Add(name, "is not a known query parameter.");
            }
            else
            {
                unknown++;
            }
        }

        var names = known.Count == 0 ? "none is" : $"known: {string.Join(", ", known.Select(p => p.Name))}";
        errors.Check(unknown == 0, "query", $"has {unknown} parameter(s) that are not known here; {names}.");
        return errors.Any ? ValueTask.FromResult<object?>(Problems.Invalid(errors.ToDictionary())) : next(context);
    }

    /// <summary>A query parameter's value; null when it is missing or empty.</summary>
    public static string? Query(this HttpContext context, string name) =>
        context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
