using OptOut.Http;

namespace OptOut.Tests;

/// <summary>Rules 14, 18 and 19 where a consent is reported or a brand configured.</summary>
public class PolicyFactsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ConsentRequest Express = new()
    {
        Campaigns = ["reminders"],
        Basis = "express",
        Method = "web-form",
        ObtainedAt = Now,
        Statement = "I agree.",
        Proof = new ProofBody("form-1", null, null),
    };

    private static readonly ConsentRequest Order = Express with
    {
        Basis = "prior-relationship",
        Trigger = new TriggerBody("order", "order-7"),
        NumberProvidedByRecipient = true,
    };

    [Theory]
    [InlineData("web-form", true)]
    [InlineData("paper-form", true)]
    [InlineData("keyword", true)]
    [InlineData("verbal", true)]
    [InlineData("point-of-sale", true)]
    [InlineData("app", true)]
    [InlineData("other", true)]
    [InlineData("third-party", false)]
    [InlineData("purchased-list", false)]
    [InlineData("Web-Form", false)]
    [InlineData("telepathy", false)]
    [InlineData(null, false)]
    public void Rule18_consent_cannot_be_bought_sold_or_exchanged(string? method, bool accepted) =>
        Assert.Equal(accepted, !Faults(Express with { Method = method }).Contains("method", StringComparer.Ordinal));

    [Fact]
    public void Rule18_without_statement_proof_time_and_campaign_a_consent_is_refused_and_each_is_named()
    {
        Assert.Empty(Faults(Express));
        Assert.Equal(["statement"], Faults(Express with { Statement = " " }));
        Assert.Equal(["proof"], Faults(Express with { Proof = new ProofBody(" ", null, null) }));
        Assert.Equal(["obtainedAt"], Faults(Express with { ObtainedAt = null }));
        Assert.Equal(["campaigns"], Faults(Express with { Campaigns = [] }));
        Assert.Equal(["basis"], Faults(Express with { Basis = "conversation" }));
    }

    [Theory]
    [InlineData(120, true)]
    [InlineData(121, false)]
    public void Rule18_a_time_over_two_minutes_ahead_is_refused(int seconds, bool accepted) =>
        Assert.Equal(accepted, Faults(Express with { ObtainedAt = Now.AddSeconds(seconds) }).Count == 0);

    [Fact]
    public void Rule19_a_prior_relationship_needs_its_trigger_and_a_number_from_the_recipient()
    {
        Assert.Empty(Faults(Order));
        Assert.Equal(["trigger"], Faults(Order with { Trigger = null }));
        Assert.Equal(["trigger"], Faults(Order with { Trigger = new TriggerBody("gossip", "order-7") }));
        Assert.Equal(["numberProvidedByRecipient"], Faults(Order with { NumberProvidedByRecipient = false }));
        Assert.Equal(["numberProvidedByRecipient"], Faults(Order with { NumberProvidedByRecipient = null }));
        Assert.Equal(
            ["proof.reference"],
            Faults(Order with { Trigger = new TriggerBody("order"), Proof = new ProofBody(null, "https://example.com/1", null) })
        );
    }

    [Fact]
    public void Rule14_every_standard_text_names_the_brand()
    {
        string[] texts =
        [
            DefaultTexts.In("en", "Acme", null).OptOut,
            DefaultTexts.In("en", "Acme", null).OptIn,
            DefaultTexts.In("en", "Acme", null).Help,
            DefaultTexts.In("en", "Acme", "help@example.com").Help,
        ];
        Assert.All(texts, text => Assert.Contains("Acme", text, StringComparison.Ordinal));
        Assert.All(texts[1..], text => Assert.Contains("STOP", text, StringComparison.Ordinal));
    }

    private static List<string> Faults(ConsentRequest body)
    {
        var errors = new FieldErrors();
        DeclaredFields.Check(ApiJson.Default.ConsentRequest, body with { Recipient = "+14155552671" }, errors);
        ConsentValidation.Validate(body, Clinic.Acme, errors, Now);
        return [.. errors.ToDictionary().Keys];
    }
}
