namespace OptOut.Tests;

/// <summary>Rule 40: which events Twilio's consent list is told of, for which senders, and in which words.</summary>
public sealed class ConsentSyncTests
{
    private static readonly Brand Acme = Clinic.Acme with
    {
        Senders =
        [
            .. new[] { Clinic.Number, Clinic.WhatsApp, "ACME", Clinic.Service }.Select(address => new Sender(address, OptOutHandledBy.App)),
        ],
    };

    private readonly Recipient recipient = new(Clinic.Vineyard, Acme);

    private IReadOnlyList<ConsentReport> Reports(LedgerEvent happened) => ConsentSyncRules.For(recipient.State, happened, recipient.Policy);

    private void ReportsOn(LedgerEvent happened, string status, params string[] senders) =>
        Assert.Equal(senders.Select(sender => (sender, status)), Reports(happened).Select(report => (report.Sender, report.Status)));

    private LedgerEvent Happened(EventType type, string source, string? method = null) =>
        new()
        {
            Id = "ev-1",
            Type = type,
            At = recipient.Now,
            RecordedAt = recipient.Now,
            Brand = "acme",
            Scope = Scope.Brand,
            Source = source,
            Method = method,
        };

    [Theory]
    [InlineData(EventType.OptedOut, Scope.Account, null, true, true)]
    [InlineData(EventType.OptedOut, Scope.Brand, null, true, true)]
    [InlineData(EventType.OptedOut, Scope.Campaign, null, false, false)]
    [InlineData(EventType.OptedIn, Scope.Brand, null, false, true)]
    [InlineData(EventType.Consented, null, Basis.Express, false, true)]
    [InlineData(EventType.Consented, null, Basis.PriorRelationship, false, false)]
    [InlineData(EventType.ConsentRequested, null, Basis.Express, false, false)]
    [InlineData(EventType.ConsentWithdrawn, null, null, false, false)]
    [InlineData(EventType.ConversationOpened, null, null, false, false)]
    public void Rule40_opt_outs_but_a_campaigns_own_and_opt_ins_where_both_are_wanted(
        EventType type,
        Scope? scope,
        Basis? basis,
        bool whereOptOuts,
        bool whereBoth
    )
    {
        var happened = Happened(type, Sources.Api) with { Scope = scope, Basis = basis };

        Assert.Equal(
            (false, whereOptOuts, whereBoth),
            (
                ConsentSyncRules.Concerns(happened, SyncToTwilio.Off),
                ConsentSyncRules.Concerns(happened, SyncToTwilio.OptOuts),
                ConsentSyncRules.Concerns(happened, SyncToTwilio.Both)
            )
        );
    }

    [Fact]
    public void Rule40_an_opt_out_is_one_entry_for_each_number_and_service_of_the_brand()
    {
        recipient.Texts("STOP");

        Assert.Equal(
            [
                new ConsentReport(
                    "+14155552671",
                    Clinic.Number,
                    "opt-out",
                    "opt-out-message",
                    "0034eca81abf908799e48c664771de7e",
                    recipient.Now
                ),
                new ConsentReport(
                    "+14155552671",
                    Clinic.Service,
                    "opt-out",
                    "opt-out-message",
                    "82674b06253730fea3e9a5aaa91ab4aa",
                    recipient.Now
                ),
            ],
            Reports(recipient.Last with { Id = "ev-1" })
        );
    }

    [Theory]
    [InlineData(Scope.Account, "acme", Clinic.Number, Clinic.Service, Clinic.WineNumber)]
    [InlineData(Scope.Account, null, Clinic.Number, Clinic.Service, Clinic.WineNumber)]
    [InlineData(Scope.Brand, null, Clinic.Number, Clinic.Service, Clinic.WineNumber)]
    [InlineData(Scope.Brand, "acme", Clinic.Number, Clinic.Service)]
    [InlineData(Scope.Brand, "vineyard", Clinic.WineNumber)]
    [InlineData(Scope.Brand, "gone")]
    public void Rule40_the_senders_are_those_of_the_brand_or_of_all_in_the_brands_order(Scope scope, string? brand, params string[] senders)
    {
        recipient.Texts("STOPALL");

        ReportsOn(recipient.Last with { Scope = scope, Brand = brand }, "opt-out", senders);
    }

    [Fact]
    public void Rule40_what_is_told_holds_still()
    {
        recipient.Texts("STOP");
        var stop = recipient.Last;
        recipient.Texts("JOIN");
        ReportsOn(recipient.Last, "opt-in");
        ReportsOn(stop, "opt-out", Clinic.Number, Clinic.Service);

        recipient.Texts("START");
        var start = recipient.Last;
        ReportsOn(stop, "opt-out");
        ReportsOn(start, "opt-in", Clinic.Number, Clinic.Service);

        recipient.Texts("STOP");
        ReportsOn(start, "opt-in");
    }

    [Fact]
    public void Rule40_a_sender_that_blocks_the_recipient_is_told_of_the_opt_in_only()
    {
        recipient.Texts("STOP");
        var stop = recipient.Last;
        recipient.IsRefused(Clinic.Number, recipient.Now);
        ReportsOn(stop, "opt-out", Clinic.Service);

        recipient.Texts("START", Clinic.WhatsApp);
        Assert.Contains(Clinic.Number, recipient.State.Brand("acme").ProviderBlocks.Keys);
        ReportsOn(recipient.Last, "opt-in", Clinic.Number, Clinic.Service);
    }

    [Fact]
    public void Rule40_a_recipient_without_a_number_is_nobody_on_Twilios_list()
    {
        recipient.Texts("STOP");

        Assert.Empty(ConsentSyncRules.For(recipient.State with { Recipient = "messenger:1234" }, recipient.Last, recipient.Policy));
    }

    [Theory]
    [InlineData(-60, -60)]
    [InlineData(0, 0)]
    [InlineData(60, 0)]
    public void Rule40_the_date_is_the_events_and_never_after_it_was_recorded(int happened, int told)
    {
        recipient.Texts("STOP");
        var stop = recipient.Last with { At = recipient.Now.AddSeconds(happened) };

        Assert.Equal(Enumerable.Repeat(recipient.Now.AddSeconds(told), 2), Reports(stop).Select(report => report.At));
    }

    [Theory]
    [InlineData(EventType.OptedOut, Sources.Message, null, "opt-out-message")]
    [InlineData(EventType.OptedOut, Sources.Conversations, null, "opt-out-message")]
    [InlineData(EventType.OptedIn, Sources.Message, null, "opt-in-message")]
    [InlineData(EventType.Consented, Sources.Conversations, "keyword", "opt-in-message")]
    [InlineData(EventType.OptedOut, Sources.Web, null, "website")]
    [InlineData(EventType.OptedOut, "phone", null, "offline")]
    [InlineData(EventType.OptedOut, "agent", null, "offline")]
    [InlineData(EventType.OptedOut, "email", null, "others")]
    [InlineData(EventType.OptedOut, Sources.Import, null, "others")]
    [InlineData(EventType.Consented, Sources.Api, "web-form", "website")]
    [InlineData(EventType.Consented, Sources.Api, "app", "website")]
    [InlineData(EventType.Consented, Sources.Import, "paper-form", "offline")]
    [InlineData(EventType.Consented, Sources.Api, "verbal", "offline")]
    [InlineData(EventType.Consented, Sources.Api, "point-of-sale", "offline")]
    [InlineData(EventType.Consented, Sources.Import, "keyword", "opt-in-message")]
    [InlineData(EventType.Consented, Sources.Api, "other", "others")]
    public void Rule40_the_source_is_one_of_Twilios_words(EventType type, string source, string? method, string told)
    {
        if (type == EventType.OptedOut)
        {
            recipient.IsOptedOut();
        }

        var status = type == EventType.OptedOut ? "opt-out" : "opt-in";
        Assert.Equal(
            [(status, told), (status, told)],
            Reports(Happened(type, source, method)).Select(report => (report.Status, report.Source))
        );
    }
}
