namespace OptOut;

/// <summary>What a line of an import comes to.</summary>
/// <param name="Result">The word for it.</param>
/// <param name="Events">What is written; nothing where the line says nothing new.</param>
/// <param name="By">The ledger event that was newer, of a line that is superseded.</param>
public sealed record ImportDecision(ImportResult Result, IReadOnlyList<LedgerEvent> Events, string? By = null);

/// <summary>The words for a line of an import.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(KebabCase<ImportResult>))]
public enum ImportResult
{
    Added,
    AlreadySuppressed,
    AlreadyConsented,
    AlreadyReassigned,

    /// <summary>Something newer outranks it: a consent an old opt-out, an opt-out a consent. An import never lifts.</summary>
    Superseded,
    Invalid,
}
