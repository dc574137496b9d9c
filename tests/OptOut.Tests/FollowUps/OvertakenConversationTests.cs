namespace OptOut.Tests;

/// <summary>
/// A Conversation's end may overtake a message that was written before it (rule 20): what the message opens is closed all the same.
/// </summary>
public sealed class OvertakenConversationTests
{
    private const string Conversation = "CH1";
    private readonly Desk desk = new();

    private ConversationNotice Notice(ConversationChange change) => new(change, Clinic.Account, Conversation, desk.Time.GetUtcNow());

    private ConversationNotice Written(string body) =>
        Notice(ConversationChange.Written) with
        {
            ParticipantSid = "MB1",
            Author = Desk.Phone,
            MessageSid = "IM1",
            Via = "SMS",
            Body = body,
        };

    private async Task JoinedAsync()
    {
        await desk.Conversations.HandleAsync(
            Notice(ConversationChange.Joined) with
            {
                ParticipantSid = "MB1",
                Address = Desk.Phone,
                ProxyAddress = Clinic.Number,
            }
        );
        desk.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task EndedAsync()
    {
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        await desk.Conversations.HandleAsync(Notice(ConversationChange.Ended));
        await desk.SettledAsync();
    }

    [Fact]
    public async Task In_the_webhook()
    {
        await JoinedAsync();
        var written = Written("hello");
        await EndedAsync();
        await desk.Conversations.HandleAsync(written);
        await desk.SettledAsync();

        Assert.Equal([EventType.ConversationOpened, EventType.ConversationClosed], desk.Ledger);
    }

    [Fact]
    public async Task In_the_messages_follow_up()
    {
        await JoinedAsync();
        var message = desk.Message("hello", "IM1", Conversation);
        await EndedAsync();

        Assert.Null(await desk.FollowAsync(message));
        Assert.Equal([EventType.ConversationOpened, EventType.ConversationClosed], desk.Ledger);
    }

    [Fact]
    public async Task In_the_notices_follow_up()
    {
        await JoinedAsync();
        var written = Written("hello");
        await EndedAsync();

        Assert.Null(await desk.FollowAsync(new ConversationFollowUp(written.AccountSid, written)));
        Assert.Equal([EventType.ConversationOpened, EventType.ConversationClosed], desk.Ledger);
    }

    [Fact]
    public async Task What_is_written_after_the_end_is_a_conversation_of_its_own()
    {
        await JoinedAsync();
        await EndedAsync();
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        await desk.FollowAsync(desk.Message("hello", "IM1", Conversation));

        Assert.Equal([EventType.ConversationOpened], desk.Ledger);
    }
}
