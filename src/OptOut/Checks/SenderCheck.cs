namespace OptOut;

/// <summary>The stage of a check that keeps a campaign to the senders it is registered for (rule 38).</summary>
internal static class SenderCheck
{
    /// <summary>The senders that the message may go out from, blocked or not.</summary>
    public static IEnumerable<string> Registered(CheckQuestion question) =>
        Bound(question) is { } bound ? bound : question.Brand.Senders.Select(s => s.Address);

    public static CheckAnswer? Deny(BrandState brand, CheckQuestion question) =>
        question.Sender is { } sender && Bound(question) is { } bound && !bound.Contains(sender, StringComparer.Ordinal)
            ? CheckAnswer.Deny(Reason.SenderNotRegistered) with
            {
                UsableSenders = SuppressionCheck.Usable(brand, question),
            }
            : null;

    /// <summary>A reply goes out from the sender that was written to.</summary>
    private static IReadOnlyList<string>? Bound(CheckQuestion question) =>
        question is { Kind: not CheckKind.Reply, Campaign.Senders: { Count: > 0 } bound } ? bound : null;
}
