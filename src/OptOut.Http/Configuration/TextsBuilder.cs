using System.Text.RegularExpressions;

namespace OptOut.Http;

/// <summary>
/// The texts of a brand in each language, and what of that which Twilio's reviewers and the CTIA ask they lack (rule 14; Twilio's error
/// texts 30828, 30531, 30540, 30924 and 30544, https://www.twilio.com/docs/api/errors; CTIA Messaging Principles and Best Practices 5.1.2).
/// </summary>
internal static class TextsBuilder
{
    public static string Language(SettingReader read, string key, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return DefaultTexts.DefaultLanguage;
        }

        if (DefaultTexts.Languages.TryGetValue(value.Trim().ToLowerInvariant(), out var language))
        {
            return language;
        }

        read.Error(key, Languages);
        return DefaultTexts.DefaultLanguage;
    }

    public static Dictionary<string, BrandTexts> Build(SettingReader read, string key, string name, string language, BrandSettings settings)
    {
        foreach (
            var (setting, texts) in new[]
            {
                ("OptOutTexts", settings.OptOutTexts),
                ("OptInTexts", settings.OptInTexts),
                ("HelpTexts", settings.HelpTexts),
            }
        )
        {
            foreach (var unknown in texts.Keys.Where(l => !DefaultTexts.Languages.Contains(l.ToLowerInvariant())))
            {
                read.Error($"{key}:{setting}:{unknown}", Languages);
            }
        }

        var contact = string.IsNullOrWhiteSpace(settings.SupportContact) ? null : settings.SupportContact.Trim();
        if (contact is null && settings.HelpText is null && !settings.HelpTexts.ContainsKey(language))
        {
            read.Lack($"{key}:SupportContact", "is missing, so the help text names nobody to contact.");
        }

        return DefaultTexts.Languages.ToDictionary(
            l => l,
            l =>
            {
                var otherwise = DefaultTexts.In(l, name, contact);
                string Text(
                    string setting,
                    string? plain,
                    IDictionary<string, string> byLanguage,
                    string standard,
                    params ReadOnlySpan<(string What, Func<string, bool> IsIn)> asked
                )
                {
                    var (at, value) = byLanguage.TryGetValue(l, out var given)
                        ? ($"{key}:{setting}s:{l}", given)
                        : ($"{key}:{setting}", l == language ? plain : null);
                    return string.IsNullOrWhiteSpace(value) ? standard : Checked(read, at, value, name, asked);
                }

                return new BrandTexts(
                    Text("OptOutText", settings.OptOutText, settings.OptOutTexts, otherwise.OptOut, ("that no more messages come", NoMore)),
                    Text(
                        "OptInText",
                        settings.OptInText,
                        settings.OptInTexts,
                        otherwise.OptIn,
                        Stop,
                        ("what the messages are about", Program),
                        ("how often they come", Frequency),
                        ("\"Msg & data rates may apply\"", Rates),
                        ("HELP", HelpWord)
                    ),
                    Text(
                        "HelpText",
                        settings.HelpText,
                        settings.HelpTexts,
                        otherwise.Help,
                        Stop,
                        ("a contact: a phone number, an address or a page", Contact)
                    ),
                    otherwise.OptInRequest
                );
            },
            StringComparer.Ordinal
        );
    }

    /// <summary>What the person saw before texting a keyword.</summary>
    public static void CallToAction(SettingReader read, string key, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            Lacks(
                read,
                key,
                value,
                ("what the messages are about", Program),
                ("how often they come", Frequency),
                ("\"Msg & data rates may apply\"", Rates),
                ("STOP", OptOutLanguage.IsIn),
                ("where the terms are", Terms)
            );
        }
    }

    private static string Checked(
        SettingReader read,
        string key,
        string value,
        string brandName,
        ReadOnlySpan<(string What, Func<string, bool> IsIn)> asked
    )
    {
        if (!value.Contains(brandName, StringComparison.OrdinalIgnoreCase))
        {
            read.Error(key, $"must name the brand, {brandName}.");
        }

        if (value.Length > 1600)
        {
            read.Error(key, "is at most 1,600 characters, the longest body that Twilio sends.");
        }

        if (asked.Contains(Stop) && !OptOutLanguage.IsIn(value))
        {
            read.Error(key, "must say how to stop with a standard keyword, such as STOP.");
        }

        Lacks(read, key, value, asked);
        return value;
    }

    private static void Lacks(
        SettingReader read,
        string key,
        string value,
        params ReadOnlySpan<(string What, Func<string, bool> IsIn)> asked
    )
    {
        var lacking = new List<string>();
        foreach (var ask in asked)
        {
            // A text that does not say how to stop is an error, which was reported above.
            if (ask != Stop && !ask.IsIn(value))
            {
                lacking.Add(ask.What);
            }
        }

        if (lacking.Count > 0)
        {
            read.Lack(key, $"does not say {string.Join(", ", lacking)}.");
        }

        if (Segments.Of(value) is { Count: > 1 } segments)
        {
            read.Note(key, $"takes {segments.Count} segments ({segments.Alphabet}, {segments.Length} characters).");
        }
    }

    private static readonly string Languages = $"is one of {string.Join(", ", DefaultTexts.Languages.Order(StringComparer.Ordinal))}.";

    private static readonly (string What, Func<string, bool> IsIn) Stop = ("how to stop", OptOutLanguage.IsIn);
    private static readonly Func<string, bool> HelpWord = Words(@"\b(HELP|INFO|AYUDA|AIDE|HILFE|AJUDA)\b");
    private static readonly Func<string, bool> Rates = Words(@"\brates?\b|\btarif|\bfrais\b|\bkosten\b|\bgeb.hr");
    private static readonly Func<string, bool> Frequency = Words(
        @"\bfreq|frecuencia|fr.quence|frequ.ncia|h.ufigkeit|\bvar(y|ies|ia)\b|\b(per|a|al|par|por|pro|im)\s+(day|week|month|d.a|semana|mes|m.s|jour|semaine|mois|tag|woche|monat)|/\s*(day|wk|week|mo|month|mes|m.s|mois|monat)|\b(daily|weekly|monthly|recurring)\b"
    );
    private static readonly Func<string, bool> Program = Words(
        @"alert|messag|mensa|nachricht|news|update|offer|oferta|offre|angebot|reminder|recordator|rappel|erinner|lembrete|aviso|deal|text|notif|info|promo|program|campa"
    );
    private static readonly Func<string, bool> NoMore = Words(
        @"\bno (more|further|longer|additional)\b|\bno\b.*\b(m.s|enviaremos|recibir)|\bya no\b|\bplus\b|\bkein|\bn.o\b|\bnenhum|\bunsubscribed\b|\bopted out\b|\bstopped\b|\bnot receive\b"
    );
    private static readonly Func<string, bool> Contact = Words(
        @"@|https?://|www\.|\+?[0-9][0-9 ().-]{5,}[0-9]|\b[a-z0-9-]+\.(com|org|net|health|io|co|us|info|de|fr|es|pt|br)\b"
    );
    private static readonly Func<string, bool> Terms = Words(
        @"\bterms\b|https?://|www\.|t.rminos|condiciones|conditions|bedingungen|termos|\bT&C"
    );

    private static Func<string, bool> Words(string pattern) =>
        new Regex(
            pattern,
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
        ).IsMatch;
}
