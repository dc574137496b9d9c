using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut.Tests;

/// <summary>Follow-ups as they lie in a queue.</summary>
public sealed class FollowUpBodyTests
{
    private const int Form = 64 * 1024;
    private readonly Desk desk = new();

    public static TheoryData<string> Texts =>
        [
            new string('x', Form),
            new string('\u0001', Form),
            new string('"', Form),
            new string('<', Form),
            new string('€', Form / 3),
            new string('\uFFFE', Form / 3),
            string.Concat(Enumerable.Repeat("😀", Form / 4)),
            "STOP" + new string(' ', Form),
            new string('\uD83D', Form / 3),
        ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_message_fits_the_queue_and_comes_back_as_it_was_whatever_was_texted(string text)
    {
        var followUp = MessageFollowUp.Of(
            desk.Message(text) with
            {
                ButtonPayload = Inbound.Bounded(text),
                From = new string('€', RecipientAddress.MaxLength),
            }
        );

        var body = FollowUpBody.Of(
            followUp with
            {
                Attempts = int.MaxValue,
                Cause = "The message's account or sender is no longer configured.",
            }
        );

        Assert.InRange(body.Length, 1, FollowUpBody.MaxBytes);
        Assert.All(body, b => Assert.InRange(b, (byte)' ', (byte)'~'));
        Assert.Equal(
            followUp with
            {
                Body = Utf16(followUp.Body),
                ButtonPayload = Utf16(followUp.ButtonPayload!),
            },
            FollowUpBody.Read(body).Revived()
        );
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void So_does_a_Conversations_event(string text)
    {
        var notice = new ConversationNotice(
            ConversationChange.Written,
            Clinic.Account,
            "CH1",
            desk.Time.GetUtcNow(),
            "MB1",
            new string('€', RecipientAddress.MaxLength),
            new string('€', RecipientAddress.MaxLength),
            "MG1",
            "IM1",
            new string('€', RecipientAddress.MaxLength),
            "SMS",
            Inbound.ForLater(text, [Clinic.Acme])
        );

        var body = FollowUpBody.Of(new ConversationFollowUp(Clinic.Account, notice) { Attempts = int.MaxValue });

        Assert.InRange(body.Length, 1, FollowUpBody.MaxBytes);
    }

    [Fact]
    public void Rule5_a_keyword_among_much_white_space_is_the_same_keyword_in_the_follow_up()
    {
        var long_ = "STOP" + new string(' ', Form);

        Assert.Equal("STOP", Inbound.ForLater(long_, [Clinic.Acme]));
        Assert.Equal("STOP", MessageFollowUp.Of(desk.Message(long_)).Body);
    }

    [Theory]
    [InlineData(
        """{"kind":"publication","accountSid":"AC1","recipient":"+14155552671","firstSequence":1,"lastSequence":2,"attempts":3,"cause":null}""",
        true
    )]
    [InlineData("""{"accountSid":"AC1","lastSequence":2,"recipient":"+14155552671","firstSequence":1,"kind":"publication"}""", true)]
    [InlineData("""{"kind":"publication","recipient":"+14155552671","firstSequence":1,"lastSequence":2}""", false)]
    [InlineData("""{"kind":"publication","accountSid":null,"recipient":"+14155552671","firstSequence":1,"lastSequence":2}""", false)]
    [InlineData("""{"kind":"something newer","accountSid":"AC1"}""", false)]
    [InlineData("""{"accountSid":"AC1"}""", false)]
    [InlineData("[]", false)]
    [InlineData("\"\"", false)]
    public void What_is_put_into_the_queue_by_hand_is_whole_or_no_follow_up(string body, bool reads)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        if (reads)
        {
            Assert.Equal(new PublicationFollowUp("AC1", "+14155552671", 1, 2), FollowUpBody.Read(bytes).Revived());
        }
        else
        {
            Assert.Throws<JsonException>(() => FollowUpBody.Read(bytes));
            Assert.Equal(bytes, FollowUpBody.Revived(bytes).ToArray());
        }
    }

    [Fact]
    public void Every_kind_has_its_word_and_its_handler()
    {
        var kinds = typeof(FollowUp).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(FollowUp)) && !type.IsAbstract);
        var words = typeof(FollowUp)
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .ToDictionary(kind => kind.DerivedType, kind => kind.TypeDiscriminator);
        var handled = typeof(FollowUp)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(FollowUpHandler)) && !type.IsAbstract)
            .Select(type => type.BaseType!.GetGenericArguments().Single())
            .ToHashSet();

        Assert.NotEmpty(kinds);
        Assert.All(kinds, kind => Assert.IsType<string>(words[kind]));
        Assert.All(kinds, kind => Assert.Contains(kind, handled));
    }

    /// <summary>Half a surrogate pair is no text: it is replaced on its way.</summary>
    private static string Utf16(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
