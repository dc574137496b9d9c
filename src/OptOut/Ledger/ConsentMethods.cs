using System.Collections.Frozen;

namespace OptOut;

/// <summary>How a consent may have been obtained: a closed list, because consent cannot be bought, sold or exchanged (rule 18).</summary>
public static class ConsentMethods
{
    public const string Keyword = "keyword";

    public static readonly FrozenSet<string> Accepted = FrozenSet.Create(
        StringComparer.Ordinal,
        "web-form",
        "paper-form",
        Keyword,
        "verbal",
        "point-of-sale",
        "app",
        "other"
    );

    private static readonly FrozenSet<string> Signed = FrozenSet.Create(StringComparer.Ordinal, "web-form", "paper-form", "app");

    /// <summary>The level of a consent that says nothing of it.</summary>
    /// <param name="method">How it was obtained.</param>
    /// <param name="calledToAction">A keyword answered a call to action, which is what the person agreed to; without one it signs
    /// nothing.</param>
    public static ConsentLevel LevelOf(string? method, bool calledToAction) =>
        method is not null && (Signed.Contains(method) || (method == Keyword && calledToAction)) ? ConsentLevel.Written : ConsentLevel.Oral;

    /// <summary>How an age may have been verified: a closed list, because a box that says "I am 21" verifies nothing (rule 27).</summary>
    public static readonly FrozenSet<string> AgeProofs = FrozenSet.Create(
        StringComparer.Ordinal,
        "date-of-birth",
        "id-document",
        "third-party",
        "in-person"
    );

    /// <summary>Named so that their refusal can say why.</summary>
    public static readonly FrozenSet<string> NotTransferable = FrozenSet.Create(StringComparer.Ordinal, "third-party", "purchased-list");

    /// <summary>What a prior relationship may have begun with (rule 19).</summary>
    public static readonly FrozenSet<string> Triggers = FrozenSet.Create(
        StringComparer.Ordinal,
        "order",
        "appointment",
        "alert",
        "one-time-password",
        "other"
    );
}
