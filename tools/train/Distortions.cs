namespace OptOut.Train;

/// <summary>
/// What happens to messages on phones: typing errors, no punctuation, capitals, greetings and thanks. Both labels get the same, so that
/// none of it becomes a sign.
/// </summary>
internal static class Distortions
{
    private const string Rows = "qwertyuiop asdfghjkl zxcvbnm";

    private static readonly Dictionary<string, (string[] Before, string[] After)> Around = new(StringComparer.Ordinal)
    {
        ["en"] = (
            ["hi ", "Hello, ", "hey ", "ok ", "Good morning. ", "sorry but ", "Thanks but ", "Please ", "No. ", "Hi this is Dana. "],
            [" thanks", ". Thank you", " please", "!!!", " ok?", ". Dana", " pls", " asap", ", thx", " 🙏"]
        ),
        ["es"] = (
            ["hola ", "Buenos días, ", "por favor ", "gracias pero ", "perdón, "],
            [" gracias", ". Muchas gracias", " por favor", "!!!", " porfa"]
        ),
        ["fr"] = (
            ["bonjour ", "Bonsoir, ", "svp ", "merci mais ", "désolé, "],
            [" merci", ". Merci d'avance", " svp", "!!!", " s'il vous plaît"]
        ),
        ["de"] = (["hallo ", "Guten Tag, ", "bitte ", "danke aber ", "sorry, "], [" danke", ". Vielen Dank", " bitte", "!!!", " mfg"]),
        ["pt"] = (["oi ", "Olá, ", "por favor ", "bom dia, ", "desculpa, "], [" obrigado", ". Obrigada", " por favor", "!!!", " pfv"]),
    };

    /// <summary>The message and some distorted copies.</summary>
    public static IEnumerable<(string Text, float Weight)> Of(Message message)
    {
        yield return (message.Text, 1);
        var numbers = new Numbers(Numbers.Hash(message.Text) ^ 0x5BD1u);
        yield return (Misspelt(message.Text, numbers), 0.5f);
        if (message.IsRevocation)
        {
            yield return (Misspelt(Misspelt(message.Text, numbers), numbers), 0.5f);
        }

        if (Around.TryGetValue(message.Language, out var words) && message.Text.Length < 120)
        {
            yield return (words.Before[numbers.Below(words.Before.Length)] + message.Text, 0.5f);
            yield return (message.Text + words.After[numbers.Below(words.After.Length)], 0.5f);
        }
    }

    private static string Misspelt(string text, Numbers numbers)
    {
        var letters = Enumerable.Range(0, text.Length).Where(index => char.IsLetter(text[index])).ToList();
        if (letters.Count < 4)
        {
            return text;
        }

        int at = letters[1 + numbers.Below(letters.Count - 1)];
        return numbers.Below(5) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, text[at].ToString()),
            2 when at + 1 < text.Length && char.IsLetter(text[at + 1]) => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
            3 => text.Insert(at, new string(text[at], 3)),
            _ => text[..at] + Neighbour(text[at], numbers) + text[(at + 1)..],
        };
    }

    private static char Neighbour(char letter, Numbers numbers)
    {
        int place = Rows.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal);
        return place < 0 ? letter
            : place > 0 && Rows[place - 1] != ' ' && (numbers.Below(2) == 0 || place + 1 == Rows.Length || Rows[place + 1] == ' ')
                ? Rows[place - 1]
            : place + 1 < Rows.Length && Rows[place + 1] != ' ' ? Rows[place + 1]
            : letter;
    }
}
