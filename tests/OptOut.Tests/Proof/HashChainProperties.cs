using System.Text.Json;
using CsCheck;

namespace OptOut.Tests;

/// <summary>Rule 34 over random histories, erased at a random moment.</summary>
public sealed class HashChainProperties
{
    private static readonly Gen<(Histories.Step[] Before, Histories.Step[] After, bool Erased)> Lives = Gen.Select(
        Histories.Short,
        Histories.Short,
        Gen.Bool
    );

    private static (Recipient Recipient, IReadOnlyList<LedgerEvent> Ledger) Live(
        (Histories.Step[] Before, Histories.Step[] After, bool Erased) life
    )
    {
        var recipient = Histories.Run(life.Before);
        var gone = 0;
        if (life.Erased && RetentionRules.Erase(recipient.State, "asked", "agent-1", recipient.Now) is { } erased)
        {
            recipient.Take(new Decision([erased]));
            gone = recipient.Ledger.Count;
        }

        foreach (var step in life.After)
        {
            step(recipient);
        }

        return (recipient, [.. recipient.Ledger.Select((e, i) => i < gone ? RetentionRules.Erase(e) : e)]);
    }

    [Fact]
    public void Rule34_ten_thousand_random_histories_with_erasures_are_verified_and_fold_to_the_state_that_is_served() =>
        Lives.Sample(
            life =>
            {
                var (recipient, ledger) = Live(life);
                var lines = AuditFiles.Of([(recipient.Address.Value, ledger)]);
                var verdict = AuditFiles.VerifyAsync(lines).GetAwaiter().GetResult();
                var read = lines.SkipLast(1).Select(l => JsonSerializer.Deserialize(l, LedgerLineJson.Default.LedgerEvent)!);
                return verdict.Holds && Json(Ledger.Fold(recipient.Address.Value, read)) == Json(recipient.State);
            },
            iter: 10_000
        );

    [Fact]
    public void Rule34_an_erasure_changes_no_hash_and_leaves_nothing_to_try_out() =>
        Histories.Any.Sample(steps =>
        {
            var recipient = Histories.Run(steps);
            var erased = recipient.Ledger.Select(RetentionRules.Erase).ToList();
            return HashChain.IsWhole(recipient.Address.Value, erased, 1, erased.Count, null)
                && erased.Zip(recipient.Ledger).All(pair => pair.First.Hash == pair.Second.Hash && pair.First.Digest == pair.Second.Digest)
                && erased.TrueForAll(e =>
                    e is { Text: null, Proof: null, Salt: null, ConversationSid: null, AgeVerified: null, Trigger: null }
                );
        });

    [Fact]
    public void Rule34_a_fold_refuses_a_ledger_with_an_event_changed_or_missing() =>
        Gen.Select(Histories.Any, Gen.Int[0, 1000], Gen.Bool)
            .Sample(
                (steps, which, changed) =>
                {
                    var ledger = Histories.Run(steps).Ledger.ToList();
                    if (ledger.Count < 2)
                    {
                        return true;
                    }

                    which %= ledger.Count - 1;
                    if (changed)
                    {
                        ledger[which] = ledger[which] with { At = ledger[which].At.AddSeconds(1) };
                    }
                    else
                    {
                        ledger.RemoveAt(which);
                    }

                    try
                    {
                        Ledger.Fold("+14155552671", ledger);
                        return false;
                    }
                    catch (BrokenChainException)
                    {
                        return true;
                    }
                }
            );

    [Fact]
    public void Rule34_every_event_is_linked_to_the_one_before_and_the_state_keeps_the_head() =>
        Histories.Any.Sample(steps =>
        {
            var recipient = Histories.Run(steps, stored: true);
            return recipient.State.Head == (recipient.Ledger.Count == 0 ? null : recipient.Ledger[^1].Hash)
                && recipient
                    .Ledger.Select(e => e.Previous)
                    .SequenceEqual(recipient.Ledger.Select(e => e.Hash).Prepend(null).SkipLast(1), StringComparer.Ordinal);
        });

    private static string Json(RecipientState state) => JsonSerializer.Serialize(state, OptOutJson.Default.RecipientState);
}
