namespace OptOut.Language;

/// <summary>What <c>Revocations/Languages/{language}.json</c> holds. In a phrase, <c>a|b</c> is a choice, <c>$name</c> one of a class'
/// entries, <c>?</c> after either makes it optional, <c>*</c> is one word that no phrase knows (a name).</summary>
/// <param name="Language">BCP 47 language, as the file's name says.</param>
/// <param name="Source">Where the phrases come from.</param>
/// <param name="SpansCommas">The language sets commas within a phrase ("Hören Sie auf, mir zu schreiben").</param>
/// <param name="Classes">Words and word sequences that phrases name.</param>
/// <param name="Phrases">Clauses that revoke by themselves.</param>
/// <param name="WholeMessage">Revoke as the whole message, or as a clause of their own beside a signal ("stop").</param>
/// <param name="Signals">Clauses that only give a <paramref name="WholeMessage"/> clause beside them its meaning ("not
/// interested").</param>
/// <param name="Leads">May stand before a phrase in its clause: greetings, politeness, "I want you to".</param>
/// <param name="Asking">Leads with which a question is a request ("can you …?").</param>
/// <param name="Restarts">After one of these a phrase may begin though the clause began otherwise.</param>
/// <param name="RestartBlockers">Words before a restart that take its force: conditions, reports, questions.</param>
/// <param name="Tails">May stand after a phrase in its clause.</param>
/// <param name="Continuers">Words that begin a new thought after a phrase, without punctuation.</param>
/// <param name="Typos">Spellings too short for the general rule, and the word they mean.</param>
/// <param name="NotTypos">Words that are one letter from a phrase's word and mean something else.</param>
internal sealed record RevocationData(
    string Language,
    string Source,
    bool SpansCommas,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Classes,
    IReadOnlyList<string> Phrases,
    IReadOnlyList<string> WholeMessage,
    IReadOnlyList<string> Signals,
    IReadOnlyList<string> Leads,
    IReadOnlyList<string> Asking,
    IReadOnlyList<string> Restarts,
    IReadOnlyList<string> RestartBlockers,
    IReadOnlyList<string> Tails,
    IReadOnlyList<string> Continuers,
    IReadOnlyDictionary<string, string> Typos,
    IReadOnlyList<string> NotTypos
);
