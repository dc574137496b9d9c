using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>The name that a caller gave a request in <c>Idempotency-Key</c>, and what it was sent with.</summary>
/// <param name="Key">The header's value.</param>
/// <param name="Hash">SHA-256 of what the request says, which tells a repetition from another request under the same name.</param>
internal sealed record RepeatableRequest(string Key, string Hash)
{
    public const string Header = "Idempotency-Key";
    private const int MaxKeyLength = 255;

    /// <summary>The key's own hash: a name for what the request writes that has nothing of the caller's in it.</summary>
    public string Id => HashOf(Key);

    /// <summary>Null without the header. A key that is blank or stands twice would name nothing, and is refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="said">What the request says, in one form however it was written.</param>
    public static RepeatableRequest? Read(RequestReader request, string said)
    {
        if (!request.Context.Request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        var key = values[0] ?? "";
        request.Errors.Check(values.Count == 1, Header, "stands twice.");
        request.Errors.Check(!string.IsNullOrWhiteSpace(key), Header, "is required.");
        request.Errors.Check(key.Length <= MaxKeyLength, Header, $"is at most {MaxKeyLength} characters.");
        return new(key, HashOf(said));
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A request that may be sent again under its key, and then gets the answer of the first time.</summary>
internal interface IRepeatable
{
    /// <summary>Null: it has no key and is a request of its own each time.</summary>
    RepeatableRequest? Repeatable { get; }

    /// <summary>Why the answer of then does not hold any more; null where it does.</summary>
    Task<IResult?> RefuseRepetitionAsync(string answered, IRecipientStore store, CancellationToken cancellation);
}

/// <summary>
/// The filter of endpoints that honour <c>Idempotency-Key</c>: the same key and request get the same answer, another request under a known
/// key is 422. Only success is kept: after a refusal the same request may succeed later. A host that dies between the write and keeping its
/// answer is no matter, since the endpoint writes under <see cref="RepeatableRequest.Id"/> and finds what it wrote.
/// </summary>
internal static class Idempotency
{
    public static RouteHandlerBuilder HonoursIdempotencyKey(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(FilterAsync);

    private static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (
            context.Arguments.OfType<IValid>().Select(valid => valid.Value).OfType<IRepeatable>().FirstOrDefault()
            is not { Repeatable: { } request } repeatable
        )
        {
            return await next(context);
        }

        var cancellation = context.HttpContext.RequestAborted;
        var services = context.HttpContext.RequestServices;
        var answers = services.GetRequiredService<IAnswerStore>();
        var account = ApiCaller.Of(context.HttpContext).Account.Sid;
        var kept = await answers.ClaimAsync(account, request.Key, request.Hash, cancellation);
        if (kept.RequestHash != request.Hash)
        {
            return Problems.Unprocessable("idempotency-key-reused", "This Idempotency-Key was used for another request.");
        }

        if (kept.Status == 0)
        {
            var result = await next(context);
            if (result is (not IStatusCodeHttpResult { StatusCode: StatusCodes.Status201Created }) or (not IValueHttpResult))
            {
                return result;
            }

            var made = ((IValueHttpResult)result).Value;
            kept = kept with
            {
                Status = StatusCodes.Status201Created,
                Body = JsonSerializer.Serialize(made, ApiJson.Written.GetTypeInfo(made!.GetType())!),
            };
            await answers.KeepAsync(account, request.Key, kept, cancellation);
        }

        return await repeatable.RefuseRepetitionAsync(kept.Body, services.GetRequiredService<IRecipientStore>(), cancellation)
            ?? TypedResults.Text(kept.Body, "application/json", Encoding.UTF8, kept.Status);
    }
}
