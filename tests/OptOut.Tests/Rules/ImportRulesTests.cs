namespace OptOut.Tests;

/// <summary>Imports: a line is added once, says "already" from then on, never lifts, and names what outranks it.</summary>
public sealed class ImportRulesTests
{
    private readonly Recipient recipient = new();

    private ImportDecision Suppresses(Scope scope = Scope.Brand, string? campaign = null, DateTimeOffset? at = null) =>
        Take(
            ImportRules.Suppress(
                recipient.State,
                new ReportedOptOut
                {
                    Brand = Clinic.Acme,
                    Scope = scope,
                    Campaign = campaign,
                    Reason = "old list",
                    Source = Sources.Import,
                    At = at,
                },
                Later()
            )
        );

    private ImportDecision Consents(
        string? campaigns = "reminders",
        Basis basis = Basis.Express,
        DateTimeOffset? at = null,
        DateTimeOffset? now = null
    )
    {
        var then = now ?? Later();
        return Take(
            ImportRules.Consent(
                recipient.State,
                new ReportedConsent
                {
                    Brand = Clinic.Acme,
                    Campaigns = campaigns is null ? [] : [.. campaigns.Split('+').Select(id => Clinic.Acme.Campaigns[id])],
                    Basis = basis,
                    Method = "web-form",
                    ObtainedAt = at ?? then,
                    Statement = "I agree.",
                    Proof = new Proof("form-1"),
                    Trigger = basis == Basis.PriorRelationship ? new Trigger("order", "order-7", at ?? then) : null,
                },
                then
            )
        );
    }

    private ImportDecision Take(ImportDecision decision)
    {
        recipient.Take(new Decision(decision.Events));
        return decision;
    }

    private DateTimeOffset Later() => recipient.Waits(TimeSpan.FromSeconds(1));

    private static void Says(ImportDecision decision, ImportResult result, int events, string? by = null)
    {
        Assert.Equal((result, by), (decision.Result, decision.By));
        Assert.Equal(events, decision.Events.Count);
    }

    [Theory]
    [InlineData(Scope.Account, null, true)]
    [InlineData(Scope.Account, null, false)]
    [InlineData(Scope.Brand, null, true)]
    [InlineData(Scope.Brand, null, false)]
    [InlineData(Scope.Campaign, "offers", true)]
    [InlineData(Scope.Campaign, "offers", false)]
    public void An_opt_out_is_added_once_at_its_own_scope_and_the_same_line_again_says_already(Scope scope, string? campaign, bool dated)
    {
        DateTimeOffset? at = dated ? recipient.Now.AddDays(-3) : null;
        var added = Suppresses(scope, campaign, at);
        Says(added, ImportResult.Added, 1);
        Assert.Equal((at ?? recipient.Now, scope, Sources.Import), (recipient.Last.At, recipient.Last.Scope, recipient.Last.Source));
        Says(Suppresses(scope, campaign, at), ImportResult.AlreadySuppressed, 0);
        Says(Suppresses(scope, campaign), ImportResult.AlreadySuppressed, 0);
    }

    [Fact]
    public void An_opt_out_that_the_recipient_texted_is_known_to_an_older_or_undated_line()
    {
        var before = recipient.Now;
        recipient.Texts("STOP");
        Says(Suppresses(at: before), ImportResult.AlreadySuppressed, 0);
        Says(Suppresses(at: recipient.Last.At), ImportResult.AlreadySuppressed, 0);
        Says(Suppresses(), ImportResult.AlreadySuppressed, 0);
    }

    [Fact]
    public void A_newer_line_than_what_stands_advances_it()
    {
        recipient.Texts("STOP");
        var later = recipient.WaitsDays(1);
        Says(Suppresses(at: later), ImportResult.AlreadySuppressed, 1);
        Assert.Equal(later, recipient.Suppression()!.Suppression.LastOptOutAt);
    }

    [Fact]
    public void A_line_of_another_scope_than_what_stands_is_recorded_at_its_own()
    {
        recipient.Texts("STOP");
        Says(Suppresses(Scope.Campaign, "offers"), ImportResult.AlreadySuppressed, 1);
        Says(Suppresses(Scope.Account), ImportResult.AlreadySuppressed, 1);
    }

    [Fact]
    public void An_older_opt_out_than_a_consent_is_superseded_by_it_each_time_and_recorded_once()
    {
        var before = recipient.Now;
        var consent = recipient.Consents()!;
        Says(Suppresses(at: before), ImportResult.Superseded, 1, consent.Id);
        Says(Suppresses(at: before), ImportResult.Superseded, 0, consent.Id);
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void An_undated_line_after_a_lifting_suppresses_anew()
    {
        recipient.Texts("STOP");
        recipient.Texts("START");
        Says(Suppresses(), ImportResult.Added, 1);
        recipient.Check().IsDenied(Reason.OptedOut);
    }

    [Fact]
    public void While_a_campaign_was_opened_since_a_line_for_the_brand_closes_it_and_one_between_leaves_it()
    {
        recipient.Texts("STOP");
        var between = Later();
        recipient.Texts("JOIN");
        Says(Suppresses(at: between), ImportResult.AlreadySuppressed, 1);
        recipient.Check("offers").IsAllowed();
        Says(Suppresses(), ImportResult.AlreadySuppressed, 1);
        recipient.Check("offers").IsDenied(Reason.OptedOut);
    }

    [Theory]
    [InlineData("reminders", Basis.Express)]
    [InlineData("reminders+offers", Basis.Express)]
    [InlineData("news", Basis.Express)]
    [InlineData("reminders", Basis.PriorRelationship)]
    [InlineData(null, Basis.PriorRelationship)]
    public void A_consent_is_added_once_and_the_same_or_an_older_line_says_already(string? campaigns, Basis basis)
    {
        var at = recipient.Now;
        var events = campaigns?.Split('+').Length ?? 1;
        Says(Consents(campaigns, basis, at), ImportResult.Added, events);
        Says(Consents(campaigns, basis, at), ImportResult.AlreadyConsented, 0);
        Says(Consents(campaigns, basis, at.AddDays(-1)), ImportResult.AlreadyConsented, 0);
        Says(Consents(campaigns, basis, at.AddSeconds(1)), ImportResult.Added, events);
    }

    [Fact]
    public void A_line_that_names_a_campaign_more_or_another_basis_is_added()
    {
        var at = recipient.Now;
        Consents("reminders", at: at);
        Says(Consents("reminders+offers", at: at), ImportResult.Added, 2);
        Says(Consents("reminders", Basis.PriorRelationship, at), ImportResult.Added, 1);
        Says(Consents(null, Basis.PriorRelationship, at), ImportResult.Added, 1);
    }

    [Fact]
    public void A_prior_relationship_is_no_express_consent()
    {
        var at = recipient.Now;
        Consents("reminders", Basis.PriorRelationship, at);
        Says(Consents("reminders", at: at), ImportResult.Added, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rule18_an_opt_out_supersedes_a_line_older_or_newer_than_it(bool older)
    {
        var at = older ? recipient.Now : recipient.Now.AddMinutes(1);
        recipient.Texts("STOP");
        var stop = recipient.Last;
        recipient.WaitsDays(1);
        Says(Consents(at: at), ImportResult.Superseded, 0, stop.Id);
    }

    [Fact]
    public void A_withdrawal_supersedes_what_is_not_newer_and_names_itself()
    {
        recipient.Withdraws(recipient.Consents()!.ConsentId!);
        var withdrawn = recipient.Last;
        Says(Consents(at: withdrawn.At.AddSeconds(-1)), ImportResult.Superseded, 0, withdrawn.Id);
        Says(Consents(at: withdrawn.At), ImportResult.Superseded, 0, withdrawn.Id);
        // Dated ahead it counts from now, which is the withdrawal's time.
        Says(Consents(at: withdrawn.At.AddHours(1), now: withdrawn.At), ImportResult.Superseded, 0, withdrawn.Id);
        Says(Consents(at: withdrawn.At.AddTicks(1)), ImportResult.Added, 1);
    }

    [Fact]
    public void Of_several_withdrawals_the_newest_is_named()
    {
        var (first, second) = (recipient.Consents("reminders")!, recipient.Consents("offers")!);
        recipient.Withdraws(first.ConsentId!);
        var older = recipient.Last;
        recipient.Withdraws(second.ConsentId!);
        Says(Consents("reminders+offers", at: older.At), ImportResult.Superseded, 0, recipient.Last.Id);
        Says(Consents("reminders", at: older.At.AddTicks(1)), ImportResult.Added, 1);
    }

    [Fact]
    public void A_withdrawal_is_its_campaigns_or_the_brands_and_no_others()
    {
        var at = recipient.Now;
        recipient.Withdraws(recipient.Consents("reminders")!.ConsentId!);
        Says(Consents("offers", at: at), ImportResult.Added, 1);
        Says(Consents(null, Basis.PriorRelationship, at), ImportResult.Added, 1);
        recipient.Withdraws(recipient.Last.ConsentId!);
        Says(Consents(null, Basis.PriorRelationship, at), ImportResult.Superseded, 0, recipient.Last.Id);
        Says(Consents("news", at: at), ImportResult.Added, 1);
    }
}
