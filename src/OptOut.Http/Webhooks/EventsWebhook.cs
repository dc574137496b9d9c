using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>
/// <c>POST /api/twilio/events</c>: Twilio's Event Streams (rule 36). A batch counts for the accounts whose token signed it; events of
/// others in it, and types that say nothing about a recipient's number, are passed over.
/// </summary>
internal sealed class EventsWebhook(ReportReassigned reassigned, TimeProvider time)
{
    /// <summary>
    /// Twilio waits five seconds for a sink (twilio.com/docs/events/webhook-quickstart), and brings the batch again: what was done by then
    /// stays done.
    /// </summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4.5);
    private const int MaxConcurrency = 8;

    public async Task<IResult> HandleAsync(Signed<SignedBatch> signed)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, signed.Timeout);
        var now = time.GetUtcNow();
        await Parallel.ForEachAsync(
            signed.Content.Numbers,
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = both.Token },
            async (happened, cancellation) =>
            {
                if (RecipientAddress.FromTwilio(happened.Number) is { } recipient)
                {
                    var at = happened.At < now ? happened.At.ToUniversalTime() : now;
                    await reassigned.HandleAsync(
                        new RecipientKey(happened.AccountSid, recipient),
                        at,
                        Sources.Provider,
                        happened.Type,
                        onlyKnown: true,
                        cancellation
                    );
                }
            }
        );
        return TypedResults.NoContent();
    }
}
