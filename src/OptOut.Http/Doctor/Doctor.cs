namespace OptOut.Http;

/// <summary>
/// Asks Twilio for an account's settings and holds them against ours (rule 41), for the endpoint and for a command line. It reads only.
/// </summary>
public static class Doctor
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>All differences; where Twilio does not answer, one finding that says so.</summary>
    public static async Task<IReadOnlyList<DriftFinding>> ExamineAsync(
        Account account,
        string publicBaseUrl,
        ITwilioSettings twilio,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return DriftRules.Examine(account, publicBaseUrl, await twilio.ReadAsync(account.Sid, both.Token));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is not DependencyUnavailableException)
        {
            return
            [
                new(
                    "twilio-unreachable",
                    account.Sid,
                    "an answer of Twilio's REST API",
                    e.GetType().Name,
                    "Look at status.twilio.com, at the way out to api.twilio.com and messaging.twilio.com, and whether the first of AuthTokens is still good "
                        + "(Console: Account, API keys & tokens)."
                ),
            ];
        }
    }
}
