namespace OptOut.Tests;

/// <summary>Rule 27: what the message says it is about counts besides the campaign's content; the stricter answer holds.</summary>
public sealed class ContentOfMessageTests
{
    [Theory]
    [InlineData(Content.General, null, null, Reason.Consented)]
    [InlineData(Content.General, Content.General, null, Reason.Consented)]
    [InlineData(Content.General, Content.Alcohol, null, Reason.AgeNotVerified)]
    [InlineData(Content.General, Content.Alcohol, 20, Reason.AgeNotVerified)]
    [InlineData(Content.General, Content.Alcohol, 21, Reason.Consented)]
    [InlineData(Content.General, Content.Cannabis, 21, Reason.ContentProhibited)]
    [InlineData(Content.Alcohol, null, null, Reason.AgeNotVerified)]
    [InlineData(Content.Alcohol, Content.General, 21, Reason.Consented)]
    [InlineData(Content.Alcohol, Content.Cannabis, null, Reason.ContentProhibited)]
    [InlineData(Content.Cannabis, Content.Alcohol, null, Reason.ContentProhibited)]
    [InlineData(Content.Cannabis, Content.General, 21, Reason.ContentProhibited)]
    public void Rule27_of_the_campaigns_content_and_the_messages_own_the_stricter_answers(
        Content campaign,
        Content? own,
        int? age,
        Reason reason
    )
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Content = campaign }));
        var consent = person.Consents(age: age)!;
        var answer = Ask(person, own);
        Assert.Equal((reason == Reason.Consented, reason), (answer.Allowed, answer.Reason));
        string[] evidence = reason switch
        {
            Reason.Consented => [consent.Id],
            Reason.AgeNotVerified when age is not null => [consent.Id],
            _ => [],
        };
        Assert.Equal(evidence, answer.Evidence, StringComparer.Ordinal);
    }

    [Fact]
    public void Rule27_the_answer_rests_on_the_age_where_the_message_alone_is_for_adults()
    {
        var person = new Recipient();
        var aged = person.Consents("offers", age: 21)!;
        var consent = person.Consents()!;
        Ask(person, Content.Alcohol).IsAllowed().RestsOn(aged, consent);
        Ask(person, null).IsAllowed().RestsOn(consent);
    }

    [Theory]
    [InlineData(Clinic.WhatsApp, Reason.Consented)]
    [InlineData(Clinic.Number, Reason.ContentProhibited)]
    [InlineData(null, Reason.ContentProhibited)]
    public void Rule27_without_a_sender_what_one_of_the_channels_bans_is_denied_though_another_only_asks_for_an_age(
        string? sender,
        Reason reason
    )
    {
        var person = new Recipient(
            Clinic.Acme.With(Clinic.Reminders with { Content = Content.Gambling, Senders = [Clinic.WhatsApp, Clinic.Number] })
        );
        Assert.Equal(reason == Reason.Consented ? Reason.AgeNotVerified : reason, Ask(person, Content.Alcohol, sender).Reason);
        person.Consents(age: 21);
        Assert.Equal(reason, Ask(person, Content.Alcohol, sender).Reason);
    }

    private static CheckAnswer Ask(Recipient person, Content? content, string? sender = null)
    {
        var brand = person.Policy.Brands["acme"];
        var question = new CheckQuestion
        {
            Account = person.Policy,
            Brand = brand,
            Campaign = brand.Campaigns["reminders"],
            Sender = sender,
            Content = content,
        };
        return CheckRules.Answer(person.State, [], question, person.Address, person.Now);
    }
}
