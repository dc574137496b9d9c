using System.Collections.Concurrent;
using System.Reflection;

namespace OptOut.IntegrationTests;

/// <summary>A bug put into a host, where it could be one day.</summary>
internal enum PlantedBug
{
    None,

    /// <summary>The store acknowledges a change that it never wrote.</summary>
    CommitIsLost,

    /// <summary>A check is answered from a state that it read some time ago.</summary>
    CheckReadsOldState,

    /// <summary>An event stands in the ledger twice, each time as a proper link of the chain.</summary>
    EventIsWrittenTwice,

    /// <summary>Lists leave rows out.</summary>
    ListMissesRows,

    /// <summary>The audit leaves events out.</summary>
    AuditMissesEvents,

    /// <summary>A receipt that is read again holds another text.</summary>
    RedeliveryDiffers,

    /// <summary>Lists are as of now, though changes are still under way.</summary>
    AsOfIsTooLate,

    /// <summary>Nobody notes that a confirmation is out, and nobody finds it in Twilio's list.</summary>
    ConfirmationIsSentAgain,
}

/// <summary>The store, with a bug between it and the product.</summary>
internal sealed class PlantedStore(IRecipientStore store, PlantedBug bug) : IRecipientStore
{
    private int commits;

    public Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation) => store.ReadAsync(key, cancellation);

    public async Task<Receipt?> ReadReceiptAsync(RecipientKey key, string id, CancellationToken cancellation)
    {
        var receipt = await store.ReadReceiptAsync(key, id, cancellation);
        return bug == PlantedBug.RedeliveryDiffers && receipt?.Confirmation is { } confirmation
            ? receipt with
            {
                Confirmation = confirmation with { Text = confirmation.Text + "!" },
            }
            : receipt;
    }

    public async Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation)
    {
        var turn = Interlocked.Increment(ref commits);
        switch (bug)
        {
            case PlantedBug.CommitIsLost when turn % 7 == 0 && change.Events.Count > 0:
            case PlantedBug.ConfirmationIsSentAgain when change.Receipt?.Confirmation?.State == ConfirmationState.Sent:
                return Commit.Done;
            case PlantedBug.EventIsWrittenTwice when turn % 5 == 0 && change.Events.Count > 0:
                var (after, again) = Ledger.Append(change.After, change.Key.AccountSid, [change.Events[0]], change.Events[0].RecordedAt);
                change = change with { After = after, Events = [.. change.Events, .. again] };
                break;
            case PlantedBug.AsOfIsTooLate:
                await Task.Delay(TimeSpan.FromMilliseconds(400), cancellation);
                break;
        }

        return await store.CommitAsync(change, cancellation);
    }

    public Task<IReadOnlyList<LedgerEvent>> ReadLedgerAsync(RecipientKey key, long first, long last, CancellationToken cancellation) =>
        store.ReadLedgerAsync(key, first, last, cancellation);
}

/// <summary>Lists and audits that leave something out.</summary>
internal sealed class PlantedList(IRecipientList list, PlantedBug bug) : IRecipientList
{
    public IAsyncEnumerable<ListedRecipient> ListAsync(string accountSid, Listing listing, CancellationToken cancellation) =>
        list.ListAsync(accountSid, listing, cancellation)
            .Where(r => bug != PlantedBug.ListMissesRows || r.State.Recipient[^1] is not ('1' or '4' or '7'));

    public IAsyncEnumerable<RecordedEvent> WalkLedgerAsync(
        string accountSid,
        DateTimeOffset? from,
        DateTimeOffset? before,
        CancellationToken cancellation
    ) =>
        list.WalkLedgerAsync(accountSid, from, before, cancellation)
            .Where(e => bug != PlantedBug.AuditMissesEvents || e.Event.Sequence % 5 != 0);
}

/// <summary>What checks read: of each recipient what was read first within a while, whatever was written since.</summary>
internal sealed class OldStates(IRecipientStore store) : IRecipientStore
{
    private static readonly TimeSpan While = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<RecipientKey, (long At, RecipientRecord Record)> kept = new();

    public async Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation)
    {
        if (!kept.TryGetValue(key, out var known) || TimeProvider.System.GetElapsedTime(known.At) > While)
        {
            kept[key] = known = (TimeProvider.System.GetTimestamp(), await store.ReadAsync(key, cancellation));
        }

        return known.Record;
    }

    public Task<Receipt?> ReadReceiptAsync(RecipientKey key, string id, CancellationToken cancellation) =>
        store.ReadReceiptAsync(key, id, cancellation);

    public Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation) => store.CommitAsync(change, cancellation);

    public Task<IReadOnlyList<LedgerEvent>> ReadLedgerAsync(RecipientKey key, long first, long last, CancellationToken cancellation) =>
        store.ReadLedgerAsync(key, first, last, cancellation);
}

/// <summary>A Twilio whose list shows nothing that was sent.</summary>
public class ForgetfulTwilio : DispatchProxy
{
    private ITwilioMessages twilio = null!;

    internal static ITwilioMessages Of(ITwilioMessages twilio)
    {
        var forgetful = Create<ITwilioMessages, ForgetfulTwilio>();
        ((ForgetfulTwilio)forgetful).twilio = twilio;
        return forgetful;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(ITwilioMessages.ListSentAsync)
            ? Task.FromResult<IReadOnlyList<ListedMessage>>([])
            : targetMethod.Invoke(twilio, BindingFlags.DoNotWrapExceptions, null, args, null);
}
