namespace OptOut.Http;

/// <summary>What the OpenAPI document says of sends. The examples are requests that work on the demo account.</summary>
internal static class SendOperations
{
    public static readonly ApiOperation PostSend = new("PostSend", "Records a message that was sent, once per MessageSid.")
    {
        Description = "fulfilled names the obligations that its text met; nothing else ends one.",
        Body =
        [
            ApiContent.Json<SendRequest>(
                """{"recipient":"+14155552671","brand":"acme","campaign":"offers","kind":"campaign","messageSid":"SM0123456789abcdef0123456789abcdef","sentAt":"2026-02-01T09:00:00Z","fulfilled":["identify-sender","opt-out-language"]}"""
            ),
        ],
        Status = 204,
    };
}
