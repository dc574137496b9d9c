using System.Globalization;

namespace OptOut;

/// <summary>Opt-outs recorded and corrected by operators (rules 1 to 3).</summary>
public static class SuppressionRules
{
    /// <summary>Records an opt-out. Repeating one that stands changes nothing.</summary>
    public static Decision Record(RecipientState state, ReportedOptOut optOut, DateTimeOffset now)
    {
        var at = Times.Earlier(optOut.At ?? now, now);
        if (Stands(state, optOut, at))
        {
            return new Decision([.. Block(state, optOut, at)]);
        }

        var newer = Newer(state, optOut, at);
        var superseded = newer is not null && Standing(state, optOut) is null;
        var optedOut = new LedgerEvent
        {
            Type = EventType.OptedOut,
            At = at,
            Brand = optOut.Brand.Id,
            Scope = optOut.Scope,
            Campaign = optOut.Campaign,
            Source = optOut.Source,
            Sender = optOut.Sender,
            Text = optOut.Reason,
            Origin = optOut.Origin,
            SupersededBy = superseded ? newer!.Event : null,
            SupersededAt = superseded ? newer!.At : null,
        };
        return new Decision([optedOut, .. Block(state, optOut, at)]);
    }

    /// <summary>
    /// What a repetition of the report is recognised by; null for a report without a time, which counts as new each time.
    /// </summary>
    public static string? ReceiptId(ReportedOptOut optOut) =>
        optOut.At is { } at
            ? string.Join(
                '|',
                "reported",
                optOut.Brand.Id,
                optOut.Scope,
                optOut.Campaign,
                optOut.Sender,
                optOut.Source,
                at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
            )
            : null;

    /// <summary>Why a correction is not possible.</summary>
    public enum Correction
    {
        Done,
        NotFound,

        /// <summary>The recipient's own opt-out, or the provider's: only the recipient can lift it.</summary>
        OwnWord,
    }

    /// <summary>Takes back the opt-out that covers the brand (or campaign), if only operators recorded it.</summary>
    public static (Correction Result, Decision Decision) Correct(
        RecipientState state,
        string brand,
        string? campaign,
        string reason,
        string actor,
        DateTimeOffset now
    )
    {
        var cover = campaign is null ? Coverage.OfBrand(state, brand) : Coverage.OfCampaign(state, brand, campaign);
        if (cover is null)
        {
            return (Correction.NotFound, Decision.Nothing);
        }

        return cover.Suppression.OwnWord
            ? (Correction.OwnWord, Decision.Nothing)
            : (
                Correction.Done,
                new Decision([
                    new LedgerEvent
                    {
                        Type = EventType.SuppressionCorrected,
                        At = now,
                        Brand = brand,
                        Scope = cover.Scope,
                        Campaign = cover.Scope == Scope.Campaign ? campaign : null,
                        Source = Sources.Api,
                        Text = reason,
                        Actor = actor,
                        About = cover.Suppression.Event,
                    },
                ])
            );
    }

    private static IEnumerable<LedgerEvent> Block(RecipientState state, ReportedOptOut optOut, DateTimeOffset at) =>
        optOut is not { Source: Sources.Provider, Sender: { } sender }
            ? []
            : ProviderBlockRules.Block(
                state,
                new LedgerEvent
                {
                    Type = EventType.ProviderBlocked,
                    At = at,
                    Brand = optOut.Brand.Id,
                    Source = Sources.Provider,
                    Sender = sender,
                    Text = optOut.Reason,
                }
            );

    /// <summary>The same word by the same way stands already, and nothing that it would close was opened since.</summary>
    private static bool Stands(RecipientState state, ReportedOptOut optOut, DateTimeOffset at)
    {
        var standing = Standing(state, optOut);
        return standing is not null
            && standing.Scope == optOut.Scope
            && standing.Suppression.LastSource == optOut.Source
            && (optOut.At is null || at <= standing.Suppression.LastOptOutAt)
            && !Openings(state, optOut).Any(mark => mark.At > standing.Suppression.LastOptOutAt);
    }

    internal static Coverage.Cover? Standing(RecipientState state, ReportedOptOut optOut) =>
        optOut.Campaign is null ? Coverage.OfBrand(state, optOut.Brand.Id) : Coverage.OfCampaign(state, optOut.Brand.Id, optOut.Campaign);

    /// <summary>The newest consent or opt-in after that time that the opt-out would close.</summary>
    public static Mark? Newer(RecipientState state, ReportedOptOut optOut, DateTimeOffset at) =>
        Openings(state, optOut).Where(mark => mark.At > at).MaxBy(mark => mark.At);

    private static IEnumerable<Mark> Openings(RecipientState state, ReportedOptOut optOut)
    {
        var brand = state.Brand(optOut.Brand.Id);
        var campaigns = optOut.Campaign is null ? brand.Campaigns.Values : [brand.Campaign(optOut.Campaign)];
        // A prior relationship lifts nothing (rule 19).
        return campaigns
            .Select(c => c.Express)
            .OfType<Grant>()
            .Select(g => new Mark(g.At, g.RenewedBy ?? g.Event))
            .Concat(optOut.Campaign is null && brand.OptedIn is { } lifted ? [lifted] : Array.Empty<Mark>());
    }
}
