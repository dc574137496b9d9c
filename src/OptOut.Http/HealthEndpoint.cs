using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Is everything there that an opt-out needs? Names no secret and no address.</summary>
internal static class HealthEndpoint
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<IResult> Get(IRecipientStore store, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var storage = await ProbeAsync(store, both.Token);
        var response = new HealthResponse(storage == "ok" ? "ok" : "unavailable", new Dictionary<string, string>(StringComparer.Ordinal) { ["storage"] = storage });
        return TypedResults.Json(response, ApiJson.Default.HealthResponse, statusCode: storage == "ok" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string> ProbeAsync(IRecipientStore store, CancellationToken cancellation)
    {
        try
        {
            await store.ProbeAsync(cancellation);
            return "ok";
        }
        catch (StoreUnavailableException)
        {
            return "unreachable";
        }
    }
}
