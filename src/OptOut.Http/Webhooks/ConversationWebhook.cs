using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary><c>POST /api/twilio/conversations</c>: what happens in Twilio's Conversations.</summary>
internal sealed class ConversationWebhook(ReceiveConversation receive)
{
    /// <summary>How long the body may take to come in; what follows is bounded by itself, so that an answer is there within 3 s.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2.5);

    public async Task<IResult> HandleAsync(Signed<SignedRequest> signed)
    {
        var request = signed.Content;
        var fields = ConversationEventFields.Parse(request.Form);
        if (!fields.IsUsable)
        {
            return WebhookAnswers.Unusable(fields.Errors);
        }

        // What is longer is no address and no SID, and would make the event too long for the queue.
        var tooLong = new[]
        {
            ("Author", fields.Value.Author),
            ("MessagingBinding.Address", fields.Value.Address),
            ("MessagingBinding.ProxyAddress", fields.Value.ProxyAddress),
            ("MessagingServiceSid", fields.Value.MessagingServiceSid),
            ("Source", fields.Value.Source),
            ("ParticipantSid", fields.Value.ParticipantSid),
            ("MessageSid", fields.Value.MessageSid),
        }
            .FirstOrDefault(field => field.Item2?.Length > RecipientAddress.MaxLength)
            .Item1;
        if (tooLong is not null)
        {
            return Problems.Invalid(tooLong, $"is at most {RecipientAddress.MaxLength} characters.");
        }

        if (Change(fields.Value) is { } change)
        {
            await receive.HandleAsync(
                new ConversationNotice(
                    change,
                    request.Account.Sid,
                    fields.Value.ConversationSid,
                    signed.ReceivedAt,
                    fields.Value.ParticipantSid,
                    fields.Value.Address,
                    fields.Value.ProxyAddress,
                    fields.Value.MessagingServiceSid,
                    fields.Value.MessageSid,
                    fields.Value.Author,
                    fields.Value.Source,
                    Inbound.ForLater(fields.Value.Body, request.Account.Brands.Values)
                )
            );
        }

        return TypedResults.Ok();
    }

    /// <summary>What an event means for consent; null for nothing.</summary>
    private static ConversationChange? Change(ConversationEventFields fields) =>
        fields.EventType switch
        {
            ConversationEventType.ConversationAdded or ConversationEventType.ParticipantAdded => ConversationChange.Joined,
            ConversationEventType.MessageAdded => ConversationChange.Written,
            ConversationEventType.ConversationStateUpdated when fields.State == "closed" => ConversationChange.Ended,
            ConversationEventType.ConversationRemoved => ConversationChange.Ended,
            _ => null,
        };
}
