using CsCheck;

namespace OptOut.Tests;

/// <summary>What holds after any history.</summary>
public class RuleProperties
{
    private static readonly string[] Campaigns = ["reminders", "offers", "news"];
    private static readonly string[] Senders = [Clinic.Number, Clinic.WhatsApp, Clinic.TollFree];

    [Fact]
    public void Rule2_11_nothing_is_allowed_after_an_opt_out_but_by_a_newer_consent_or_in_a_conversation_opened_since() =>
        Histories.Uncorrected.Sample(steps =>
        {
            var recipient = Histories.Run(steps);
            foreach (var (campaign, answer) in Answers(recipient).Where(a => a.Answer.Allowed))
            {
                // Read from the ledger alone: what the answer rests on must be newer than every opt-out that covers it.
                var opening = recipient
                    .Ledger.Where(e => answer.Evidence.Contains(e.Id, StringComparer.Ordinal) && Opens(e, answer.Reason))
                    .Max(e => (DateTimeOffset?)e.At);
                var closing = recipient
                    .Ledger.Where(e => e.Type == EventType.OptedOut && Covers(e, campaign))
                    .Max(e => (DateTimeOffset?)e.At);
                if (opening is null || closing >= opening)
                {
                    return false;
                }
            }

            return true;
        });

    [Fact]
    public void Rule1_no_late_arrival_replay_or_duplicate_opens_anything() =>
        Gen.Select(Histories.Uncorrected, Histories.OneOf(Histories.Openings), Histories.OneOf(Senders), Gen.Double[0, 200_000])
            .Sample(
                (steps, body, to, seconds) =>
                {
                    var recipient = Histories.Run(steps);
                    recipient.Texts("STOP", to);
                    var stopped = recipient.Now;
                    recipient.Waits(TimeSpan.FromSeconds(seconds));
                    var before = Allowed(recipient);
                    recipient.Texts(body, to, at: stopped.AddSeconds(-seconds));
                    return !Allowed(recipient).Except(before, StringComparer.Ordinal).Any();
                }
            );

    [Fact]
    public void Rule1_the_whole_history_replayed_after_an_opt_out_opens_nothing() =>
        Histories
            .Text.Array[1, 12]
            .Sample(texts =>
            {
                var recipient = new Recipient();
                var taken = texts
                    .Select(text =>
                    {
                        recipient.Texts(text.Body, text.To);
                        return (text.Body, text.To, At: recipient.Now);
                    })
                    .ToList();
                recipient.Texts("STOPALL");
                taken.ForEach(t => recipient.Texts(t.Body, t.To, at: t.At));
                return !Allowed(recipient).Any();
            });

    [Fact]
    public void Rule2_an_opt_out_on_time_denies_everything_at_once() =>
        Gen.Select(Histories.Any, Histories.OneOf("STOP", "STOPALL", "take me off your list"))
            .Sample(
                (steps, body) =>
                {
                    var recipient = Histories.Run(steps);
                    recipient.Texts(body);
                    return !Allowed(recipient).Any();
                }
            );

    [Fact]
    public void Rule8_a_repeated_opt_out_is_never_confirmed() =>
        Histories.Any.Sample(steps =>
        {
            var recipient = Histories.Run(steps);
            recipient.Texts("STOP");
            return recipient.Texts("STOP").Reply is null && recipient.Texts("STOPALL").Reply is null;
        });

    [Fact]
    public void Rule8_the_number_of_confirmations_is_that_of_an_independent_model() =>
        Gen.Select(Histories.OneOf("STOP", "STOPALL", "END", "START", "JOIN", "hello", "HELP", "NEWS", "consent", "phone"), Gen.Bool)
            .Array[1, 30]
            .Sample(history =>
            {
                var (recipient, model) = (new Recipient(), new ConfirmationModel());
                foreach (var (what, wine) in history)
                {
                    var said = what switch
                    {
                        "consent" => Consent(recipient, wine),
                        "phone" => recipient.IsOptedOut(brand: wine ? "vineyard" : "acme"),
                        _ => recipient.Texts(what, wine ? Clinic.WineNumber : Clinic.Number),
                    };
                    if (model.Confirms(what, wine) != (said.Reply?.Kind == ReplyKind.OptOutConfirmation))
                    {
                        return false;
                    }
                }

                return true;
            });

    private static Decision Consent(Recipient recipient, bool wine)
    {
        recipient.Consents(wine ? "tastings" : "reminders", reconsent: true, brand: wine ? "vineyard" : "acme");
        return Decision.Nothing;
    }

    private static IEnumerable<(string? Campaign, CheckAnswer Answer)> Answers(Recipient recipient) =>
        [
            .. Campaigns.SelectMany(c =>
                Enum.GetValues<CheckKind>().Where(k => k != CheckKind.Reply).Select(k => ((string?)c, recipient.Check(c, k)))
            ),
            .. Senders.Select(s => ((string?)null, recipient.CheckReply(s))),
        ];

    private static IEnumerable<string> Allowed(Recipient recipient) =>
        Answers(recipient).Select((a, i) => (a.Answer.Allowed, Question: $"{i}")).Where(a => a.Allowed).Select(a => a.Question);

    private static bool Opens(LedgerEvent e, Reason reason) =>
        reason switch
        {
            Reason.Conversation => e.Type == EventType.ConversationOpened,
            Reason.OptInRequest => e.Type == EventType.ConsentRequested,
            _ => e.Type is EventType.Consented or EventType.OptedIn,
        };

    private static bool Covers(LedgerEvent optOut, string? campaign) =>
        optOut.Scope switch
        {
            Scope.Account => true,
            Scope.Brand => optOut.Brand == "acme",
            _ => optOut.Brand == "acme" && optOut.Campaign == campaign,
        };
}
