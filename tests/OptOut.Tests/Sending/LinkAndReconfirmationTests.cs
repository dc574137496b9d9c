namespace OptOut.Tests;

/// <summary>Rule 26: links, reconfirmation and keywords that would be taken for something else.</summary>
public sealed class LinkAndReconfirmationTests
{
    private static FindingType[] Types(string body, bool reconfirm = false, params string[] domains) =>
        [
            .. MessageFindings
                .Find(body, "Acme", identifySender: false, optOutLanguage: false, reconfirm: reconfirm, domains: domains)
                .Select(f => f.Type),
        ];

    [Theory]
    [InlineData("Acme: you signed up for our offers a while ago. Reply YES to continue, STOP to unsubscribe.")]
    [InlineData("Acme: do you still want to hear from us?")]
    [InlineData("Acme : vous vous êtes inscrit à nos offres. Répondez STOP pour vous désabonner.")]
    [InlineData("Acme: te suscribiste a nuestras ofertas. Responde ALTO para cancelar.")]
    [InlineData("Acme: você se inscreveu para receber ofertas.")]
    [InlineData("Acme: Sie haben sich angemeldet. Antworten Sie STOPP, um keine Nachrichten zu erhalten.")]
    public void Rule26_a_text_that_reconfirms_the_consent_owes_nothing(string body) =>
        Assert.DoesNotContain(FindingType.MissingReconfirmation, Types(body, reconfirm: true));

    [Theory]
    [InlineData("Acme Clinics: sale! Reply STOP to unsubscribe.")]
    [InlineData("Acme: your table is ready.")]
    [InlineData("")]
    public void Rule26_a_text_that_does_not_is_found(string body)
    {
        Assert.Contains(FindingType.MissingReconfirmation, Types(body, reconfirm: true));
        Assert.DoesNotContain(FindingType.MissingReconfirmation, Types(body));
    }

    [Theory]
    [InlineData("Acme: sale! https://bit.ly/3abc", "https://bit.ly/3abc")]
    [InlineData("Acme: sale! bit.ly/3abc.", "bit.ly/3abc")]
    [InlineData("Acme: see HTTP://WWW.TinyURL.com/x now", "HTTP://WWW.TinyURL.com/x")]
    public void Rule26_a_public_shortener_is_found_with_its_span(string body, string link)
    {
        var finding = Assert.Single(MessageFindings.Find(body, "Acme", false, false));
        Assert.Equal(
            (FindingType.PublicUrlShortener, link, link),
            (finding.Type, finding.Text, body.Substring(finding.Start, finding.Length))
        );
    }

    [Theory]
    [InlineData("Acme: https://acme.example/a and http://go.acme.example/b?x=1", true)]
    [InlineData("Acme: www.acme.example", true)]
    [InlineData("Acme: mail help@other.example or call. Done.Thanks", true)]
    [InlineData("Acme: https://notacme.example/a", false)]
    [InlineData("Acme: https://acme.example.evil.example/a", false)]
    [InlineData("Acme: https://acme.example@evil.example/a", false)]
    [InlineData("Acme: other.example/path", false)]
    public void Rule26_with_domains_set_a_link_leads_to_one_of_them(string body, bool within)
    {
        Assert.Equal(within ? [] : [FindingType.LinkOutsideBrand], Types(body, domains: "acme.example"));
        Assert.Empty(Types(body));
    }

    [Theory]
    [InlineData("Acme: your appointment is at 9. Reply CANCEL to cancel your appointment.", "CANCEL")]
    [InlineData("Acme: Reply YES to confirm your appointment.", "YES")]
    [InlineData("Acme: text END to end your session", "END")]
    [InlineData("Acme: Responde CANCELAR para cancelar tu cita", "CANCELAR")]
    [InlineData("Acme: Antworten Sie mit JA um den Termin zu bestätigen", "JA")]
    public void Rule26_a_keyword_asked_for_as_an_answer_to_something_else_is_advice(string body, string word)
    {
        var finding = Assert.Single(MessageFindings.Find(body, "Acme", false, false));
        Assert.Equal((FindingType.AmbiguousKeyword, word, true), (finding.Type, finding.Text, finding.IsAdvice));
    }

    [Theory]
    [InlineData("Acme: Reply CANCEL to unsubscribe.")]
    [InlineData("Acme: Reply END to stop messages.")]
    [InlineData("Acme: Reply YES to subscribe to alerts.")]
    [InlineData("Acme: Reply STOP to cancel messages")]
    [InlineData("Acme: yes, your order is on its way to you at the end of the week.")]
    public void Rule26_a_keyword_meant_as_one_is_not(string body) => Assert.DoesNotContain(FindingType.AmbiguousKeyword, Types(body));

    [Fact]
    public void Rule26_advice_does_not_deny_and_the_others_do()
    {
        var recipient = new Recipient();
        recipient.Consents();
        var advised = recipient.Check("reminders", body: "Acme Clinics: Reply YES to confirm your appointment, STOP to unsubscribe.");
        Assert.True(advised.Allowed);
        Assert.Equal(FindingType.AmbiguousKeyword, Assert.Single(advised.Findings!).Type);
        var denied = recipient.Check("reminders", body: "Acme Clinics: sale https://bit.ly/3 Reply STOP to unsubscribe.");
        Assert.Equal((false, Reason.ObligationsUnmet), (denied.Allowed, denied.Reason));
    }
}
