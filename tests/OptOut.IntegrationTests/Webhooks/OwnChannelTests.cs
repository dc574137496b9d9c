using System.Reflection;
using Twilio.Rest.Conversations.V1;

namespace OptOut.IntegrationTests;

/// <summary>
/// Which messages of a Conversation are the person's own: the channels that Twilio's own library knows, so that a new one is noticed with
/// its next version.
/// </summary>
public sealed class OwnChannelTests
{
    private static readonly ConversationNotice Notice = new(
        ConversationChange.Written,
        TwilioSide.AccountSid,
        "CH1",
        DateTimeOffset.UnixEpoch,
        ParticipantSid: "MB1",
        MessageSid: "IM1",
        Author: "+14155550123",
        Body: "STOP"
    );

    public static TheoryData<string> Channels =>
        [
            .. typeof(AddressConfigurationResource.TypeEnum)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(one => one.GetValue(null))
                .OfType<AddressConfigurationResource.TypeEnum>()
                .Select(type => type.ToString()),
        ];

    [Theory]
    [MemberData(nameof(Channels))]
    public void Section3_a_channel_that_a_phone_writes_by_is_the_participant_s_own(string channel) =>
        Assert.Equal(channel is not ("email" or "chat"), (Notice with { Via = channel.ToUpperInvariant() }).IsByPhone);

    [Theory]
    [InlineData("API")]
    [InlineData("SDK")]
    [InlineData("")]
    [InlineData(null)]
    public void Section3_what_programs_and_chat_clients_write_is_not(string? source) =>
        Assert.False((Notice with { Via = source }).IsByPhone);
}
