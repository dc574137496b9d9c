using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>
/// <c>POST /api/twilio/events</c>: Twilio's Event Streams (rule 36). A batch counts for the accounts whose token signed it; events of others in it, and types
/// that say nothing about a recipient's number, are passed over.
/// </summary>
internal sealed class EventsWebhook(ReportReassigned reassigned, TimeProvider time)
{
    public async Task<IResult> HandleAsync(Signed<SignedBatch> signed)
    {
        var now = time.GetUtcNow();
        foreach (var happened in signed.Content.Numbers)
        {
            if (RecipientAddress.FromTwilio(happened.Number) is { } recipient)
            {
                var at = happened.At < now ? happened.At.ToUniversalTime() : now;
                await reassigned.HandleAsync(new RecipientKey(happened.AccountSid, recipient), at, Sources.Provider, happened.Type, onlyKnown: true, signed.Timeout);
            }
        }

        return TypedResults.NoContent();
    }
}
