namespace OptOut.Http;

/// <summary>What a check asks, from an item of a batch or from a query.</summary>
internal static class CheckQuestions
{
    /// <summary>The longest <c>reference</c>, in characters.</summary>
    public const int MaxReference = 200;
    private static readonly TimeSpan MaxPlan = TimeSpan.FromDays(7),
        ClockTolerance = TimeSpan.FromSeconds(30);

    public static (RecipientAddress? Recipient, CheckQuestion? Question) Read(
        Account account,
        Brand brand,
        CheckItem item,
        DateTimeOffset now,
        FieldErrors errors
    )
    {
        DeclaredFields.Check(ApiJson.Default.CheckItem, item, errors);
        var address = errors.Recipient("recipient", item.Recipient);
        var kind = FieldErrors.Known<CheckKind>(item.Kind) ?? CheckKind.Campaign;
        var campaign = errors.Campaign("campaign", brand, item.Campaign);
        if (item.Campaign is null && kind != CheckKind.Reply)
        {
            campaign = brand.OnlyCampaign;
        }

        errors.Check(
            kind == CheckKind.Reply || campaign is not null || item.Campaign is not null,
            "campaign",
            "is required: the brand has not exactly one."
        );
        var sender = errors.Sender("sender", brand, item.Sender);
        errors.Check(
            kind != CheckKind.Reply || sender is not null,
            "sender",
            "is required for a reply: a conversation is with one sender."
        );
        var at = PlannedTime(item, now, errors);
        var content = FieldErrors.Known<Content>(item.Content);
        return (
            address,
            errors.Any
                ? null
                : new CheckQuestion
                {
                    Account = account,
                    Brand = brand,
                    Campaign = campaign,
                    Kind = kind,
                    Sender = sender,
                    Body = item.Body,
                    At = at,
                    Content = content,
                }
        );
    }

    /// <summary>A time that is not now: up to a week ahead (rule 23). Clocks differ a little, so one of a moment ago is now.</summary>
    private static DateTimeOffset? PlannedTime(CheckItem item, DateTimeOffset now, FieldErrors errors)
    {
        if (item.At is not { } at)
        {
            return null;
        }

        errors.Check(at >= now - ClockTolerance, "at", "lies in the past.");
        errors.Check(at <= now + MaxPlan + ClockTolerance, "at", "lies more than 7 days ahead.");
        errors.Check(
            item.Reserve != true || at <= now + Reservation.Duration,
            "reserve",
            "holds a place for five minutes: it goes with a message that is sent within them."
        );
        return at > now ? at : null;
    }
}
