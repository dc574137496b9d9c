using System.Collections.Frozen;

namespace OptOut;

/// <summary>
/// What is said where a brand has no text of its own, in five languages (rule 14). Each holds what Twilio's campaign review and the CTIA's
/// Messaging Principles (5.1.2) ask of its kind, fits one segment with a brand's name and a contact of 20 characters each, and stays within
/// GSM-7, in which a segment has 160 characters: the words are chosen to need no letter that GSM-7 lacks.
/// </summary>
public static class DefaultTexts
{
    /// <summary>The language of a brand where nothing says so.</summary>
    public const string DefaultLanguage = "en";

    /// <summary>The languages that there are texts in.</summary>
    public static readonly FrozenSet<string> Languages = FrozenSet.Create(StringComparer.Ordinal, DefaultLanguage, "es", "fr", "de", "pt");

    /// <summary>The texts of a brand in a language.</summary>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="brand">The brand's name.</param>
    /// <param name="contact">A phone number, address or page where a person helps; null leaves the help text without one.</param>
    public static BrandTexts In(string language, string brand, string? contact) =>
        language switch
        {
            "es" => new(
                $"{brand}: Te has dado de baja y ya no te enviaremos mensajes. Para volver a suscribirte, responde START.",
                $"{brand}: Recibes nuestros avisos. Frecuencia variable. Pueden aplicarse tarifas de mensajes y datos. HELP para ayuda, STOP para cancelar.",
                contact is null
                    ? $"{brand}: Responde STOP para cancelar los mensajes, START para volver a recibirlos."
                    : $"{brand}: Para ayuda, {contact}. Pueden aplicarse tarifas de mensajes y datos. Responde STOP para cancelar.",
                $"{brand}: Responde SI para recibir avisos. Frecuencia variable. Pueden aplicarse tarifas de mensajes y datos. HELP para ayuda, STOP para cancelar."
            ),
            "fr" => new(
                $"{brand} : votre désabonnement est pris en compte, vous ne recevrez plus de messages. Pour vous réabonner, répondez START.",
                $"{brand} : vous recevrez nos alertes. Fréquence variable. Frais de messages et de données possibles. Aide : HELP. Désabonnement : STOP.",
                contact is null
                    ? $"{brand} : répondez STOP pour vous désabonner, START pour vous réabonner."
                    : $"{brand} : aide et contact : {contact}. Frais de messages et de données possibles. Répondez STOP pour vous désabonner.",
                $"{brand} : répondez OUI pour recevoir nos alertes. Fréquence variable. Frais de messages et de données possibles. Aide : HELP. Désabonnement : STOP."
            ),
            "de" => new(
                $"{brand}: Sie sind abgemeldet und erhalten keine weiteren Nachrichten. Antworten Sie START, um sich wieder anzumelden.",
                $"{brand}: Sie erhalten nun unsere Infos. Häufigkeit variiert. Evtl. fallen Kosten für SMS und Daten an. HELP für Hilfe, STOP zum Abmelden.",
                contact is null
                    ? $"{brand}: Antworten Sie STOP, um sich abzumelden, START, um sich wieder anzumelden."
                    : $"{brand}: Hilfe: {contact}. Evtl. fallen Kosten für SMS und Daten an. Antworten Sie STOP, um sich abzumelden.",
                $"{brand}: Antworten Sie JA, um unsere Infos zu erhalten. Häufigkeit variiert. Evtl. Kosten für SMS und Daten. HELP: Hilfe, STOP: Abmeldung."
            ),
            "pt" => new(
                $"{brand}: Sua assinatura foi cancelada. Nenhuma outra mensagem vai chegar. Para voltar a receber, responda START.",
                $"{brand}: Avisos ativados. A quantidade varia. Podem ser cobradas tarifas de mensagens e dados. HELP para ajuda, STOP para cancelar.",
                contact is null
                    ? $"{brand}: Responda STOP para cancelar as mensagens, START para voltar a receber."
                    : $"{brand}: Ajuda: {contact}. Podem ser cobradas tarifas de mensagens e dados. Responda STOP para cancelar.",
                $"{brand}: Responda SIM para receber avisos. A quantidade varia. Podem ser cobradas tarifas de mensagens e dados. HELP para ajuda, STOP para sair."
            ),
            _ => new(
                $"{brand}: You are unsubscribed and will receive no more messages. Reply START to resubscribe.",
                $"{brand}: You are subscribed to our alerts. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to unsubscribe.",
                contact is null
                    ? $"{brand}: Reply STOP to unsubscribe, START to resubscribe."
                    : $"{brand}: For help, contact {contact}. Msg & data rates may apply. Reply STOP to unsubscribe.",
                $"{brand}: Reply YES to get our alerts. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to unsubscribe."
            ),
        };

    /// <summary>
    /// The one confirmation that says all has stopped and which word keeps what. 47 CFR 64.1200(a)(12) lets a confirmation ask how far the
    /// revocation reaches; whoever does not answer has revoked all.
    /// </summary>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="brand">The brand's name.</param>
    /// <param name="ways">The word of each campaign, and what the campaign is.</param>
    public static string Clarification(string language, string brand, IEnumerable<(string Keyword, string Campaign)> ways)
    {
        var join = language switch
        {
            "es" or "pt" => "para",
            "fr" => "pour",
            "de" => "für",
            _ => "for",
        };
        var list = string.Join(", ", ways.Select(way => $"{way.Keyword} {join} {way.Campaign}"));
        return language switch
        {
            "es" => $"{brand}: Te has dado de baja de todo y ya no te enviaremos mensajes. Para mantener solo una parte, responde {list}.",
            "fr" =>
                $"{brand} : votre désabonnement est complet, vous ne recevrez plus de messages. Pour en garder une partie, répondez {list}.",
            "de" =>
                $"{brand}: Sie sind von allem abgemeldet und erhalten keine weiteren Nachrichten. Um einen Teil zu behalten, antworten Sie {list}.",
            "pt" => $"{brand}: Tudo foi cancelado. Nenhuma outra mensagem vai chegar. Para manter apenas uma parte, responda {list}.",
            _ => $"{brand}: You are unsubscribed from all and will receive no more messages. To keep only some, reply {list}.",
        };
    }
}
