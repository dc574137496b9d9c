using System.Collections.Immutable;

namespace OptOut;

/// <summary>How a recorded send changes what the next check obliges (rules 21, 22, 25, 28).</summary>
public static class SendFold
{
    /// <summary>How many sends are remembered: as many as any frequency may count.</summary>
    public const int MaxCounted = 400;

    /// <summary>How many of one campaign's sends are remembered: as many as its promise may count.</summary>
    public const int MaxOfCampaign = 100;

    /// <summary>How many are remembered over all brands, so that the state fits its row.</summary>
    public const int MaxKept = 480;

    /// <summary>The same of all campaigns' sends.</summary>
    public const int MaxKeptOfCampaigns = 160;

    /// <summary>How many decisions are remembered: as many as a brand can plausibly use in the minutes that they are valid.</summary>
    private const int MaxDecisions = 16;

    /// <summary>Enough of a decision's id to recognise it.</summary>
    public static string Short(string decisionId) => decisionId[..Math.Min(11, decisionId.Length)];

    /// <summary>The decisions that the brand's sends brought, the event's with them; a scheduled message brings its own twice.</summary>
    internal static ImmutableList<string>? Used(BrandState brand, LedgerEvent e) =>
        e.Decision is not { } decision || brand.Decisions?.Contains(Short(decision.Id)) == true
            ? brand.Decisions
            : [.. (brand.Decisions ?? []).TakeLast(MaxDecisions - 1), Short(decision.Id)];

    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        Shed(
            state.With(
                e.Brand!,
                brand =>
                {
                    bool Fulfils(Obligation obligation) => e.Fulfilled?.Contains(obligation) == true;

                    var at = DateTimeOffset.FromUnixTimeMilliseconds(e.At.ToUnixTimeMilliseconds());
                    var sends = brand.Sends.Insert(PositionOf(at, brand.Sends), at);
                    var sent = brand with
                    {
                        Sends = sends.Count > MaxCounted ? sends.RemoveAt(0) : sends,
                        Decisions = Used(brand, e),
                        OptOutLanguageAt = Fulfils(Obligation.OptOutLanguage)
                            ? Times.Later(brand.OptOutLanguageAt, e.At)
                            : brand.OptOutLanguageAt,
                        Conversations =
                            e.Kind == CheckKind.Reply && Fulfils(Obligation.IdentifySender)
                                ? brand.Conversations.ToImmutableSortedDictionary(
                                    c => c.Key,
                                    c => Identified(c.Key, c.Value, e),
                                    StringComparer.Ordinal
                                )
                                : brand.Conversations,
                    };
                    return e.Campaign is null
                        ? sent
                        : sent.With(
                            e.Campaign,
                            campaign =>
                                campaign with
                                {
                                    Sends = Counted(campaign.Sends ?? [], at),
                                    FirstSendAt =
                                        e.Kind is CheckKind.Campaign or CheckKind.Informational
                                        && Times.LatestOf(e.At) >= campaign.Express?.At
                                            ? Times.Earlier(campaign.FirstSendAt ?? e.At, e.At)
                                            : campaign.FirstSendAt,
                                    LastSends = e.Kind is CheckKind.Campaign or CheckKind.Informational
                                        ? [.. (campaign.LastSends ?? []).Add(e.At).Order().TakeLast(2)]
                                        : campaign.LastSends,
                                    ReconfirmedAt = Fulfils(Obligation.ReconfirmConsent)
                                        ? Times.Later(campaign.ReconfirmedAt, e.At)
                                        : campaign.ReconfirmedAt,
                                    Pending =
                                        e.Kind == CheckKind.OptInRequest && campaign.Pending is { } pending
                                            ? pending with
                                            {
                                                Asked = true,
                                                Sender = pending.Sender ?? e.Sender,
                                            }
                                            : campaign.Pending,
                                }
                        );
                }
            )
        );

    private static ImmutableList<DateTimeOffset> Counted(ImmutableList<DateTimeOffset> sends, DateTimeOffset at)
    {
        var all = sends.Insert(PositionOf(at, sends), at);
        return all.Count > MaxOfCampaign ? all.RemoveAt(0) : all;
    }

    private static RecipientState Shed(RecipientState state) => ShedOfCampaigns(ShedOfBrands(state));

    private static RecipientState ShedOfCampaigns(RecipientState state)
    {
        var campaigns = state
            .Brands.SelectMany(b => b.Value.Campaigns.Select(c => (Brand: b.Key, Campaign: c.Key, Count: c.Value.Sends?.Count ?? 0)))
            .ToList();
        if (campaigns.Sum(c => c.Count) <= MaxKeptOfCampaigns)
        {
            return state;
        }

        var longest = campaigns.MaxBy(c => c.Count);
        return state.With(longest.Brand, b => b.With(longest.Campaign, c => c with { Sends = c.Sends?.RemoveAt(0) }));
    }

    private static RecipientState ShedOfBrands(RecipientState state)
    {
        if (state.Brands.Values.Sum(b => b.Sends.Count) <= MaxKept)
        {
            return state;
        }

        // They are removed where there are most: what is left is enough for any preference that a person states.
        var longest = state.Brands.MaxBy(b => b.Value.Sends.Count).Key;
        return state.With(longest, b => b with { Sends = b.Sends.RemoveAt(0) });
    }

    private static Conversation Identified(string sender, Conversation conversation, LedgerEvent e) =>
        (e.Sender is null || e.Sender == sender || e.Sender == conversation.MessagingService)
        && Times.LatestOf(e.At) >= conversation.OpenedAt
        && e.At < conversation.Until
            ? conversation with
            {
                IdentifiedAt = Times.Later(conversation.IdentifiedAt, Times.LatestOf(e.At)),
            }
            : conversation;

    /// <summary>Sends are kept in the order of their time; reports of them come in any.</summary>
    private static int PositionOf(DateTimeOffset at, ImmutableList<DateTimeOffset> sends)
    {
        var i = sends.Count;
        while (i > 0 && sends[i - 1] > at)
        {
            i--;
        }

        return i;
    }
}
