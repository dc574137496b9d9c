using System.Collections.Concurrent;

namespace OptOut;

/// <summary>
/// Gathers what follow-ups have to tell Twilio's consent list at about the same time into requests of at most
/// <see cref="ITwilioConsents.MaxBatch"/> entries, and makes no more of them than Twilio takes in a minute (rule 40). Another instance may
/// use up the same minute: then Twilio answers 429, and the follow-ups come again.
/// </summary>
public sealed class ConsentBatches(ITwilioConsents twilio, TimeProvider time)
{
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, OfAccount> accounts = new(StringComparer.Ordinal);

    /// <summary>Reports the entries, along with others' of the same account.</summary>
    /// <returns>Those of them that Twilio did not take, by correlation id; null when this minute has no request left, and nothing was
    /// reported.</returns>
    /// <exception cref="Exception">Twilio did not take the request; reporting again does no harm.</exception>
    public async Task<IReadOnlyDictionary<string, ConsentRefusal>?> ReportAsync(
        string accountSid,
        IReadOnlyList<ConsentReport> reports,
        CancellationToken cancellation
    )
    {
        var account = accounts.GetOrAdd(accountSid, _ => new OfAccount());
        var refused = new Dictionary<string, ConsentRefusal>(StringComparer.Ordinal);
        foreach (var answer in reports.Select(report => Add(accountSid, account, report)).Distinct().ToArray())
        {
            if (await answer.WaitAsync(cancellation) is not { } some)
            {
                return null;
            }

            foreach (var report in reports.Where(r => some.ContainsKey(r.CorrelationId)))
            {
                refused[report.CorrelationId] = some[report.CorrelationId];
            }
        }

        return refused;
    }

    /// <summary>Puts an entry into the request that is being gathered; a correlation id stands in a request once.</summary>
    private Task<IReadOnlyDictionary<string, ConsentRefusal>?> Add(string accountSid, OfAccount account, ConsentReport report)
    {
        lock (account.Gate)
        {
            if (
                account.Gathering is not { } batch
                || (batch.Reports.Count == ITwilioConsents.MaxBatch && !batch.Reports.ContainsKey(report.CorrelationId))
            )
            {
                account.Gathering = batch = new Batch();
                batch.Answer = SendAsync(accountSid, account, batch);
            }

            batch.Reports[report.CorrelationId] = report;
            if (batch.Reports.Count == ITwilioConsents.MaxBatch)
            {
                batch.IsFull.TrySetResult();
            }

            return batch.Answer;
        }
    }

    private async Task<IReadOnlyDictionary<string, ConsentRefusal>?> SendAsync(string accountSid, OfAccount account, Batch batch)
    {
        await Task.WhenAny(batch.IsFull.Task, Task.Delay(GatherTime, time));
        lock (account.Gate)
        {
            if (account.Gathering == batch)
            {
                account.Gathering = null;
            }

            var now = time.GetTimestamp();
            while (account.Requests.TryPeek(out var first) && time.GetElapsedTime(first, now) >= Minute)
            {
                account.Requests.Dequeue();
            }

            if (account.Requests.Count >= ITwilioConsents.MaxRequestsPerMinute)
            {
                return null;
            }

            account.Requests.Enqueue(now);
        }

        // One caller may stop waiting; the request goes on for the others in the batch.
        return await twilio.ReportAsync(accountSid, [.. batch.Reports.Values], CancellationToken.None);
    }

    private sealed class OfAccount
    {
        public Lock Gate { get; } = new();

        public Batch? Gathering { get; set; }

        /// <summary>When the requests of the last minute were made.</summary>
        public Queue<long> Requests { get; } = new();
    }

    private sealed class Batch
    {
        public Dictionary<string, ConsentReport> Reports { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource IsFull { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyDictionary<string, ConsentRefusal>?> Answer { get; set; } = null!;
    }
}
