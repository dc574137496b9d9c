namespace OptOut.Language;

/// <summary>
/// "Don't text back": an opt-out that may not even be confirmed (rule 8). "Do not text me again" is an opt-out as any other, since
/// the one confirmation is what everybody expects after it.
/// </summary>
public static class AnswerForbidden
{
    private static readonly string[][] ByThemselves = Fold(
        "don't text back",
        "do not text back",
        "dont text me back",
        "don't text me back",
        "do not text me back",
        "no texting back",
        "don't message back",
        "do not message back",
        "don't write back",
        "no me escribas de vuelta",
        "no me devuelvas el mensaje",
        "ne me réécris pas",
        "ne me réécrivez pas",
        "ne réécrivez pas",
        "schreib nicht zurück",
        "schreibt nicht zurück",
        "schreiben sie nicht zurück",
        "nicht zurückschreiben",
        "não mande mensagem de volta",
        "nao escreva de volta",
        "não escreva de volta"
    );

    private static readonly string[][] BesideOptOut = Fold(
        "don't reply",
        "do not reply",
        "dont reply",
        "don't respond",
        "do not respond",
        "don't answer",
        "do not answer",
        "no reply needed",
        "no reply necessary",
        "no reply please",
        "no reply",
        "no response",
        "no need to reply",
        "no need to respond",
        "no answer",
        "don't confirm",
        "do not confirm",
        "no confirmation",
        "without confirmation",
        "don't even reply",
        "do not even reply",
        "don't send a confirmation",
        "do not send a confirmation",
        "don't send me a confirmation",
        "do not send me a confirmation",
        "no respondas",
        "no responda",
        "no respondan",
        "no me respondas",
        "no me responda",
        "no contestes",
        "no conteste",
        "no contesten",
        "no me contestes",
        "no me conteste",
        "sin respuesta",
        "sin confirmación",
        "no hace falta responder",
        "no hace falta que respondas",
        "ne répondez pas",
        "ne réponds pas",
        "ne me répondez pas",
        "ne me réponds pas",
        "pas de réponse",
        "sans réponse",
        "inutile de répondre",
        "pas besoin de répondre",
        "sans confirmation",
        "pas de confirmation",
        "nicht antworten",
        "antworte nicht",
        "antworten sie nicht",
        "antworten sie mir nicht",
        "antwortet nicht",
        "keine antwort",
        "ohne antwort",
        "keine bestätigung",
        "ohne bestätigung",
        "nicht bestätigen",
        "antworten sie darauf nicht",
        "antworten sie bitte nicht",
        "bitte nicht antworten",
        "não responda",
        "não respondam",
        "não me responda",
        "não responde",
        "não me responde",
        "não precisa responder",
        "sem resposta",
        "sem confirmação"
    );

    private static readonly HashSet<string> Joining = new(StringComparer.Ordinal)
    {
        "and",
        "also",
        "please",
        "pls",
        "plz",
        "y",
        "por",
        "favor",
        "et",
        "merci",
        "und",
        "bitte",
        "e",
        "thanks",
        "me",
        "to",
        "this",
    };

    /// <summary>Whether the text forbids an answer, and what it says besides.</summary>
    /// <param name="text">A message that is an opt-out, or may be one.</param>
    /// <param name="rest">The text's folded words without those that forbid and without "and" and "please": "stop" of "STOP and don't
    /// reply".</param>
    /// <param name="alone">Nothing else is said and the words are an opt-out by themselves.</param>
    public static bool IsIn(string? text, out string rest, out bool alone)
    {
        (rest, alone) = ("", false);
        // As long as a message can be in which somebody says so; longer ones are no such message.
        if (text is null or { Length: < 8 or > 1600 })
        {
            return false;
        }

        string[] words = FindingText.Fold(text);
        (int at, string[] phrase, bool byItself) = Find(words);
        if (at < 0)
        {
            return false;
        }

        rest = string.Join(' ', words.Take(at).Concat(words.Skip(at + phrase.Length)).Where(word => !Joining.Contains(word)));
        alone = byItself && rest.Length == 0;
        return true;
    }

    private static (int At, string[] Phrase, bool ByItself) Find(string[] words)
    {
        for (int at = 0; at < words.Length; at++)
        {
            foreach (var (phrases, byItself) in new[] { (ByThemselves, true), (BesideOptOut, false) })
            {
                foreach (string[] phrase in phrases)
                {
                    if (words.AsSpan(at).StartsWith(phrase))
                    {
                        return (at, phrase, byItself);
                    }
                }
            }
        }

        return (-1, [], false);
    }

    private static string[][] Fold(params string[] phrases) => [.. phrases.Select(FindingText.Fold)];
}
