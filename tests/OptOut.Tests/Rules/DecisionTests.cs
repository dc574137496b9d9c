namespace OptOut.Tests;

/// <summary>Rule 33: an allowed answer is signed, and known again only for the message that it answers for.</summary>
public sealed class DecisionTests
{
    private const string Number = Desk.Phone;
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);
    private static readonly RecipientKey Key = Desk.Key;
    private readonly DecisionSigner signer = Signer("a secret of thirty-two characters");

    private static readonly CheckQuestion Question = new()
    {
        Account = Desk.Account,
        Brand = Clinic.Acme,
        Campaign = Clinic.Reminders,
        Kind = CheckKind.Campaign,
        Sender = Clinic.Number,
    };

    private static readonly CheckAnswer Allowed = new()
    {
        Allowed = true,
        Reason = Reason.Consented,
        Obligations = [Obligation.IdentifySender, Obligation.OptOutLanguage],
        Evidence = [Ledger.EventId(Clinic.Account, Number, 3), Ledger.EventId(Clinic.Account, Number, 12)],
    };

    private static readonly DecisionSubject Subject = new(Key, "acme", "reminders", CheckKind.Campaign, [Clinic.Number]);

    private static DecisionSigner Signer(params string[] keys) =>
        new(
            new Policy
            {
                PublicBaseUrl = "https://optout.example",
                Retention = IsoDuration.Parse("P5Y"),
                DecisionKeys = keys,
                Accounts = System.Collections.Frozen.FrozenDictionary<string, Account>.Empty,
            }
        );

    private string Decision => signer.Sign(Allowed, Key, Question, At).Decision!;

    [Fact]
    public void Rule33_what_was_answered_comes_back_whole()
    {
        var (proof, why) = signer.Verify(Decision, Subject, At.AddMinutes(4));
        Assert.Null(why);
        Assert.Equal((Reason.Consented, At, At.AddMinutes(5)), (proof!.Reason, proof.At, proof.ValidUntil));
        Assert.Equal(Allowed.Obligations, proof.Obligations);
        Assert.Equal(Allowed.Evidence, proof.Evidence);
    }

    [Fact]
    public void Rule33_it_fits_a_callback_URL_as_it_is_and_tells_no_number()
    {
        var decision = Decision;
        Assert.InRange(decision.Length, 50, 300);
        Assert.Equal(decision, Uri.EscapeDataString(decision));
        var payload = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(decision.Split('.')[1]));
        Assert.DoesNotContain("4155552671", payload, StringComparison.Ordinal);
        Assert.DoesNotContain("4155550100", payload, StringComparison.Ordinal);
        Assert.NotEqual(decision, signer.Sign(Allowed, Key, Question, At).Decision, StringComparer.Ordinal);
    }

    [Fact]
    public void Rule33_only_an_allowed_answer_has_one() =>
        Assert.Null(signer.Sign(CheckAnswer.Deny(Reason.NoConsent), Key, Question, At).Decision);

    [Theory]
    [InlineData(null, 300)]
    [InlineData(600, 300)]
    [InlineData(120, 120)]
    public void Rule24_an_answer_may_be_used_for_five_minutes_and_never_past_its_grounds_end(int? ground, int expected) =>
        Assert.Equal(
            At.AddSeconds(expected),
            signer.Sign(Allowed with { Until = ground is { } g ? At.AddSeconds(g) : null }, Key, Question, At).ValidUntil
        );

    [Fact]
    public void Rule33_what_is_changed_anywhere_is_forged()
    {
        var decision = Decision;
        for (var i = 0; i < decision.Length; i++)
        {
            var changed = string.Concat(decision.AsSpan(0, i), decision[i] == 'A' ? "B" : "A", decision.AsSpan(i + 1));
            Assert.True(signer.Verify(changed, Subject, At) is (null, Unchecked.Forged), changed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("d1..")]
    [InlineData("d1.x")]
    [InlineData("d1.%.%")]
    [InlineData("d2.YQ.YQ")]
    [InlineData("\u0000é")]
    public void Rule33_what_is_no_decision_is_forged(string text) =>
        Assert.Equal((null, Unchecked.Forged), signer.Verify(text, Subject, At));

    [Fact]
    public void Rule33_another_messages_decision_is_named_as_that()
    {
        void Is(Unchecked why, DecisionSubject subject) => Assert.Equal((null, why), signer.Verify(Decision, subject, At));
        Is(Unchecked.AnotherRecipient, Subject with { Recipient = new(Clinic.Account, RecipientAddress.FromTwilio("+14155552672")!) });
        Is(Unchecked.AnotherBrand, Subject with { Brand = "vineyard" });
        Is(Unchecked.AnotherCampaign, Subject with { Campaign = "offers" });
        Is(Unchecked.AnotherKind, Subject with { Kind = CheckKind.Informational });
        Is(Unchecked.AnotherSender, Subject with { Senders = [Clinic.WhatsApp] });
        Assert.Null(signer.Verify(Decision, Subject with { Senders = [Clinic.WhatsApp, Clinic.Number] }, At).Why);
        Assert.Null(signer.Verify(Decision, Subject with { Senders = [] }, At).Why);
    }

    [Theory]
    [InlineData(-180, Unchecked.Outdated)]
    [InlineData(-60, null)]
    [InlineData(300, null)]
    [InlineData(300.001, Unchecked.Outdated)]
    public void Rule33_a_message_sent_before_or_after_the_answer_held_was_not_decided_on(double seconds, Unchecked? why) =>
        Assert.Equal(why, signer.Verify(Decision, Subject, At.AddSeconds(seconds)).Why);

    [Fact]
    public void Rule33_keys_rotate()
    {
        var old = Signer("the old secret of many characters");
        var decision = old.Sign(Allowed, Key, Question, At).Decision!;
        Assert.Equal(Unchecked.Forged, signer.Verify(decision, Subject, At).Why);
        Assert.Null(Signer("a secret of thirty-two characters", "the old secret of many characters").Verify(decision, Subject, At).Why);
        Assert.Equal(
            Unchecked.Forged,
            old.Verify(decision, Subject with { Recipient = Key with { AccountSid = "AC" + new string('9', 32) } }, At).Why
        );
    }
}
