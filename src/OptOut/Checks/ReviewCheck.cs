namespace OptOut;

/// <summary>The stage of a check that holds back while a message of the recipient waits for a person (rule 39).</summary>
internal static class ReviewCheck
{
    /// <summary>
    /// Denied while a review waits; once it is overdue, as if it were the opt-out that it becomes. A consent or opt-in newer than the
    /// message outlives either, and a reply within the conversation is not held back before that.
    /// </summary>
    public static CheckAnswer? Deny(BrandState brand, CheckQuestion question, DateTimeOffset now)
    {
        if (brand.Reviews is not { IsEmpty: false } reviews)
        {
            return null;
        }

        var standing = reviews.Where(review => !Outlived(brand, question, review.At)).ToList();
        return standing.Find(review => review.Due <= now && !SuppressionCheck.OpenedAfter(brand, question, review.At, now)) is { } overdue
                ? CheckAnswer.Deny(Reason.OptedOut, overdue.Event)
            : question.Kind != CheckKind.Reply && standing.Count > 0
                ? CheckAnswer.Deny(Reason.ReviewPending, standing.Select(review => review.Event))
            : null;
    }

    private static bool Outlived(BrandState brand, CheckQuestion question, DateTimeOffset at) =>
        brand.OptedIn?.At > at
        || (question is { Kind: not CheckKind.Reply, Campaign: { } campaign } && brand.Campaign(campaign.Id).Express?.At > at);
}
