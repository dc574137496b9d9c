using System.Collections.Frozen;

namespace OptOut;

/// <summary>How a consent may have been obtained: a closed list, because consent cannot be bought, sold or exchanged (rule 18).</summary>
public static class ConsentMethods
{
    public const string Keyword = "keyword";

    public static readonly FrozenSet<string> Accepted =
        FrozenSet.Create(StringComparer.Ordinal, "web-form", "paper-form", Keyword, "verbal", "point-of-sale", "app", "other");

    /// <summary>Named so that their refusal can say why.</summary>
    public static readonly FrozenSet<string> NotTransferable = FrozenSet.Create(StringComparer.Ordinal, "third-party", "purchased-list");

    /// <summary>What a prior relationship may have begun with (rule 19).</summary>
    public static readonly FrozenSet<string> Triggers =
        FrozenSet.Create(StringComparer.Ordinal, "order", "appointment", "alert", "one-time-password", "other");
}
