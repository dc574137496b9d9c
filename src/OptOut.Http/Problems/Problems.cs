using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace OptOut.Http;

/// <summary>Errors as RFC 9457 problem documents; what is wrong with which field stands under <c>errors</c>.</summary>
internal static class Problems
{
    public static ProblemHttpResult Invalid(string field, string what) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [what] });

    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) =>
        TypedResults.Problem(
            new HttpValidationProblemDetails(errors)
            {
                Status = StatusCodes.Status400BadRequest,
                Title = "The request is not valid.",
                Type = TypeOf("invalid"),
            }
        );

    public static ProblemHttpResult Unauthorized() =>
        Of(StatusCodes.Status401Unauthorized, "unauthorized", "A valid key in x-api-key is needed.");

    public static ProblemHttpResult Forbidden(string detail) =>
        Of(StatusCodes.Status403Forbidden, "forbidden", "The key does not reach that far.", detail);

    public static ProblemHttpResult NotFound(string title) => Of(StatusCodes.Status404NotFound, "not-found", title);

    public static ProblemHttpResult NotAcceptable(string offered) =>
        Of(StatusCodes.Status406NotAcceptable, "not-acceptable", "None of the media types in Accept is offered.", $"Offered: {offered}.");

    public static ProblemHttpResult Conflict(string type, string title, string detail) =>
        Of(StatusCodes.Status409Conflict, type, title, detail);

    public static ProblemHttpResult TooLarge(string detail) =>
        Of(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large.", detail);

    public static ProblemHttpResult WrongMediaType(string expected) =>
        Of(StatusCodes.Status415UnsupportedMediaType, "media-type", "The body's media type is not supported.", $"Send {expected}.");

    public static ProblemHttpResult Unprocessable(string type, string title) => Of(StatusCodes.Status422UnprocessableEntity, type, title);

    public static ProblemHttpResult TooMany(string title) =>
        Of(
            StatusCodes.Status429TooManyRequests,
            "too-many-requests",
            title,
            "Nothing was done. Wait as long as Retry-After says, then ask again."
        );

    /// <summary>The store cannot be asked: nothing is allowed, and nothing was changed (rule 31).</summary>
    public static ProblemHttpResult Unavailable() =>
        Of(
            StatusCodes.Status503ServiceUnavailable,
            "unavailable",
            "The store cannot be reached.",
            "Nothing may be sent on this answer. Try again later."
        );

    /// <summary>One recipient's ledger does not match its hash chain: no answer is given from it (rule 34).</summary>
    public static ProblemHttpResult BrokenChain() =>
        Of(
            StatusCodes.Status503ServiceUnavailable,
            "broken-chain",
            "This recipient's ledger is not what was written.",
            "An event was changed or is missing. An operator has to find out who did it (docs/operations.md, broken-chain)."
        );

    public static ProblemHttpResult Of(int status, string type, string title, string? detail = null) =>
        TypedResults.Problem(
            new ProblemDetails
            {
                Status = status,
                Type = TypeOf(type),
                Title = title,
                Detail = detail,
            }
        );

    /// <summary>Problem types are relative references to a page of this host (<see cref="ProblemPages"/>).</summary>
    private static string TypeOf(string type) => "/api/problems/" + type;
}
