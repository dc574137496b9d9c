namespace OptOut.Http;

/// <summary>What the OpenAPI document says of Twilio's webhooks.</summary>
internal static class TwilioOperations
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Xml = "text/xml";

    public static readonly ApiOperation Message = new("InboundMessage", "Twilio: what a recipient texts.")
    {
        Body =
        [
            new ApiContent(
                Form,
                [],
                "MessageSid=SM0123456789abcdef0123456789abcdef&AccountSid=AC00000000000000000000000000000d06&From=%2B14155552671&To=%2B14155550100&Body=Stop."
            ),
        ],
        Answer = [new ApiContent(Xml, [], "<Response/>")],
    };

    public static readonly ApiOperation Status = new("MessageStatus", "Twilio: what became of a message.")
    {
        Description = "Records the send, or that the provider blocks the recipient (21610).",
        Body =
        [
            new ApiContent(
                Form,
                [],
                "MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=sent&AccountSid=AC00000000000000000000000000000d06&From=%2B14155550100&To=%2B14155552671"
            ),
        ],
        Status = 204,
    };

    public static readonly ApiOperation Conversation = new("ConversationEvent", "Twilio: what happens in its Conversations.")
    {
        Body =
        [
            new ApiContent(
                Form,
                [],
                "EventType=onConversationRemoved&ConversationSid=CH0123456789abcdef0123456789abcdef&AccountSid=AC00000000000000000000000000000d06"
            ),
        ],
    };
}
