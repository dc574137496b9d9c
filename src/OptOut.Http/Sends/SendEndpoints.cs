using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Sends as the sender reports them (rule 30).</summary>
internal static class SendEndpoints
{
    public static async Task<IResult> Post(
        Valid<PostedSend> request,
        RecordSend sends,
        ScheduleSend schedule,
        CancellationToken cancellation
    )
    {
        var (key, send, sendAt) = request.Value;
        if (sendAt is { } later)
        {
            await schedule.HandleAsync(key, send, later, cancellation);
        }
        else
        {
            await sends.HandleAsync(key, send, cancellation);
        }

        return TypedResults.NoContent();
    }
}
