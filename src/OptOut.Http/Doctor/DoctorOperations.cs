namespace OptOut.Http;

/// <summary>What the OpenAPI document says of the doctor.</summary>
internal static class DoctorOperations
{
    public static readonly ApiOperation Get = new(
        "GetDoctor",
        "Holds Twilio's settings against ours, and says what differs and what to do."
    )
    {
        Description =
            "Webhook and fallback of each number and messaging service, who answers opt-outs, registered keywords and texts, and the last webhooks that were refused. Changes nothing.",
        Answer =
        [
            ApiContent.Json<DoctorReport>(
                """{"findings":[{"what":"webhook-url","where":"+14155550100","expected":"http://localhost:7071/api/twilio/messages","found":"https://old.example/sms","doThis":"Opt-outs do not arrive here: set \"A message comes in\" to the expected URL."}]}"""
            ),
        ],
    };
}
