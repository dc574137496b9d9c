namespace OptOut.Http;

/// <summary>What the OpenAPI document says of Twilio's Event Streams.</summary>
internal static class EventOperations
{
    public static readonly ApiOperation Events = new("TwilioEvents", "Twilio: batches of its Event Streams.")
    {
        Description =
            "What says that a recipient's number was reassigned ends its consents (com.twilio.messaging.reassigned-number.detected); all other types are passed over.",
        Body =
        [
            new ApiContent(
                MediaTypes.Json,
                [],
                """[{"specversion":"1.0","type":"com.twilio.messaging.reassigned-number.detected","source":"AB00000000000000000000000001","id":"NO00000000000000000000000001","data":{"timestamp":"2026-01-31T00:00:00Z","account_sid":"AC00000000000000000000000000000d06","to_number":"+14155552671","is_reassigned":true}}]"""
            ),
        ],
        Status = 204,
    };
}
