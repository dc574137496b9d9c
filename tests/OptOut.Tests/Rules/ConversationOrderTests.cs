using System.Globalization;

namespace OptOut.Tests;

/// <summary>
/// Rules 15, 20, 25: conversations whose messages and ends come in another order than they happened, and what an event leaves alone.
/// </summary>
public sealed class ConversationOrderTests
{
    private readonly Recipient recipient = new();

    private BrandState Acme => recipient.State.Brand("acme");

    private Conversation Talk => Acme.Conversations[Clinic.Number];

    [Fact]
    public void Rule20_one_conversation_goes_on_however_its_messages_come()
    {
        recipient.Texts("hello", service: Clinic.Service);
        var first = recipient.Last;
        var between = recipient.Waits(TimeSpan.FromMinutes(5));
        recipient.Waits(TimeSpan.FromMinutes(5));
        recipient.Texts("and again");
        var (last, until) = (recipient.Last, recipient.Last.Until);
        recipient.Texts("in between", at: between);

        recipient.CheckReply(Clinic.Service).IsAllowed(Reason.Conversation).RestsOn(last);
        Assert.Equal((first.At, last.At, until), (Talk.OpenedAt, Talk.At, Talk.Until));
        recipient.Texts("once more", at: last.At, service: "MG2");
        recipient.CheckReply("MG2").IsAllowed(Reason.Conversation).RestsOn(recipient.Last);
        recipient.Texts("before the first", at: first.At.AddMinutes(-1));
        Assert.Equal((first.At.AddMinutes(-1), last.At), (Talk.OpenedAt, Talk.At));
    }

    [Fact]
    public void Rule25_who_was_told_once_is_not_told_again_when_the_same_conversation_goes_on()
    {
        recipient.Texts("hello");
        recipient.IsSent(null, CheckKind.Reply, Clinic.Number, null, null, Obligation.IdentifySender);
        recipient.Texts("and another thing");
        Assert.DoesNotContain(Obligation.IdentifySender, recipient.CheckReply().Obligations);
    }

    [Fact]
    public void Rule20_a_twilio_conversation_stays_itself_when_the_person_texts_on_and_ends_alone()
    {
        Converses("CH1", Clinic.Number);
        recipient.Texts("still me");
        recipient.Texts("hello", Clinic.WhatsApp);
        recipient.ConversationCloses("CH1").Records(EventType.ConversationClosed);
        recipient.CheckReply().IsDenied(Reason.ConversationClosed);
        recipient.CheckReply(Clinic.WhatsApp).IsAllowed(Reason.Conversation);
        var ended = Talk.ClosedAt!.Value;
        recipient.Texts("late", at: ended);
        recipient.CheckReply().IsDenied(Reason.ConversationClosed);
        Converses("CH2", Clinic.Number);
        Converses("CH3", Clinic.Number);
        Assert.Equal("CH3", Talk.ConversationSid);
    }

    [Fact]
    public void Rule20_a_conversation_that_ends_takes_with_it_what_the_numbers_own_webhook_opened_on_its_sender()
    {
        recipient.Texts("hello");
        recipient.Texts("hello", Clinic.WhatsApp);
        var closing = ConversationRules.Close(recipient.State, "acme", "CH1", recipient.Now, Clinic.Number);
        Assert.Equal(Clinic.Number, Assert.Single(recipient.Take(closing).Events).Sender);
        recipient.CheckReply().IsDenied(Reason.ConversationClosed);
        recipient.CheckReply(Clinic.WhatsApp).IsAllowed(Reason.Conversation);
    }

    [Fact]
    public void Rule20_of_a_services_conversations_the_open_and_newest_one_counts()
    {
        recipient.Texts("hello", service: Clinic.Service);
        recipient.Texts("hello", Clinic.WhatsApp, service: Clinic.Service);
        recipient.CheckReply(Clinic.Service).RestsOn(recipient.Last);
        recipient.Take(ConversationRules.Close(recipient.State, "acme", "CH1", recipient.Now, Clinic.WhatsApp));
        recipient.CheckReply(Clinic.Service).IsAllowed(Reason.Conversation).RestsOn(recipient.Ledger[0]);
    }

    [Fact]
    public void Rule20_eight_conversations_are_remembered_and_then_the_oldest_goes()
    {
        string[] numbers = [.. Enumerable.Range(0, 9).Select(n => string.Create(CultureInfo.InvariantCulture, $"+1415555020{n}"))];
        var person = new Recipient(Clinic.Brand("acme", "Acme Clinics", numbers));
        foreach (var number in numbers[..8])
        {
            person.Texts("hello", number);
        }

        Assert.Equal(8, person.State.Brand("acme").Conversations.Count);
        person.Texts("hello", numbers[8]);
        person.CheckReply(numbers[0]).IsDenied(Reason.NoConsent);
        person.CheckReply(numbers[1]).IsAllowed(Reason.Conversation);
    }

    [Fact]
    public void Rule15_a_conversation_with_another_sender_does_not_make_YES_an_ordinary_message()
    {
        recipient.Texts("STOP");
        recipient.Texts("hello", Clinic.WhatsApp, service: Clinic.Service);
        recipient.Texts("YES", service: "MG2").Records(EventType.OptedIn);
    }

    private void Converses(string sid, string sender) =>
        recipient.Take(
            new Decision([
                new LedgerEvent
                {
                    Type = EventType.ConversationOpened,
                    At = recipient.Waits(TimeSpan.FromSeconds(1)),
                    Brand = "acme",
                    Source = Sources.Conversations,
                    Sender = sender,
                    ConversationSid = sid,
                    Until = recipient.Now.AddDays(1),
                    Basis = Basis.Conversation,
                },
            ])
        );
}
