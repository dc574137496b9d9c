using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>What a webhook brings once its signature holds.</summary>
internal interface ISigned<TSelf>
    where TSelf : class, ISigned<TSelf>
{
    /// <summary>Checks the signature of a request, and makes of it what was signed.</summary>
    static abstract SignatureCheck<TSelf> Check(SignedBody body, Policy policy);
}

/// <summary>
/// The one way in which a webhook's handler gets at its request: a parameter of this type is bound by reading the body and checking
/// Twilio's signature, and <see cref="RefusedRequests.RefuseAsync"/> answers where it does not hold. Nothing else is read, and nothing is
/// written, before.
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
    /// taken, whether or not Twilio still listens.
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
            var (content, refusal) = await ReadAsync(context, limit.Token);
            return new(content, refusal, receivedAt, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new(null, UnreadableRequests.Problem(context, StatusCodes.Status408RequestTimeout), receivedAt, limit.Token);
        }
        catch (Exception e) when (UnreadableRequests.StatusOf(e, context) is { } status)
        {
            // Parameters are bound before any filter runs: what cannot be read is reported here.
            return new(null, UnreadableRequests.Problem(context, status), receivedAt, limit.Token);
        }
    }

    /// <summary>What was signed, or the answer that refuses it: 413 for its size, 403 for its signature.</summary>
    private static async Task<(T? Content, IResult? Refusal)> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        if (await SignedBody.ReadAsync(context, cancellation) is not { } body)
        {
            return (null, Problems.TooLarge("At most 64 KiB."));
        }

        var check = T.Check(body, context.RequestServices.GetRequiredService<Policy>());
        Signals.SignatureChecked(KebabCase<SignatureResult>.Name(check.Result));
        if (check.Result == SignatureResult.Valid)
        {
            return (check.Content, null);
        }

        context
            .RequestServices.GetService<RefusedSignatures>()
            ?.Refused(check.Result, context.Request, body.Target, check.Form, check.AsJson, body.Signature, check.Account);
        return (null, Problems.Of(StatusCodes.Status403Forbidden, "signature", "The request is not signed by Twilio for this account."));
    }
}
