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

/// <summary>Stands between a sender and Twilio: without an answer that allows it, and that still holds, nothing is sent.</summary>
public sealed class SendGuard(OptOutClient client, TimeProvider? time = null)
{
    /// <summary>What a text shows: an answer about a text is allowed only when the text does these, so they need nobody's word.</summary>
    private static readonly HashSet<string> ShownByText = new(StringComparer.Ordinal)
    {
        "identify-sender",
        "opt-out-language",
        "reconfirm-consent",
        "opt-out-means",
    };

    /// <summary>Checks; sends when allowed; records what was sent.</summary>
    /// <param name="check">The question, best with the text and with a reservation.</param>
    /// <param name="send"> The caller's own call of Twilio; returns the <c>MessageSid</c>. It gets the answer, whose obligations the text
    /// must meet. Not called when denied. A check for a planned time goes with a message that Twilio is told to send at that time. </param>
    /// <param name="fulfilled">What the message does though its text cannot show it, such as <c>no-promotion</c>, on the caller's
    /// word.</param>
    /// <param name="cancellation">Ends waiting. A message that was sent is recorded all the same.</param>
    /// <exception cref="Exception">Whatever <paramref name="send"/> throws.</exception>
    public async Task<GuardedSend> SendAsync(
        CheckRequest check,
        Func<CheckResult, CancellationToken, Task<string>> send,
        IReadOnlyList<string>? fulfilled = null,
        CancellationToken cancellation = default
    ) => await SendAsync(check, await client.CheckAsync(check, cancellation), send, fulfilled, cancellation);

    /// <summary>
    /// The same on an answer that was asked for before, as in a batch. After its <see cref="CheckResult.ValidUntil"/> nothing is sent: ask
    /// again.
    /// </summary>
    /// <param name="check">The question that was answered.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="send">The caller's own call of Twilio.</param>
    /// <param name="fulfilled">What the message does though its text cannot show it.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <exception cref="Exception">Whatever <paramref name="send"/> throws.</exception>
    public async Task<GuardedSend> SendAsync(
        CheckRequest check,
        CheckResult answer,
        Func<CheckResult, CancellationToken, Task<string>> send,
        IReadOnlyList<string>? fulfilled = null,
        CancellationToken cancellation = default
    )
    {
        if (!answer.Allowed)
        {
            return new GuardedSend(answer, null, Recorded: false);
        }

        if (answer.ValidUntil <= (time ?? TimeProvider.System).GetUtcNow())
        {
            return new GuardedSend(
                answer with
                {
                    Allowed = false,
                    Reason = CheckResult.Expired,
                    Detail = "The answer may no longer be used.",
                },
                null,
                Recorded: false
            );
        }

        var messageSid = await send(answer, cancellation);
        try
        {
            await client.RecordSendAsync(
                new SentMessage(check.Recipient, messageSid)
                {
                    Brand = check.Brand,
                    Campaign = check.Campaign,
                    Kind = check.Kind ?? MessageKinds.Campaign,
                    Sender = check.Sender,
                    Decision = answer.Decision,
                    SendAt = check.At > (time ?? TimeProvider.System).GetUtcNow() ? check.At : null,
                    // Only a text that was looked at is known to have met them.
                    Fulfilled =
                    [
                        .. (check.Body is null ? [] : answer.Obligations.Where(ShownByText.Contains))
                            .Concat(fulfilled ?? [])
                            .Distinct(StringComparer.Ordinal),
                    ],
                },
                CancellationToken.None
            );
            return new GuardedSend(answer, messageSid, Recorded: true);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or Polly.ExecutionRejectedException)
        {
            return new GuardedSend(answer, messageSid, Recorded: false);
        }
    }
}
