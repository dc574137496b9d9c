namespace OptOut;

/// <summary>
/// Goes through Twilio's list of deactivated numbers of the last days (rule 36). A list has a hundred thousand numbers and most are
/// nobody's here, so it is taken as it streams in, with a point read a number, several side by side. A list that was taken already changes
/// nothing.
/// </summary>
public sealed class TakeDeactivations(
    ITwilioDeactivations twilio,
    IRecipientStore store,
    ReportReassigned reassigned,
    Policy policy,
    TimeProvider time
)
{
    private const int DaysBack = 3;
    private const int MaxInFlight = 8;

    /// <summary>How many numbers of recipients whom we know were on the lists.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var known = 0;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var account in policy.Accounts.Keys)
        {
            // Twilio publishes yesterday's list late on some days. The days before are read again, so that a failed run leaves no gap.
            for (var back = DaysBack; back >= 1; back--)
            {
                var day = today.AddDays(-back);
                var at = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
                await Parallel.ForEachAsync(
                    twilio.ReadAsync(account, day, cancellation),
                    new ParallelOptions { MaxDegreeOfParallelism = MaxInFlight, CancellationToken = cancellation },
                    async (line, token) =>
                    {
                        if (
                            RecipientAddress.FromTwilio(line.StartsWith('+') ? line : "+" + line) is { } recipient
                            && await store.ReadAsync(new RecipientKey(account, recipient), token) is { State.LastSequence: > 0 }
                        )
                        {
                            Interlocked.Increment(ref known);
                            await reassigned.HandleAsync(
                                new RecipientKey(account, recipient),
                                at,
                                Sources.Provider,
                                "twilio-deactivations",
                                onlyKnown: true,
                                token
                            );
                        }
                    }
                );
            }
        }

        return known;
    }
}
