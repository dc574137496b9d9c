using System.Text.Json;

namespace OptOut.SimulationTests;

/// <summary>What is promised, looked at when everything has come to rest.</summary>
internal static class Invariants
{
    /// <summary>
    /// Once the faults have ended, everything owed is done within so many gaps: the longest pause between two attempts (15), the time for
    /// which a host that died hid a follow-up (1), and two searches with their gaps.
    /// </summary>
    public const int GapsAfterFaults = 20;

    /// <summary>
    /// An opt-out stands, by the order of the ledger and by that of time: where the two differ, rule 1 decides, and is tested elsewhere.
    /// </summary>
    public static bool IsClosed(IReadOnlyList<LedgerEvent> ledger)
    {
        var last = ledger.LastOrDefault(e => IsOpening(e) || e.Type == EventType.OptedOut);
        return last?.Type == EventType.OptedOut && !ledger.Any(e => IsOpening(e) && e.At > last.At);
    }

    public static bool IsOpening(LedgerEvent e) => e.Type is EventType.OptedIn or EventType.Consented;

    public static void Check(World world, Surroundings around, IReadOnlyList<TwilioModel.Text> texts)
    {
        var kept = around.Store.Of(Cast.Key);
        StateIsTheLedger(world, kept);
        foreach (var text in texts.Where(t => t.IsAcknowledged && !kept.Receipts.ContainsKey(t.MessageSid)))
        {
            world.Break($"{text.MessageSid} was acknowledged and is lost.");
        }

        foreach (var text in texts.Where(t => t.IsAcknowledged && t.Body.StartsWith("STOP", StringComparison.Ordinal)))
        {
            if (!kept.Events.Exists(e => e.Type == EventType.OptedOut && e.Proof?.MessageSid == text.MessageSid))
            {
                world.Break($"The opt-out {text.MessageSid} was acknowledged and is not held.");
            }
        }

        if (around.Queue.Count > 0)
        {
            world.Break($"{around.Queue.Count} follow-ups are left.");
        }

        if (around.Queue.EmptySince > World.Start.AddSeconds(Schedule.FaultsEnd) + (GapsAfterFaults * new FollowUpTimes().SearchGap))
        {
            world.Break($"What was owed is done {(around.Queue.EmptySince - World.Start).TotalSeconds:F0} s after the start, too late.");
        }

        foreach (var receipt in kept.Receipts.Values)
        {
            ConfirmationIsExactlyOne(world, around, kept, receipt);
        }

        foreach (var e in kept.Events.Where(e => e.IsPublished && !around.Published.Contains(e.Id)))
        {
            var receipt = kept.Receipts.Values.FirstOrDefault(r =>
                (r.FirstSequence <= e.Sequence && e.Sequence <= r.LastSequence) || r.Confirmation?.EndSequence == e.Sequence
            );
            if (around.Queue.WasPromised(e, receipt))
            {
                world.Break($"{e.Type} {e.Sequence} was never published.");
            }
        }
    }

    private static void StateIsTheLedger(World world, StoreModel.Partition kept)
    {
        for (var i = 0; i < kept.Events.Count; i++)
        {
            if (kept.Events[i].Sequence != i + 1)
            {
                world.Break($"The ledger's event {i + 1} has the number {kept.Events[i].Sequence}.");
                return;
            }
        }

        var folded = Ledger.Fold(Cast.Recipient.Value, kept.Events);
        if (Text(folded) != Text(kept.Record.State))
        {
            world.Break($"The state is not the ledger's fold: {Text(kept.Record.State)} is not {Text(folded)}");
        }
    }

    private static void ConfirmationIsExactlyOne(World world, Surroundings around, StoreModel.Partition kept, Receipt receipt)
    {
        var taken = around.Twilio.ToPhone.Where(m => m.ReceiptId == receipt.Id).ToList();
        // START, JOIN confirm in the same words, and so do a STOP that came late and one after the consent that was newer than it. Which of
        // the two a listed message answers, nobody can tell: then their number counts, without those that something newer made untrue.
        var same = kept.Receipts.Values.Count(r =>
            r.Confirmation?.Text == receipt.Confirmation?.Text
            && (
                r.Confirmation?.Kind != ReplyKind.OptOutConfirmation
                || r.Id == receipt.Id
                || r.Confirmation.State is not (ConfirmationState.Superseded or ConfirmationState.Withheld)
            )
        );
        if (taken.Count > 1 && around.Twilio.ToPhone.Count(m => m.Body == taken[0].Body) > same)
        {
            world.Break($"{receipt.Id} is confirmed {taken.Count} times.");
        }

        if (receipt.Confirmation is not { } confirmation)
        {
            return;
        }

        var fate = confirmation.State switch
        {
            // A commit while the queue was down promises no confirmation.
            ConfirmationState.Planned or ConfirmationState.Claimed => !around.Queue.WasPromised(receipt.Id),
            ConfirmationState.Sent => around.Twilio.ToPhone.Any(m =>
                m.MessageSid == confirmation.MessageSid && m.Body == confirmation.Text && m.CreatedAt >= receipt.At.AddSeconds(-3)
            ),
            ConfirmationState.Failed => around.Twilio.Refused.Contains(receipt.Id),
            ConfirmationState.Superseded => kept.Events.Exists(e =>
                e.Sequence > receipt.LastSequence
                && (confirmation.Kind == ReplyKind.OptOutConfirmation ? IsOpening(e) : e.Type == EventType.OptedOut)
            ),
            ConfirmationState.Withheld => confirmation.Kind == ReplyKind.Help
                || kept.Events.Exists(e =>
                    e.Type == EventType.ConfirmationWithheld && e.Sequence == confirmation.EndSequence && e.At > confirmation.Until
                ),
            _ => false,
        };
        if (!fate)
        {
            world.Break($"The confirmation of {receipt.Id} ends as {confirmation}.");
        }
    }

    private static string Text(RecipientState state) => JsonSerializer.Serialize(state, OptOutJson.Default.RecipientState);
}
