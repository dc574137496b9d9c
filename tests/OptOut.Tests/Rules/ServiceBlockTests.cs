namespace OptOut.Tests;

/// <summary>Rule 12: which senders a block and an opt-in reach where they answer for a messaging service.</summary>
public sealed class ServiceBlockTests
{
    private const string Second = "+14155550102";
    private const string Stranger = "+14155550103";
    private const string OtherService = "MG00000000000000000000000000000002";

    private readonly Recipient person = new(
        Clinic.Acme with
        {
            Senders =
            [
                .. new[] { Clinic.Number, Second, Stranger, Clinic.WhatsApp, Clinic.Service, OtherService }.Select(address => new Sender(
                    address,
                    OptOutHandledBy.App
                )),
            ],
        }
    );

    private void AreBlocked(params string[] senders)
    {
        foreach (var sender in senders)
        {
            person.IsRefused(sender, person.Now).Records(EventType.ProviderBlocked);
        }
    }

    private static (EventType, string?, string?)[] Said(Decision decision) =>
        [
            .. decision
                .Events.Where(e => e.Type is EventType.ProviderBlocked or EventType.ProviderUnblocked)
                .Select(e => (e.Type, e.Sender, e.MessagingService)),
        ];

    private static (EventType, string?, string?)[] Opened(params string[] senders) =>
        [.. senders.Select(sender => (EventType.ProviderUnblocked, (string?)sender, (string?)null))];

    [Fact]
    public void Rule12_the_block_of_a_number_names_the_service_it_answered_for_and_that_of_the_service_itself_none()
    {
        Assert.Equal(
            [(EventType.ProviderBlocked, Clinic.Number, Clinic.Service), (EventType.ProviderBlocked, Clinic.Service, null)],
            Said(person.Texts("STOP", type: "STOP", service: Clinic.Service))
        );
        Assert.Equal(
            [(EventType.ProviderBlocked, Second, Clinic.Service)],
            Said(person.Texts("STOP", Second, type: "STOP", service: Clinic.Service))
        );
    }

    [Fact]
    public void Rule12_an_opt_in_that_names_no_service_opens_the_one_that_its_sender_is_known_to_answer_for()
    {
        person.Texts("hello", service: Clinic.Service);
        person.Texts("hello", Second, service: Clinic.Service);
        AreBlocked(Clinic.Service, Second, Stranger, Clinic.WhatsApp, OtherService);
        Assert.Equal(Opened(Second, Clinic.Service), Said(person.Texts("START")));
        Assert.Equal([Stranger, OtherService, Clinic.WhatsApp], person.State.Brand("acme").ProviderBlocks.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public void Rule12_the_service_that_an_opt_in_names_outranks_the_one_that_its_sender_answered_for_before()
    {
        person.Texts("hello", service: Clinic.Service);
        person.Texts("hello", Second, service: OtherService);
        AreBlocked(Second, Clinic.Service, OtherService);
        Assert.Equal(Opened(Second, OtherService), Said(person.Texts("START", service: OtherService)));
        Assert.Equal([Clinic.Service], person.State.Brand("acme").ProviderBlocks.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public void Rule12_an_opt_in_sent_to_the_service_opens_the_numbers_known_to_answer_for_it()
    {
        person.Texts("hello", Second, service: Clinic.Service);
        AreBlocked(Second, Stranger, Clinic.Service);
        Assert.Equal(Opened(Second, Clinic.Service), Said(person.Texts("START", Clinic.Service)));
    }

    [Fact]
    public void Rule12_an_opt_in_at_a_number_of_no_service_opens_that_number_alone()
    {
        person.Texts("hello", Second, service: Clinic.Service);
        AreBlocked(Clinic.Number, Second, Clinic.Service);
        Assert.Equal(Opened(Clinic.Number), Said(person.Texts("START")));
    }

    [Fact]
    public void Rule12_an_opt_in_over_whatsapp_opens_none_of_the_services_numbers()
    {
        person.Texts("hello", Second, service: Clinic.Service);
        AreBlocked(Second, Clinic.WhatsApp);
        Assert.Equal(Opened(Clinic.WhatsApp), Said(person.Texts("START", Clinic.WhatsApp, service: Clinic.Service)));
        person.Check(sender: Second).IsDenied(Reason.ProviderBlocked);
    }

    [Theory]
    [InlineData("STOP", "STOP", true)]
    [InlineData(null, "STOP", true)]
    [InlineData("STOP", "hello", true)]
    [InlineData("HELP", "STOP", false)]
    [InlineData("START", "STOP", false)]
    public void Rule12_where_twilio_says_what_it_took_the_word_for_that_is_what_blocks(string? type, string body, bool blocks)
    {
        var clinic = new Recipient(Clinic.Acme.HandledBy(OptOutHandledBy.Twilio));
        clinic.Texts(body, type: type).Records(blocks ? [EventType.OptedOut, EventType.ProviderBlocked] : [EventType.OptedOut]);
        Assert.Equal(blocks, clinic.State.Brand("acme").ProviderBlocks.ContainsKey(Clinic.Number));
    }
}
