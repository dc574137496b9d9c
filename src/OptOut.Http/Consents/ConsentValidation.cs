using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>What a reported consent must have to be one (rules 18, 19).</summary>
internal static class ConsentValidation
{
    /// <summary>Each campaign is a ledger event, and a change stays under 20 rows with state and receipt.</summary>
    private const int MaxCampaigns = 16;

    private const int MaxReference = 1000;

    /// <summary>What is wrong with a proof whose message somebody else sent, or nobody.</summary>
    public const string NotTheirs = "is no message that this recipient sent.";

    public static ReportedConsent Validate(ConsentRequest body, Brand brand, FieldErrors errors, DateTimeOffset now)
    {
        var basis = FieldErrors.Known<Basis>(body.Basis) ?? default;
        errors.Check(
            body.Method is null || !ConsentMethods.NotTransferable.Contains(body.Method),
            "method",
            "is refused: consent cannot be bought, sold or exchanged."
        );
        errors.Check(basis != Basis.Conversation, "basis", "conversation is opened by the recipient's own message only.");
        var obtainedAt = errors.PastTime("obtainedAt", body.ObtainedAt, now);
        if (basis == Basis.PriorRelationship)
        {
            PriorRelationship(body, errors, now);
        }
        else
        {
            errors.Check(body.Trigger is null, "trigger", "goes with the basis prior-relationship only.");
        }

        return new ReportedConsent
        {
            Brand = brand,
            Campaigns = Campaigns(body, brand, basis, errors),
            Basis = basis,
            Method = body.Method ?? "",
            Level = FieldErrors.Known<ConsentLevel>(body.Level),
            Language = errors.Language("language", body.Language),
            TimeZone = errors.TimeZone("timeZone", body.TimeZone),
            ObtainedAt = obtainedAt,
            Statement = body.Statement ?? "",
            Proof = Proof(body.Proof, errors),
            Trigger =
                basis != Basis.PriorRelationship || body.Trigger is not { } trigger
                    ? null
                    : new Trigger(
                        trigger.Kind ?? "",
                        trigger.Reference ?? body.Proof?.Reference ?? "",
                        trigger.At?.ToUniversalTime() ?? obtainedAt
                    ),
            AgeVerified = Age(body.AgeVerified, errors, now),
            Frequency = errors.Frequency("frequency", body.Frequency),
            Reconsent = body.Reconsent == true,
        };
    }

    private static List<Campaign> Campaigns(ConsentRequest body, Brand brand, Basis basis, FieldErrors errors)
    {
        var named = body.Campaigns ?? [];
        errors.Check(
            named.Count > 0 || basis == Basis.PriorRelationship,
            "campaigns",
            "names at least one campaign: consent covers exactly what it names."
        );
        errors.Check(named.Count <= MaxCampaigns, "campaigns", $"names at most {MaxCampaigns} campaigns.");
        errors.Check(named.Distinct(StringComparer.Ordinal).Count() == named.Count, "campaigns", "names a campaign twice.");
        return [.. named.Take(MaxCampaigns).Select((id, i) => errors.Campaign($"campaigns[{i}]", brand, id ?? "")).OfType<Campaign>()];
    }

    private static Proof Proof(ProofBody? body, FieldErrors errors)
    {
        var proof = new Proof(Blank(body?.Reference), Blank(body?.Uri), Blank(body?.MessageSid));
        errors.Check(body is null || proof != new Proof(), "proof", "is required: a reference, a uri or the inbound messageSid.");
        errors.Check(proof.Uri is null || Uri.TryCreate(proof.Uri, UriKind.Absolute, out _), "proof.uri", "is an absolute URI.");
        errors.Check(
            proof.MessageSid is null || TwilioIds.IsMessageSid(proof.MessageSid),
            "proof.messageSid",
            "is SM or MM and 32 hexadecimal digits."
        );
        return proof;
    }

    private static void PriorRelationship(ConsentRequest body, FieldErrors errors, DateTimeOffset now)
    {
        errors.Check(
            body.Trigger?.Kind is { } kind && ConsentMethods.Triggers.Contains(kind),
            "trigger",
            $"is required for a prior relationship: one of {string.Join(", ", ConsentMethods.Triggers.Order(StringComparer.Ordinal))}."
        );
        errors.Check(
            body.NumberProvidedByRecipient == true,
            "numberProvidedByRecipient",
            "must be true: the recipient gave the number for this relationship."
        );
        errors.Check(
            body.Trigger?.Reference is not { Length: > MaxReference },
            "trigger.reference",
            $"is at most {MaxReference} characters."
        );
        errors.Check(
            !string.IsNullOrWhiteSpace(body.Trigger?.Reference ?? body.Proof?.Reference),
            body.Trigger?.Reference is null ? "proof.reference" : "trigger.reference",
            "is required: the order, appointment … that the relationship began with."
        );
        if (body.Trigger?.At is { } at)
        {
            errors.PastTime("trigger.at", at, now);
        }
    }

    private static AgeVerification? Age(AgeVerifiedBody? body, FieldErrors errors, DateTimeOffset now)
    {
        if (body is null)
        {
            return null;
        }

        return new AgeVerification(
            body.MinimumAge ?? 0,
            body.Method ?? "",
            errors.PastTime("ageVerified.verifiedAt", body.VerifiedAt, now)
        );
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
