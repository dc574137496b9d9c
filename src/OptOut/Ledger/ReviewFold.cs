namespace OptOut;

/// <summary>How reviews begin and end (rule 39).</summary>
internal static class ReviewFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        e.DueAt is not { } due
            ? state
            : state.With(e.Brand!, brand => brand with { Reviews = (brand.Reviews ?? []).Add(new PendingReview(e.Id, e.At, due)) });

    public static RecipientState ApplyDecision(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
                brand with
                {
                    Reviews = brand.Reviews?.RemoveAll(review => review.Event == e.About) is { IsEmpty: false } left ? left : null,
                }
        );
}
