namespace OptOut;

/// <summary>How the content rules judge a message.</summary>
public enum ContentOutcome
{
    /// <summary>Nothing stands against it.</summary>
    Allowed,

    /// <summary>Not to this number, whatever the age: reason <c>content-prohibited</c>.</summary>
    Prohibited,

    /// <summary>The recipient's age is not verified, or not high enough: reason <c>age-not-verified</c>.</summary>
    AgeNotVerified,
}

/// <summary>The content rules' answer for one recipient.</summary>
/// <param name="RequiredAge">The age in years that must have been verified; null where content has no age or is prohibited.</param>
public sealed record ContentDecision(ContentOutcome Outcome, int? RequiredAge = null);
