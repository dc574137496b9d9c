using System.Diagnostics.Metrics;

namespace OptOut;

/// <summary>
/// What an operator watches: the metrics that alerts and workbook in <c>infra/</c> read. No signal carries a number, a token or a text;
/// tags are words of fixed lists.
/// </summary>
public static class Signals
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "OptOut";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> OptOuts = Meter.CreateCounter<long>(
        "optout.opt_outs",
        description: "Opt-outs recorded, repeats included."
    );
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("optout.events", description: "Ledger events by type.");
    private static readonly Counter<long> Confirmations = Meter.CreateCounter<long>(
        "optout.confirmations",
        description: "Confirmations by the state they reached."
    );
    private static readonly Counter<long> Checks = Meter.CreateCounter<long>(
        "optout.checks",
        description: "Checks by reason; unavailable where the store could not be asked."
    );
    private static readonly Counter<long> Signatures = Meter.CreateCounter<long>(
        "optout.signatures",
        description: "Webhook signatures by what the check found."
    );
    private static readonly Counter<long> RefusedSignatures = Meter.CreateCounter<long>(
        "optout.signatures.refused",
        description: "Refused webhooks by what most likely made the signature differ."
    );
    private static readonly Counter<long> Webhooks = Meter.CreateCounter<long>(
        "optout.webhooks",
        description: "Events posted to receivers of webhooks, by whether they took them."
    );
    private static readonly Counter<long> RoundTrips = Meter.CreateCounter<long>(
        "optout.storage.round_trips",
        description: "Requests to storage, by method."
    );
    private static readonly Histogram<double> FollowUpAge = Meter.CreateHistogram<double>(
        "optout.follow_up.age",
        "s",
        "How long after the message it belongs to a follow-up ran, the minute that it waits included."
    );

    private static readonly Counter<long> LeftOver = Meter.CreateCounter<long>(
        "optout.left_to_follow_up",
        description: "Work after a commit that failed and was left to its follow-up."
    );

    private static readonly Counter<long> Reconciliations = Meter.CreateCounter<long>(
        "optout.reconciliation.failures",
        description: "Runs of reconciliation that failed, per account."
    );

    private static readonly Counter<long> Violations = Meter.CreateCounter<long>(
        "optout.send_violations",
        description: "Sends that were not allowed when they were sent, by why (rule 30)."
    );

    private static readonly Counter<long> BrokenChains = Meter.CreateCounter<long>(
        "optout.ledger.broken",
        description: "Ledger events found not to be what was written (rule 34)."
    );

    private static readonly Counter<long> AuditsMissing = Meter.CreateCounter<long>(
        "optout.audit.missing",
        description: "Nightly audit files that should be there and could not be added, at each try (rule 34)."
    );

    /// <summary>Nightly audit files are late and could not be added.</summary>
    public static void AuditFilesMissing(int count)
    {
        if (count > 0)
        {
            AuditsMissing.Add(count);
        }
    }

    /// <summary>A ledger event is not what was written.</summary>
    public static void BrokenChain() => BrokenChains.Add(1);

    private static readonly Gauge<int> Reviews = Meter.CreateGauge<int>(
        "optout.reviews.waiting",
        description: "Messages that wait for a person (rule 39)."
    );
    private static readonly Gauge<double> ReviewDue = Meter.CreateGauge<double>(
        "optout.reviews.due_in",
        "h",
        "Hours until the first message that waits becomes an opt-out; only while one waits."
    );

    public static void Committed(IEnumerable<LedgerEvent> events)
    {
        foreach (var e in events)
        {
            Events.Add(1, new KeyValuePair<string, object?>("type", KebabCase<EventType>.Name(e.Type)));
            if (e.Violation is { } why)
            {
                Violations.Add(1, new KeyValuePair<string, object?>("reason", why));
            }

            if (e.Type == EventType.OptedOut)
            {
                OptOuts.Add(1, new KeyValuePair<string, object?>("source", e.Source));
            }
        }
    }

    /// <summary>A confirmation reached a state.</summary>
    public static void Confirmed(ConfirmationState state) =>
        Confirmations.Add(1, new KeyValuePair<string, object?>("state", KebabCase<ConfirmationState>.Name(state)));

    public static void Checked(Reason reason) => Checks.Add(1, new KeyValuePair<string, object?>("reason", KebabCase<Reason>.Name(reason)));

    public static void SignatureChecked(string result) => Signatures.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>A webhook was refused: the likeliest cause, a word of a fixed list.</summary>
    public static void SignatureRefused(string cause) => RefusedSignatures.Add(1, new KeyValuePair<string, object?>("cause", cause));

    /// <summary>A receiver of webhooks took an event, or did not.</summary>
    public static void WebhookPosted(string result) => Webhooks.Add(1, new KeyValuePair<string, object?>("result", result));

    public static void RoundTrip(string method) => RoundTrips.Add(1, new KeyValuePair<string, object?>("method", method));

    public static void FollowedUp(TimeSpan age) => FollowUpAge.Record(age.TotalSeconds);

    /// <summary>How many messages wait for a person, and when the first of them becomes an opt-out.</summary>
    public static void ReviewsWait(int waiting, TimeSpan? firstDueIn)
    {
        Reviews.Record(waiting);
        if (firstDueIn is { } left)
        {
            ReviewDue.Record(left.TotalHours);
        }
    }

    public static void ReconciliationFailed() => Reconciliations.Add(1);

    /// <summary>Something that should have happened at once is left to a follow-up.</summary>
    public static void LeftToFollowUp() => LeftOver.Add(1);
}
