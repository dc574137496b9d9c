namespace OptOut;

/// <summary>The stage of a check that looks at what the message is about and at the recipient's age (rule 27).</summary>
internal static class ContentCheck
{
    /// <summary>The age verification that an allowed message of gated content rests on.</summary>
    public static string? Evidence(BrandState brand, CheckQuestion question) =>
        question.Campaign is null or { Content: Content.General } && question.Content is null or Content.General ? null : brand.AgeEvent;

    /// <summary>A message is judged by its campaign's content and by its own, where it says so: the stricter answer holds.</summary>
    public static CheckAnswer? Deny(BrandState brand, CheckQuestion question, RecipientAddress recipient)
    {
        var (own, declared) = (question.Content ?? Content.General, question.Campaign?.Content ?? Content.General);
        if (own == Content.General && declared == Content.General)
        {
            return null;
        }

        var region = NumberRegion.Of(recipient);
        var worst = ContentOutcome.Allowed;
        foreach (var channel in ChannelsOf(question))
        {
            worst = Worse(worst, Decide(declared, channel));
            worst = Worse(worst, Decide(own, channel));
        }

        return worst switch
        {
            ContentOutcome.Prohibited => CheckAnswer.Deny(Reason.ContentProhibited),
            ContentOutcome.AgeNotVerified => CheckAnswer.Deny(Reason.AgeNotVerified, brand.AgeEvent),
            _ => null,
        };

        ContentOutcome Decide(Content content, string channel) =>
            ContentRules.Decide(content, region, channel, question.Purpose, brand.Age?.MinimumAge).Outcome;
    }

    /// <summary>Without a sender the message may go out on any channel of the campaign's: what one of them bans is in doubt.</summary>
    private static IEnumerable<string> ChannelsOf(CheckQuestion question) =>
        question.Sender is { } sender ? [Channels.Of(sender)]
        : question.Campaign is { Senders: { Count: > 0 } bound } ? bound.Select(Channels.Of).Distinct(StringComparer.Ordinal)
        : question.Brand.Senders.Select(s => Channels.Of(s.Address)).Distinct(StringComparer.Ordinal);

    private static ContentOutcome Worse(ContentOutcome a, ContentOutcome b) =>
        a == ContentOutcome.Prohibited || b == ContentOutcome.Prohibited ? ContentOutcome.Prohibited
        : a == ContentOutcome.Allowed ? b
        : a;
}
