using System.Globalization;

namespace OptOut.Tests;

/// <summary>The folds' finer points: what an event leaves alone, and events that come in another order than they happened.</summary>
public sealed class FoldTests
{
    private readonly Recipient recipient = new();

    private BrandState Acme => recipient.State.Brand("acme");

    private void Erases() => recipient.Take(new Decision([RetentionRules.Erase(recipient.State, "asked to", "agent-1", recipient.Waits(TimeSpan.FromSeconds(1)))!]));

    [Fact]
    public void Rule18_an_older_consent_reported_later_replaces_nothing_and_one_of_the_same_time_does()
    {
        var older = recipient.Now;
        var consent = recipient.Consents()!;
        recipient.Consents(at: older);
        recipient.Check().RestsOn(consent);
        recipient.Consents(at: consent.At);
        recipient.Check().RestsOn(recipient.Last);
    }

    [Fact]
    public void Rule19_an_older_prior_relationship_reported_later_shortens_nothing_and_one_of_the_same_time_is_the_newer_proof()
    {
        var older = recipient.Now;
        recipient.Consents(null, Basis.PriorRelationship);
        var known = recipient.Last;
        recipient.Consents(null, Basis.PriorRelationship, at: older);
        recipient.CheckInformational().RestsOn(known);
        recipient.Consents(null, Basis.PriorRelationship, at: known.At);
        recipient.CheckInformational().RestsOn(recipient.Last);
        recipient.Consents(null, Basis.PriorRelationship);
        recipient.CheckInformational().RestsOn(recipient.Last);
    }

    [Fact]
    public void Rule19_a_campaigns_own_window_ends_its_prior_relationship_and_the_brands_still_counts()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { PriorRelationshipWindow = IsoDuration.FromDays(10) }));
        person.Consents(basis: Basis.PriorRelationship);
        Assert.Equal(person.Last.At.AddDays(10), person.Last.Until);
        person.Consents(null, Basis.PriorRelationship);
        var brands = person.Last;
        person.WaitsDays(11);
        person.CheckInformational().IsAllowed(Reason.PriorRelationship).RestsOn(brands);
    }

    [Fact]
    public void Rule18_a_withdrawal_takes_its_own_consent_and_no_other()
    {
        var reminders = recipient.Consents("reminders")!;
        recipient.Consents("offers");
        recipient.Consents("news");
        recipient.Consents("offers", Basis.PriorRelationship);
        recipient.Consents(null, Basis.PriorRelationship);
        recipient.Withdraws(reminders.ConsentId!);
        Assert.Equal("reminders", recipient.Last.Campaign);
        recipient.Check("reminders").IsDenied(Reason.NoConsent);
        recipient.Check("offers").IsAllowed();
        recipient.CheckRequest().IsAllowed(Reason.OptInRequest);
        recipient.CheckInformational(null).IsAllowed(Reason.PriorRelationship);
        Assert.NotNull(Acme.Campaign("offers").PriorRelationship);
    }

    [Fact]
    public void Rule18_a_brands_prior_relationship_is_withdrawn_by_its_id_and_only_by_its_brand()
    {
        var prior = recipient.Consents(null, Basis.PriorRelationship)!;
        Assert.Null(ConsentRules.Withdraw(recipient.State, "vineyard", prior.ConsentId!, null, null, recipient.Now));
        Assert.NotNull(ConsentRules.Withdraw(recipient.State, "acme", prior.ConsentId!, null, null, recipient.Now));
        Assert.True(recipient.Withdraws(prior.ConsentId!));
        Assert.Null(recipient.Last.Campaign);
        recipient.CheckInformational(null).IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule18_one_consent_to_two_campaigns_has_the_id_of_its_first_event()
    {
        recipient.Consents("reminders+offers");
        Assert.All(recipient.Ledger, e => Assert.Equal(recipient.Ledger[0].Id, e.ConsentId));
    }

    [Fact]
    public void Rule28_a_consent_that_names_no_frequency_leaves_the_one_that_was_named()
    {
        recipient.Consents(frequency: new Frequency(1, IsoDuration.FromDays(1)));
        recipient.IsSent();
        recipient.Consents("offers");
        recipient.Check("offers").IsDenied(Reason.FrequencyExceeded);
    }

    [Fact]
    public void Rule27_an_age_verified_again_rests_on_the_newer_proof_and_general_content_on_none()
    {
        var person = new Recipient(Clinic.Acme.With(Clinic.Reminders with { Content = Content.Alcohol }));
        var consent = person.Consents(age: 21)!;
        person.Consents("offers", age: 21);
        person.Check().IsAllowed().RestsOn(consent, person.Last);
        person.Consents("offers");
        person.Check("offers").IsAllowed().RestsOn(person.Last);
    }

    [Fact]
    public void Rule12_a_consent_that_the_sender_reports_is_no_message_of_the_recipients_and_outranks_no_21610()
    {
        var created = recipient.Now;
        recipient.Consents();
        recipient.IsRefused(Clinic.Number, created).Records(EventType.ProviderBlocked);
    }

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

    private Conversation Talk => Acme.Conversations[Clinic.Number];

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
    public void Rule4_an_opt_out_of_one_brand_leaves_another_brands_conversation_and_request()
    {
        recipient.Texts("hello", Clinic.WineNumber);
        recipient.Texts("STOP");
        recipient.Check(null, CheckKind.Reply, Clinic.WineNumber, brand: "vineyard").IsAllowed(Reason.Conversation);
    }

    [Theory]
    [InlineData(Scope.Campaign, "news")]
    [InlineData(Scope.Brand, null)]
    public void Rule22_an_opt_out_ends_the_requests_that_are_not_newer_than_it(Scope scope, string? campaign)
    {
        var before = recipient.Now;
        var request = recipient.Consents("news")!;
        recipient.IsOptedOut(scope, campaign, at: before);
        Assert.NotNull(Acme.Campaign("news").Pending);
        recipient.IsOptedOut(scope, campaign, at: request.At, source: "email");
        Assert.Null(Acme.Campaign("news").Pending);
    }

    [Fact]
    public void Rule3_a_campaigns_since_begins_anew_after_its_consent_and_the_accounts_at_the_first_after_an_opt_in()
    {
        recipient.IsOptedOut(Scope.Campaign, "offers");
        recipient.Texts("JOIN");
        recipient.IsOptedOut(Scope.Campaign, "offers");
        Assert.Equal(recipient.Last.At, Acme.Campaign("offers").Suppression!.Since);
        recipient.Texts("STOPALL");
        recipient.Texts("START");
        recipient.Texts("STOPALL");
        var again = recipient.Last.At;
        recipient.Texts("STOPALL");
        Assert.Equal(again, recipient.Suppression()!.Since);
    }

    [Fact]
    public void Rule3_the_recipients_own_word_counts_also_when_it_came_late()
    {
        var before = recipient.Now;
        recipient.IsOptedOut();
        recipient.Texts("STOP", at: before);
        Assert.Equal(SuppressionRules.Correction.OwnWord, recipient.IsCorrected());
    }

    [Fact]
    public void Rule14_a_correction_leaves_what_START_restores_while_another_opt_out_stands()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        recipient.IsOptedOut(Scope.Account);
        Assert.Equal(SuppressionRules.Correction.Done, recipient.IsCorrected());
        recipient.Texts("START");
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule14_after_a_correction_what_START_restores_is_noted_anew()
    {
        recipient.Consents("reminders");
        recipient.IsOptedOut();
        recipient.IsCorrected();
        recipient.Consents("offers");
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check("offers").IsAllowed();
    }

    [Fact]
    public void Operator_a_correction_names_the_campaign_only_where_the_campaigns_own_opt_out_is_taken_back()
    {
        recipient.IsOptedOut();
        recipient.IsCorrected("reminders");
        Assert.Equal((Scope.Brand, null), (recipient.Last.Scope, recipient.Last.Campaign));
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        recipient.IsCorrected("reminders");
        Assert.Equal((Scope.Campaign, "reminders"), (recipient.Last.Scope, recipient.Last.Campaign));
    }

    [Fact]
    public void Operator_a_repeat_counts_when_it_is_dated_newer()
    {
        recipient.IsOptedOut(Scope.Campaign, "reminders");
        var standing = recipient.Last;
        Assert.Empty(recipient.IsOptedOut(Scope.Campaign, "reminders").Events);
        Assert.Empty(recipient.IsOptedOut(Scope.Campaign, "reminders", at: standing.At).Events);
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: standing.At.AddTicks(1)).Records(EventType.OptedOut);
    }

    [Fact]
    public void Operator_what_supersedes_is_the_newest_consent_to_what_the_opt_out_covers()
    {
        var phoned = recipient.Waits(TimeSpan.FromSeconds(1));
        recipient.Consents("offers");
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: phoned);
        Assert.Null(recipient.Last.SupersededBy);
        Assert.NotNull(recipient.Consents("reminders", reconsent: true));
        recipient.Texts("JOIN");
        var newest = recipient.Last;
        recipient.IsOptedOut(at: phoned);
        Assert.Equal(newest.Id, recipient.Last.SupersededBy);
    }

    [Fact]
    public void Operator_a_consent_that_START_renewed_is_named_by_the_START()
    {
        recipient.Consents();
        recipient.Texts("STOP");
        var phoned = recipient.Waits(TimeSpan.FromSeconds(5));
        recipient.Texts("START");
        var start = recipient.Last;
        recipient.IsOptedOut(Scope.Campaign, "reminders", at: phoned);
        Assert.Equal(start.Id, recipient.Last.SupersededBy);
    }

    [Fact]
    public void Rule1_an_opt_out_is_not_older_than_what_its_own_scope_opened_before_it()
    {
        var door = recipient.Now;
        recipient.Texts("hello", Clinic.WineNumber, raced: door.AddSeconds(9));
        recipient.Texts("JOIN", raced: door.AddSeconds(3));
        recipient.Texts("hello", Clinic.WhatsApp, raced: door.AddSeconds(5));
        recipient.Texts("STOP", raced: door);
        Assert.Equal(door.AddSeconds(5), recipient.Last.At);
        recipient.Texts("STOPALL", raced: door);
        Assert.Equal(door.AddSeconds(9), recipient.Last.At);
    }

    [Fact]
    public void Rule21_only_a_first_message_after_the_consent_counts_and_a_later_one_does_not_take_its_place()
    {
        var before = recipient.Now;
        recipient.Consents();
        recipient.IsSent(at: before);
        recipient.IsSent(kind: CheckKind.Reply);
        Assert.Null(Acme.Campaign("reminders").FirstSendAt);
        recipient.IsSent(at: Acme.Campaign("reminders").Express!.At);
        Assert.Equal(Acme.Campaign("reminders").Express!.At, Acme.Campaign("reminders").FirstSendAt);
        recipient.IsSent();
        Assert.Equal(Acme.Campaign("reminders").Express!.At, Acme.Campaign("reminders").FirstSendAt);
    }

    [Fact]
    public void Rule22_YES_is_looked_for_on_the_sender_that_asked_first()
    {
        recipient.Consents("news");
        recipient.IsSent("news", CheckKind.OptInRequest, Clinic.Number);
        recipient.IsSent("news", CheckKind.OptInRequest, Clinic.WhatsApp);
        Assert.Equal(Clinic.Number, Acme.Campaign("news").Pending!.Sender);
    }

    [Fact]
    public void Rule28_sends_are_counted_in_the_order_of_their_time_and_the_oldest_of_too_many_goes()
    {
        var first = recipient.WaitsDays(1);
        foreach (var offset in (int[])[5, 1, 9, 1, 3])
        {
            recipient.IsSent(at: first.AddSeconds(offset));
        }

        Assert.Equal([1, 1, 3, 5, 9], Acme.Sends.Select(at => (int)(at - first).TotalSeconds));
        for (var n = Acme.Sends.Count; n < SendFold.MostCounted; n++)
        {
            recipient.IsSent(at: first.AddSeconds(n + 100));
        }

        Assert.Equal((SendFold.MostCounted, first.AddSeconds(1)), (Acme.Sends.Count, Acme.Sends[0]));
        recipient.IsSent(at: first.AddDays(1));
        recipient.IsSent(at: first.AddDays(1));
        Assert.Equal((SendFold.MostCounted, first.AddSeconds(3)), (Acme.Sends.Count, Acme.Sends[0]));
    }

    [Fact]
    public void Rule28_a_send_takes_up_the_place_of_its_own_brand_campaign_and_kind()
    {
        var held = new Reservation("acme", "reminders", CheckKind.Campaign, recipient.Now.AddMinutes(5));
        Reservation[] others = [held with { Brand = "vineyard" }, held with { Kind = CheckKind.Informational }, held with { Campaign = "offers" }];
        var send = new ReportedSend { Brand = Clinic.Acme, Campaign = Clinic.Reminders, Kind = CheckKind.Campaign, MessageSid = "SM1", SentAt = recipient.Now, Source = Sources.Api };
        Assert.Equal(others, SendRules.TakeUp([.. others, held], send, recipient.Now));
        Assert.Null(Assert.Single(SendRules.Record(send).Events).Fulfilled);
    }

    [Fact]
    public void Rule32_an_erasure_keeps_a_campaigns_own_opt_out_and_notes_anew_what_START_restores()
    {
        recipient.Consents();
        recipient.IsOptedOut(Scope.Campaign, "offers");
        Erases();
        recipient.Check("offers").IsDenied(Reason.OptedOut);
        recipient.Consents();
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check().IsAllowed();
    }

    [Fact]
    public void Rule32_an_erasure_while_opted_out_leaves_START_nothing_to_restore_but_what_was_consented_since()
    {
        recipient.Texts("STOP");
        Erases();
        recipient.Consents("offers", reconsent: true);
        recipient.Texts("STOP");
        recipient.Texts("START");
        recipient.Check("offers").IsDenied(Reason.OptedOut);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    [InlineData(4, 4)]
    public void Rule32_what_was_purged_and_erased_is_gone_until_the_later_of_both(int purged, int erased)
    {
        var at = recipient.Now;
        var state = recipient.State with { Erased = new Mark(at.AddDays(erased), "ev-0-1"), Watermark = new Watermark(at.AddDays(purged), 1, [], true) };
        Assert.Equal(at.AddDays(Math.Max(purged, erased)), RetentionRules.GoneUntil(state));
        Assert.Equal(at.AddDays(erased), RetentionRules.GoneUntil(state with { Watermark = null }));
        Assert.Equal(at.AddDays(purged), RetentionRules.GoneUntil(state with { Erased = null }));
    }

    [Theory]
    [InlineData(0, -1, true)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(6, 9, true)]
    [InlineData(7, 9, true)]
    [InlineData(8, -9, false)]
    public void Rule32_a_receipt_goes_with_the_events_that_it_brought_or_by_its_time_where_it_brought_none(long last, int seconds, bool goes)
    {
        var watermark = new Watermark(recipient.Now, 7, [], false);
        Assert.Equal(goes, RetentionRules.IsPurged(new Receipt { Id = "SM1", At = recipient.Now.AddSeconds(seconds), FirstSequence = last, LastSequence = last }, watermark));
    }

    [Fact]
    public void Rule32_one_closed_brand_among_others_keeps_the_history_and_a_purge_is_not_yet_swept()
    {
        recipient.Consents("tastings", brand: "vineyard", age: 21);
        recipient.Texts("STOP");
        Assert.True(RetentionRules.IsClosed(recipient.State));
        Assert.False(RetentionRules.Purge(recipient.State, []).Watermark!.Swept);
    }

    [Fact]
    public void Rule22_the_request_names_the_brand_and_says_how_to_answer_and_how_to_stop()
    {
        var text = recipient.Texts("NEWS").Reply!.Text;
        Assert.Equal("Acme Clinics: Reply YES to confirm that you want these messages. Reply STOP to unsubscribe.", text);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("START", false)]
    public void Rule14_a_START_with_nothing_to_do_is_passed_on_unless_the_provider_answered_it(string? type, bool forwards)
    {
        var person = new Recipient(Clinic.Acme with { ForwardUrl = "https://acme.example/texts" });
        Assert.Equal(forwards, person.Texts("START", type: type).Reply?.Kind == ReplyKind.Forward);
    }

    [Fact]
    public void Rule10_a_START_that_the_provider_answered_gets_no_confirmation_nor_request_from_us()
    {
        var person = new Recipient(Clinic.Acme with { DefaultCampaign = "news" });
        person.Texts("STOP");
        person.Texts("START", type: "START").SaysNothing();
        var handled = new Recipient(Clinic.Acme.HandledBy(OptOutHandledBy.Twilio));
        handled.Texts("NEWS").Confirms(ReplyKind.OptInRequest);
        handled.Texts("YES").SaysNothing();
        handled.Check("news").IsAllowed();
    }

    [Fact]
    public void Rule15_a_conversation_with_another_sender_does_not_make_YES_an_ordinary_message()
    {
        recipient.Texts("STOP");
        recipient.Texts("hello", Clinic.WhatsApp, service: Clinic.Service);
        recipient.Texts("YES", service: "MG2").Records(EventType.OptedIn);
    }

    [Fact]
    public void The_ids_of_ledger_events_are_each_recipients_and_each_accounts_own()
    {
        string[] ids = [OptOut.Ledger.EventId("AC1", "+1", 1), OptOut.Ledger.EventId("AC2", "+1", 1), OptOut.Ledger.EventId("AC1", "+2", 1), OptOut.Ledger.EventId("AC1", "+1", 2)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    }

    private void Converses(string sid, string sender) => recipient.Take(new Decision([new LedgerEvent
    {
        Type = EventType.ConversationOpened, At = recipient.Waits(TimeSpan.FromSeconds(1)), Brand = "acme", Source = Sources.Conversations, Sender = sender,
        ConversationSid = sid, Until = recipient.Now.AddDays(1), Basis = Basis.Conversation,
    }]));
}
