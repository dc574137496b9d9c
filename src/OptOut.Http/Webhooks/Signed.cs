using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>What a webhook brings once its signature holds.</summary>
internal interface ISigned<TSelf>
    where TSelf : class, ISigned<TSelf>
{
    /// <summary>Reads the body and checks its signature: the content, or the answer that refuses it.</summary>
    static abstract Task<(TSelf? Content, IResult? Refusal)> ReadAsync(HttpContext context, Policy policy, CancellationToken cancellation);
}

/// <summary>
/// The one way in which a webhook's handler gets at its request: a parameter of this type is bound by reading the body and checking
/// Twilio's signature, and
/// <see cref="RefusedRequests.RefuseAsync"/> answers where it does not hold. Nothing else is read, and nothing is written, before.
/// </summary>
internal sealed class Signed<T> : IBindableFromHttpContext<Signed<T>>, IRefusable
    where T : class, ISigned<T>
{
    private readonly T? content;

    private Signed(T? content, IResult? problem, DateTimeOffset receivedAt, CancellationToken timeout) =>
        (this.content, Problem, ReceivedAt, Timeout) = (problem is null ? content : null, problem, receivedAt, timeout);

    public IResult? Problem { get; }

    /// <summary>When the request reached us, before its body was read.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>
    /// Ends when the answer is due, by <see cref="SignedByTwilio.Timeout"/>. Not the request's own token: a message that was begun is
    /// taken, whether or not
    /// Twilio still listens.
    /// </summary>
    public CancellationToken Timeout { get; }

    /// <summary>What was signed.</summary>
    /// <exception cref="InvalidOperationException">The signature does not hold, and the route lacks the filter that refuses such a
    /// request.</exception>
    public T Content => content ?? throw new InvalidOperationException("A request that is refused has no content.");

    public static async ValueTask<Signed<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var receivedAt = time.GetUtcNow();
        var timeout = context.GetEndpoint()?.Metadata.GetMetadata<SignedByTwilio>()?.Timeout ?? SignedByTwilio.DefaultTimeout;
        var limit = new CancellationTokenSource(timeout, time);
        context.Response.RegisterForDispose(limit);
        try
        {
            var (content, refusal) = await T.ReadAsync(context, context.RequestServices.GetRequiredService<Policy>(), limit.Token);
            return new(content, refusal, receivedAt, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new(null, UnreadableRequests.Problem(context, StatusCodes.Status408RequestTimeout), receivedAt, limit.Token);
        }
        catch (Exception e) when (UnreadableRequests.StatusOf(e, context) is { } status)
        {
            // Parameters are bound before any filter runs: what cannot be read is told here.
            return new(null, UnreadableRequests.Problem(context, status), receivedAt, limit.Token);
        }
    }
}
