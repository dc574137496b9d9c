namespace OptOut.Client;

/// <summary>What became of a guarded send.</summary>
/// <param name="Check">The answer that decided.</param>
/// <param name="MessageSid">Twilio's id of the message; null when it was refused, and nothing was sent.</param>
/// <param name="Recorded">The send is recorded; when false, record it again with <see cref="OptOutClient.RecordSendAsync"/>.</param>
public sealed record GuardedSend(CheckResult Check, string? MessageSid, bool Recorded)
{
    /// <summary>The message went out.</summary>
    public bool Sent => MessageSid is not null;
}

/// <summary>Stands between a sender and Twilio: without an answer that allows it, nothing is sent.</summary>
public sealed class SendGuard(OptOutClient client)
{
    /// <summary>Checks; sends when allowed; records what was sent.</summary>
    /// <param name="check">The question, best with the text and with a reservation.</param>
    /// <param name="send">
    /// The caller's own call of Twilio; returns the <c>MessageSid</c>. It gets the answer, whose obligations the text must meet. Not called when denied.
    /// </param>
    /// <param name="cancellation">Ends waiting. A message that was sent is recorded all the same.</param>
    /// <exception cref="Exception">Whatever <paramref name="send"/> throws.</exception>
    public async Task<GuardedSend> SendAsync(CheckRequest check, Func<CheckResult, CancellationToken, Task<string>> send, CancellationToken cancellation = default)
    {
        var answer = await client.CheckAsync(check, cancellation);
        if (!answer.Allowed)
        {
            return new GuardedSend(answer, null, Recorded: false);
        }

        var messageSid = await send(answer, cancellation);
        try
        {
            await client.RecordSendAsync(
                new SentMessage(check.Recipient, messageSid)
                {
                    Brand = check.Brand, Campaign = check.Campaign, Kind = check.Kind ?? MessageKinds.Campaign,
                    // Only a text that was looked at is known to have met them.
                    Fulfilled = check.Body is null ? [] : answer.Obligations,
                },
                CancellationToken.None);
            return new GuardedSend(answer, messageSid, Recorded: true);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or Polly.ExecutionRejectedException)
        {
            return new GuardedSend(answer, messageSid, Recorded: false);
        }
    }
}
