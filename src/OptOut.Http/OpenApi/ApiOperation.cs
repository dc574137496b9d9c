using Microsoft.AspNetCore.Builder;

namespace OptOut.Http;

/// <summary>What the OpenAPI document says of an endpoint beyond its route and its query (<see cref="QueryParameters"/>).</summary>
/// <param name="Id">The operation's name, unique: what generated clients call it.</param>
/// <param name="Summary">What it does, in one line.</param>
internal sealed record ApiOperation(string Id, string Summary)
{
    /// <summary>What more there is to know; the permission is added.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whose record the example of the path asks for.</summary>
    public string Recipient { get; init; } = "+14155552671";

    /// <summary>Headers that the caller may set.</summary>
    public IReadOnlyList<QueryParameter> Headers { get; init; } = [];

    /// <summary>The body, by media type; empty: none.</summary>
    public IReadOnlyList<ApiContent> Body { get; init; } = [];

    /// <summary>False where the body may be left out.</summary>
    public bool BodyRequired { get; init; } = true;

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The answer of success, by media type; empty: none.</summary>
    public IReadOnlyList<ApiContent> Answer { get; init; } = [];

    /// <summary>Another status that comes with the same answer.</summary>
    public int? OtherStatus { get; init; }

    /// <summary>The problems that are this endpoint's own, besides those that every endpoint of its kind has.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];
}

/// <summary>One media type of a body or an answer.</summary>
/// <param name="MediaType">Such as <c>application/json</c>.</param>
/// <param name="Schemas">What it holds: of lines, what one line holds, one of these. Empty: text, or JSON whose form is another's.</param>
/// <param name="Example">As it would be on the wire.</param>
internal sealed record ApiContent(string MediaType, IReadOnlyList<Type> Schemas, string Example)
{
    public static ApiContent Json<T>(string example) => new(MediaTypes.Json, [typeof(T)], example);

    public static ApiContent Lines(string example, params Type[] line) => new(MediaTypes.Ndjson, line, example);

    public static ApiContent Csv(string example) => new(MediaTypes.Csv, [], example);
}

/// <summary>The permission that an endpoint's key needs, for the OpenAPI document; without it an endpoint needs no key.</summary>
internal sealed record KeyNeeded(Permission Permission);

internal static class ApiOperationExtensions
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, ApiOperation operation) =>
        endpoint.WithName(operation.Id).WithMetadata(operation);
}
