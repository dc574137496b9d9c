namespace OptOut;

/// <summary>
/// "May I send this, to this person, for this campaign, now?" The stages stand in the order of rule 23's precedence; the first that objects
/// answers.
/// </summary>
public static class CheckRules
{
    /// <param name="state">The recipient's state.</param>
    /// <param name="reserved">Places held by other workers for this brand (rule 28).</param>
    /// <param name="question">A valid question.</param>
    /// <param name="recipient">The recipient that the state belongs to.</param>
    /// <param name="now">The time of asking.</param>
    public static CheckAnswer Answer(
        RecipientState state,
        IReadOnlyCollection<Reservation> reserved,
        CheckQuestion question,
        RecipientAddress recipient,
        DateTimeOffset now
    )
    {
        var brand = state.Brand(question.Brand.Id);
        var denied =
            Suspended(question)
            ?? SuppressionCheck.Deny(state, question, now)
            ?? NumberCheck.Deny(state, question, now)
            ?? ContentCheck.Deny(brand, question, recipient)
            ?? CountryCheck.Deny(question, recipient);
        if (denied is not null)
        {
            return denied;
        }

        var ground = ConsentCheck.For(state, question, now);
        if (!ground.Allowed)
        {
            return ground;
        }

        var (asleep, closes) = QuietHoursCheck.Look(state, question, recipient, now);
        denied =
            LevelCheck.Deny(brand, question, recipient)
            ?? SenderCheck.Deny(brand, question)
            ?? asleep
            ?? FrequencyCheck.Deny(state, reserved, question, recipient, now);
        if (denied is not null)
        {
            return denied;
        }

        var obligations = ObligationRules.For(state, question, ground.Reason, now);
        var answer = ground with
        {
            Obligations = obligations,
            ValidUntil = closes,
            Evidence =
            [
                .. ground.Evidence.Append(ContentCheck.Evidence(brand, question)).OfType<string>().Distinct(StringComparer.Ordinal),
            ],
            UsableSenders = SuppressionCheck.UsableSenders(brand, question),
            Hint = BlockHint.For(state, question, now),
        };
        return Findings(answer, question);
    }

    private static CheckAnswer? Suspended(CheckQuestion question) =>
        question.Account.Suspended || question.Brand.Suspended || question.Campaign?.Suspended == true || question.Suspension is not null
            ? CheckAnswer.Deny(Reason.Suspended, question.Suspension?.Event)
            : null;

    /// <summary>With the text at hand, obligations that it does not meet come back as findings (rule 26).</summary>
    private static CheckAnswer Findings(CheckAnswer answer, CheckQuestion question)
    {
        if (question.Body is null)
        {
            return answer;
        }

        var findings = MessageFindings.Find(
            question.Body,
            question.Brand.Name,
            identifySender: answer.Obligations.Contains(Obligation.IdentifySender),
            optOutLanguage: answer.Obligations.Contains(Obligation.OptOutLanguage),
            optOutMeans: answer.Obligations.Contains(Obligation.OptOutMeans),
            reconfirm: answer.Obligations.Contains(Obligation.ReconfirmConsent),
            domains: question.Brand.Domains
        );
        return findings.Count == 0 ? answer
            : findings.All(f => f.IsAdvice) ? answer with { Findings = findings }
            : answer with { Allowed = false, Reason = Reason.ObligationsUnmet, Findings = findings };
    }
}
