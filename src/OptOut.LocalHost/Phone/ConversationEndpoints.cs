namespace OptOut.LocalHost;

/// <summary><c>/local/conversations</c>: the simulated Twilio's Conversations.</summary>
internal static class ConversationEndpoints
{
    private const int MaxBodyLength = 1600;

    public static async Task<IResult> OpenAsync(
        HttpRequest request,
        ConversationSimulator conversations,
        SimulatedTwilio twilio,
        IHostApplicationLifetime lifetime
    )
    {
        var (json, refusal) = await LocalRequest.ReadAsync(request);
        if (refusal is not null)
        {
            return refusal;
        }
        using var fields = JsonFields.Parse(json, out var errors);
        var (from, to) = (
            PhoneAddress.Plain(fields?.Text("from", required: true) ?? ""),
            PhoneAddress.Plain(fields?.Text("to", required: true) ?? "")
        );
        if (!PhoneAddress.IsRecipient(from))
        {
            fields?.Refuse("from", "must be + and 8 to 15 digits, or a channel address");
        }
        if (twilio.AccountOf(to) is null)
        {
            fields?.Refuse("to", "is no sender of a configured brand");
        }
        fields?.RefuseOthers();
        return errors.Count > 0
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Json(await conversations.OpenAsync(from, to, lifetime.ApplicationStopping));
    }

    public static async Task<IResult> WriteAsync(
        string sid,
        HttpRequest request,
        ConversationSimulator conversations,
        MessageLog log,
        IHostApplicationLifetime lifetime
    )
    {
        var (json, refusal) = await LocalRequest.ReadAsync(request);
        if (refusal is not null)
        {
            return refusal;
        }
        using var fields = JsonFields.Parse(json, out var errors);
        var author = default(ConversationAuthor);
        if (fields?.Text("author", required: true) is { } word && !KebabCase<ConversationAuthor>.TryParse(word, out author))
        {
            fields.Refuse("author", $"must be one of {KebabCase<ConversationAuthor>.All}");
        }
        var body = fields?.Text("body", required: true);
        if (body?.Length > MaxBodyLength)
        {
            fields!.Refuse("body", $"is longer than {MaxBodyLength} characters");
        }
        var messageSid = fields?.Text("messageSid", required: false);
        if (messageSid is not null && !Twilio.TwilioIds.IsSid(messageSid, "IM"))
        {
            fields!.Refuse("messageSid", "must be IM and 32 hexadecimal digits");
        }
        fields?.RefuseOthers();
        if (errors.Count > 0)
        {
            return TypedResults.ValidationProblem(errors);
        }
        return await WithActiveAsync(
            sid,
            log,
            async conversation =>
                await conversations.WriteAsync(
                    conversation,
                    author,
                    body!,
                    messageSid ?? SimulatedMessage.NewSid("IM"),
                    lifetime.ApplicationStopping
                )
                    is { } delivery
                    ? TypedResults.Json(delivery)
                    : LocalRequest.Invalid("messageSid", "belongs to a message of another conversation, author or content")
        );
    }

    public static Task<IResult> CloseAsync(
        string sid,
        ConversationSimulator conversations,
        MessageLog log,
        IHostApplicationLifetime lifetime
    ) =>
        WithActiveAsync(
            sid,
            log,
            async conversation => TypedResults.Json(await conversations.CloseAsync(conversation, lifetime.ApplicationStopping))
        );

    public static async Task<IResult> RemoveAsync(
        string sid,
        ConversationSimulator conversations,
        MessageLog log,
        IHostApplicationLifetime lifetime
    ) =>
        await log.ConversationAsync(sid, lifetime.ApplicationStopping) is { State: not SimulatedConversation.Removed } conversation
            ? TypedResults.Json(await conversations.RemoveAsync(conversation, lifetime.ApplicationStopping))
            : Missing();

    private static async Task<IResult> WithActiveAsync(string sid, MessageLog log, Func<SimulatedConversation, Task<IResult>> then) =>
        await log.ConversationAsync(sid, CancellationToken.None) switch
        {
            null or { State: SimulatedConversation.Removed } => Missing(),
            { IsActive: false } => TypedResults.Problem("The conversation is closed.", statusCode: StatusCodes.Status409Conflict),
            var conversation => await then(conversation),
        };

    private static IResult Missing() => TypedResults.Problem("There is no such conversation.", statusCode: StatusCodes.Status404NotFound);
}
