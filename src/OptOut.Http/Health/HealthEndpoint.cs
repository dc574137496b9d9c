using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Is everything there that an opt-out needs? Names no secret and no address.</summary>
internal static class HealthEndpoint
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public static async Task<IResult> Get(
        IRecipientStore store, IFollowUpQueue followUps, VerifiedLedger ledger, Policy policy, ReviewClock reviews, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var storage = AskAsync(async () =>
        {
            await store.ProbeAsync(both.Token);
            return Ok;
        });
        // Dead letters call for a person; the instance itself can serve, so they do not take it out of rotation.
        var queue = AskAsync(async () => await followUps.HasDeadLettersAsync(both.Token) ? "dead letters" : Ok);
        var checks = new Dictionary<string, string>(StringComparer.Ordinal) { ["storage"] = await storage, ["followUps"] = await queue, ["ledger"] = ledger.HasMetBroken ? "broken chain" : Ok, ["reviews"] = reviews.IsOverdue ? "overdue" : Ok };
        var reachable = !checks.ContainsValue(Unreachable);
        var status = !reachable ? "unavailable" : checks.Values.All(c => c == Ok) ? Ok : "degraded";
        return TypedResults.Json(
            new HealthResponse(status, checks, policy.Warnings.Count == 0 ? null : policy.Warnings), ApiJson.Written.HealthResponse, statusCode: reachable ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private const string Ok = "ok";
    private const string Unreachable = "unreachable";

    private static async Task<string> AskAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            return Unreachable;
        }
    }
}
