using System.Reflection;
using System.Runtime.CompilerServices;

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

/// <summary>A port of the store, with a bug between it and the product.</summary>
public class PlantedStore : DispatchProxy
{
    private PlantedBug bug;
    private object port = null!;
    private int commits;

    internal static T On<T>(T port, PlantedBug bug) where T : class
    {
        var planted = Create<T, PlantedStore>();
        ((PlantedStore)(object)planted).port = port;
        ((PlantedStore)(object)planted).bug = bug;
        return planted;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        object? Honestly() => targetMethod!.Invoke(port, BindingFlags.DoNotWrapExceptions, null, args, null);
        return (targetMethod!.Name, bug) switch
        {
            (nameof(IRecipientStore.CommitAsync), _) => CommitAsync((Change)args![0]!, (CancellationToken)args[1]!),
            (nameof(IRecipientList.ListAsync), PlantedBug.ListMissesRows) =>
                Some((IAsyncEnumerable<ListedRecipient>)Honestly()!, r => r.State.Recipient[^1] is not ('1' or '4' or '7'), CancellationToken.None),
            (nameof(IRecipientList.WalkLedgerAsync), PlantedBug.AuditMissesEvents) =>
                Some((IAsyncEnumerable<RecordedEvent>)Honestly()!, e => e.Event.Sequence % 5 != 0, CancellationToken.None),
            (nameof(IRecipientStore.ReadReceiptAsync), PlantedBug.RedeliveryDiffers) => ChangedAsync((Task<Receipt?>)Honestly()!),
            _ => Honestly(),
        };
    }

    private async Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation)
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

        return await ((IRecipientStore)port).CommitAsync(change, cancellation);
    }

    private static async Task<Receipt?> ChangedAsync(Task<Receipt?> reading) =>
        await reading is { Confirmation: { } confirmation } receipt ? receipt with { Confirmation = confirmation with { Text = confirmation.Text + "!" } } : await reading;

    private static async IAsyncEnumerable<T> Some<T>(IAsyncEnumerable<T> all, Func<T, bool> isShown, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var one in all.WithCancellation(cancellation))
        {
            if (isShown(one))
            {
                yield return one;
            }
        }
    }
}

/// <summary>What checks read: of each recipient what was read first within a while, whatever was written since.</summary>
public class OldStates : DispatchProxy
{
    private static readonly TimeSpan While = TimeSpan.FromMilliseconds(700);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<RecipientKey, (long At, RecipientRecord Record)> kept = new();
    private IRecipientStore store = null!;

    internal static IRecipientStore Of(IRecipientStore store)
    {
        var old = Create<IRecipientStore, OldStates>();
        ((OldStates)old).store = store;
        return old;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IRecipientStore.ReadAsync)
        ? ReadAsync((RecipientKey)args![0]!, (CancellationToken)args[1]!)
        : targetMethod.Invoke(store, BindingFlags.DoNotWrapExceptions, null, args, null);

    private async Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation)
    {
        if (!kept.TryGetValue(key, out var known) || TimeProvider.System.GetElapsedTime(known.At) > While)
        {
            kept[key] = known = (TimeProvider.System.GetTimestamp(), await store.ReadAsync(key, cancellation));
        }

        return known.Record;
    }
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

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(ITwilioMessages.ListSentAsync)
        ? Task.FromResult<IReadOnlyList<ListedMessage>>([])
        : targetMethod.Invoke(twilio, BindingFlags.DoNotWrapExceptions, null, args, null);
}
