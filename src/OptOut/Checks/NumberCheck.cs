namespace OptOut;

/// <summary>
/// The stage of a check that asks whether the number still belongs to the person: once reassigned, not until a newer consent (rule 36).
/// </summary>
internal static class NumberCheck
{
    public static CheckAnswer? Deny(RecipientState state, CheckQuestion question, DateTimeOffset now)
    {
        if (state.Reassigned is not { } reassigned)
        {
            return null;
        }

        // What the former owner had opened is no longer in the state, so whatever stands is newer.
        var brand = state.Brand(question.Brand.Id);
        var newer = question.Kind switch
        {
            CheckKind.Reply => ConsentCheck.ConversationWith(brand, question)?.IsOpen(now) == true,
            CheckKind.OptInRequest => brand.Campaigns.Values.Any(c => c.Pending is not null),
            _ => brand.PriorRelationship is not null || brand.Campaigns.Values.Any(c => c.Grants.Any()),
        };
        return newer ? null : CheckAnswer.Deny(Reason.NumberReassigned, reassigned.Event);
    }
}
