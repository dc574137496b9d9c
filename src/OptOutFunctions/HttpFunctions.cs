using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace OptOutFunctions;

/// <summary>
/// The functions behind the public addresses. No keys of the Functions host: Twilio's signature and our API keys are checked inside.
/// No list of methods either: the host would answer 404 to all others, where the pipeline says 405.
/// </summary>
internal sealed class HttpFunctions(OptOutPipeline pipeline)
{
    [Function("InboundMessage")]
    public Task InboundMessage([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/twilio/messages")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);

    [Function("MessageStatus")]
    public Task MessageStatus([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/twilio/status")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);

    [Function("ConversationEvents")]
    public Task ConversationEvents([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/twilio/conversations")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);

    [Function("Health")]
    public Task Health([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/health")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);

    [Function("SenderApi")]
    public Task SenderApi([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/{*path}")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);

    [Function("TwilioEvents")]
    public Task TwilioEvents([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/twilio/events")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);

    /// <summary>
    /// The recipient's page (rule 42), whose links are short: they lie at the top, which is why host.json sets no prefix.
    /// </summary>
    [Function("RecipientPage")]
    public Task RecipientPage([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{secret}")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);
}
