namespace OptOut;

/// <summary>The recipient and the sender of a Twilio Conversation.</summary>
/// <param name="ParticipantSid">The recipient's participant, <c>MB…</c>.</param>
/// <param name="RecipientAddress">The participant's own address as Twilio wrote it (<c>messaging_binding.address</c>).</param>
/// <param name="SenderAddress">The brand's side (<c>messaging_binding.proxy_address</c>).</param>
public sealed record ConversationParticipant(string ParticipantSid, string RecipientAddress, string SenderAddress);
