using System.Collections.Frozen;
using System.Text;

namespace OptOut.Http;

/// <summary>What each reason and each obligation of a check means, as tables for the reference of the API (rules 24, 25).</summary>
internal static class AnswerTables
{
    /// <summary>Whether a reason allows, what it means, and what a sender does about it.</summary>
    public static readonly FrozenDictionary<Reason, (bool Allows, string Meaning, string DoThis)> Reasons = new Dictionary<
        Reason,
        (bool, string, string)
    >
    {
        [Reason.Consented] = (true, "An express consent to the campaign stands.", "Send, and meet the obligations."),
        [Reason.PriorRelationship] = (
            true,
            "An order, appointment or the like, which the person gave the number for.",
            "Send information only."
        ),
        [Reason.Conversation] = (true, "The person wrote, and the conversation is open.", "Answer what they wrote."),
        [Reason.OptInRequest] = (true, "The one message that asks for a double opt-in's YES.", "Send the request, once."),
        [Reason.Invalid] = (false, "The question cannot be answered as it stands.", "Read errors."),
        [Reason.Suspended] = (false, "The brand or the campaign is suspended.", "Wait until whoever suspended it lets it go on."),
        [Reason.OptedOut] = (
            false,
            "The person opted out of the campaign, the brand or the account.",
            "Send nothing. Only they, or a newer consent, lift it."
        ),
        [Reason.ReviewPending] = (
            false,
            "A message that may be a revocation waits for a decision.",
            "Have somebody decide it (GET /api/reviews)."
        ),
        [Reason.ProviderBlocked] = (
            false,
            "Twilio or the carrier refuses this sender to this person.",
            "Use one of usableSenders; hint says which word to text to which sender."
        ),
        [Reason.NumberReassigned] = (
            false,
            "The number has another owner, or none, since the consent.",
            "Get a new consent from whoever has it now."
        ),
        [Reason.ContentProhibited] = (
            false,
            "Twilio or the carriers ban this content on this channel in this country.",
            "Do not send it there."
        ),
        [Reason.AgeNotVerified] = (
            false,
            "The content needs a verified age, and none is recorded.",
            "Verify the age and record it with the consent."
        ),
        [Reason.CountryNotAllowed] = (false, "The campaign may not go to this country.", "Use a campaign that may."),
        [Reason.NoConsent] = (false, "There is no consent to this campaign.", "Ask for one; another campaign's does not count."),
        [Reason.ConsentPending] = (false, "A double opt-in waits for the person's YES.", "Wait; until says how long."),
        [Reason.ConsentExpired] = (false, "The consent ended by itself.", "Ask for a new one."),
        [Reason.ConsentInsufficient] = (false, "Marketing to +1 needs a written consent, and this one is oral.", "Get it in writing."),
        [Reason.ConversationClosed] = (false, "No conversation is open: a reply has nothing to reply to.", "Wait for the person to write."),
        [Reason.SenderNotRegistered] = (false, "The campaign goes out from other senders only.", "Use one of usableSenders."),
        [Reason.QuietHours] = (false, "It is too early or too late where the person is.", "Wait for until."),
        [Reason.FrequencyExceeded] = (false, "More messages than the person, the campaign or the law allows.", "Wait for until."),
        [Reason.ObligationsUnmet] = (false, "The text lacks what it must say.", "Mend what findings mark."),
        [Reason.Unavailable] = (false, "The store could not be asked.", "Send nothing; ask again."),
    }.ToFrozenDictionary();

    /// <summary>What a message must do.</summary>
    public static readonly FrozenDictionary<Obligation, string> Obligations = new Dictionary<Obligation, string>
    {
        [Obligation.IdentifySender] = "Name the brand in the text.",
        [Obligation.OptOutLanguage] = "Say how to stop, in standard words: “Reply STOP to unsubscribe”.",
        [Obligation.ReconfirmConsent] = "Remind the person of their consent: it is old, or this is the first message since.",
        [Obligation.NoPromotion] = "Advertise nothing.",
        [Obligation.StayInConversation] = "Answer what the person wrote, and nothing else.",
        [Obligation.OptOutMeans] = "Carry a link to stop by: nobody can answer this sender.",
    }.ToFrozenDictionary();

    /// <summary>Both tables in Markdown, as an OpenAPI description takes it.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder(
            "\n\n## Reasons of a check\n\n| reason | answer | meaning | what to do |\n| --- | --- | --- | --- |\n"
        );
        foreach (var (reason, (allows, meaning, doThis)) in Reasons.OrderBy(r => r.Key))
        {
            text.Append("| `")
                .Append(KebabCase<Reason>.Name(reason))
                .Append("` | ")
                .Append(allows ? "yes" : "no")
                .Append(" | ")
                .Append(meaning)
                .Append(" | ")
                .Append(doThis)
                .Append(" |\n");
        }

        text.Append("\n## Obligations\n\n| obligation | what the message must do |\n| --- | --- |\n");
        foreach (var (obligation, what) in Obligations.OrderBy(o => o.Key))
        {
            text.Append("| `").Append(KebabCase<Obligation>.Name(obligation)).Append("` | ").Append(what).Append(" |\n");
        }

        return text.ToString();
    }
}
