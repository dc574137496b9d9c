using System.Text.Json;
using CsCheck;

namespace OptOut.Tests;

/// <summary>Ledger and state after any history.</summary>
public class LedgerProperties
{
    private const int MaxStateLength = 48 * 1024;

    /// <summary>20 rows a change, less the state and the receipt.</summary>
    private const int MaxEvents = 18;

    [Fact]
    public void State_folded_from_the_ledger_is_the_state_kept() =>
        Histories.Any.Sample(steps =>
        {
            var recipient = Histories.Run(steps);
            return Json(Ledger.Fold(recipient.Address.Value, recipient.Ledger)) == Json(recipient.State);
        });

    [Fact]
    public void State_and_ledger_are_the_same_when_both_went_through_storage_after_every_step() =>
        Histories.Any.Sample(steps =>
        {
            var (kept, stored) = (Histories.Run(steps), Histories.Run(steps, stored: true));
            return Json(stored.State) == Json(kept.State)
                && stored.Ledger.Select(Json).SequenceEqual(kept.Ledger.Select(Json), StringComparer.Ordinal)
                && Json(
                    Ledger.Fold(
                        kept.Address.Value,
                        kept.Ledger.Select(e => JsonSerializer.Deserialize(Json(e), OptOutJson.Default.LedgerEvent)!)
                    )
                ) == Json(kept.State);
        });

    [Fact]
    public void Sequences_have_no_gaps_and_ids_lead_back_to_them() =>
        Histories.Any.Sample(steps =>
        {
            var recipient = Histories.Run(steps);
            return recipient.State.LastSequence == recipient.Ledger.Count
                && recipient
                    .Ledger.Select(
                        (e, i) => e.Sequence == i + 1 && Ledger.SequenceOf(e.Id, Clinic.Account, recipient.Address.Value) == e.Sequence
                    )
                    .All(right => right);
        });

    [Fact]
    public void Every_event_says_when_how_and_under_which_policy_and_never_lies_ahead_of_its_writing() =>
        Histories.Any.Sample(steps =>
            Histories.Run(steps).Ledger.All(e => e.At <= e.RecordedAt && e.Source.Length > 0 && e.Policy == Policy.Date)
        );

    [Fact]
    public void A_change_stays_under_20_rows_and_a_state_under_48_kib() =>
        Histories.Any.Sample(steps =>
        {
            var recipient = new Recipient();
            return steps.All(step => step(recipient).Events.Count <= MaxEvents) && Json(recipient.State).Length < MaxStateLength;
        });

    [Fact]
    public void A_state_stays_under_48_kib_however_much_is_sent_said_and_opted_out_of()
    {
        string[] campaigns = [.. Enumerable.Range(0, 16).Select(i => $"a-campaign-{i}")];
        Brand[] brands =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(i =>
                    Clinic.Brand(
                        $"brand-{i}",
                        "A Brand",
                        Enumerable.Range(0, 12).Select(n => $"+1415555{i}{n:D3}"),
                        [.. campaigns[..(i == 0 ? 16 : 3)].Select(Clinic.Campaign)]
                    )
                ),
        ];
        var recipient = new Recipient(brands);
        foreach (var brand in brands)
        {
            foreach (var sender in brand.Senders)
            {
                recipient.Texts("hello", sender.Address, service: Clinic.Service);
                recipient.Texts("STOP", sender.Address, type: "STOP");
            }

            recipient.Consents(string.Join('+', brand.Campaigns.Keys), Basis.Express, reconsent: true, brand: brand.Id);
            foreach (var campaign in brand.Campaigns.Keys)
            {
                recipient.IsOptedOut(Scope.Campaign, campaign, brand: brand.Id);
                recipient.Consents(campaign, reconsent: true, brand: brand.Id);
                recipient.IsOptedOut(Scope.Campaign, campaign, brand: brand.Id);
            }

            for (var i = 0; i < 600; i++)
            {
                recipient.IsSent(brand.Campaigns.Keys[0], brand: brand.Id);
            }
        }

        Assert.InRange(Json(recipient.State).Length, 1, MaxStateLength);
        Assert.All(recipient.State.Brands.Values, b => Assert.InRange(b.Sends.Count, 1, SendFold.MaxCounted));
    }

    private static string Json(RecipientState state) => JsonSerializer.Serialize(state, OptOutJson.Default.RecipientState);

    private static string Json(LedgerEvent e) => JsonSerializer.Serialize(e, OptOutJson.Default.LedgerEvent);
}
