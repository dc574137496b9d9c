using System.Net;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using Twilio.Rest;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Conversations.V1.Conversation;
using ConversationMessage = Twilio.Rest.Conversations.V1.Conversation.MessageResource;
using CreateConversationMessage = Twilio.Rest.Conversations.V1.Conversation.CreateMessageOptions;
using CreateMessageOptions = Twilio.Rest.Api.V2010.Account.CreateMessageOptions;
using MessageResource = Twilio.Rest.Api.V2010.Account.MessageResource;
using ReadMessageOptions = Twilio.Rest.Api.V2010.Account.ReadMessageOptions;

namespace OptOut.TwilioApi;

/// <summary>Twilio's REST API by its SDK: the Message resource, and Conversations' messages and participants.</summary>
internal sealed class TwilioSdkMessages(TwilioCalls twilio, TimeProvider time) : ITwilioMessages
{
    /// <summary>The largest page that Twilio gives.</summary>
    private const int PageSize = 1000;

    /// <summary>The inbound log is read in pieces of this length, so that memory holds one piece, however long we were away.</summary>
    private static readonly TimeSpan LogSlice = TimeSpan.FromHours(1);

    /// <summary>
    /// Twilio filters and sorts by the date of sending, which can lie this far from that of creation (queueing ends after 10 hours).
    /// </summary>
    private static readonly TimeSpan MaxQueueing = TimeSpan.FromDays(1);

    /// <summary>How far Twilio's two dates of one inbound message, and its clock and ours, may differ.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        try
        {
            var sid = await twilio.CallAsync(
                message.AccountSid,
                async client =>
                    message.ConversationSid is null
                        ? (await MessageResource.CreateAsync(Options(message), client)).Sid
                        : (
                            await ConversationMessage.CreateAsync(
                                new CreateConversationMessage(message.ConversationSid) { Body = message.Body },
                                client
                            )
                        ).Sid,
                cancellation
            );
            return sid is null ? new SendResult(SendOutcome.Unknown) : new SendResult(SendOutcome.Accepted, sid);
        }
        catch (TwilioCallException failure)
        {
            return new SendResult(failure.Outcome, ErrorCode: failure.ErrorCode);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ListedMessage>> ListSentAsync(
        string accountSid,
        string to,
        DateTimeOffset since,
        CancellationToken cancellation
    )
    {
        var found = new List<ListedMessage>();
        var second = WholeSecond(since);

        // No filter by date: Twilio's is by the date of sending, and what is accepted or queued has none yet.
        var pages = ReadMessagesAsync(accountSid, new ReadMessageOptions { To = to, PageSize = PageSize }, cancellation);
        await foreach (var page in pages)
        {
            found.AddRange(
                page.Where(m => m.Direction != MessageResource.DirectionEnum.Inbound).Select(Listed).Where(m => m.CreatedAt >= second)
            );
            if (page.Count > 0 && page.All(m => Created(m) < second - MaxQueueing))
            {
                break;
            }
        }

        return found;
    }

    /// <inheritdoc />
    public async Task<ListedMessage?> FindAsync(string accountSid, string messageSid, CancellationToken cancellation)
    {
        try
        {
            return Listed(
                await twilio.CallAsync(accountSid, client => MessageResource.FetchAsync(messageSid, accountSid, client), cancellation)
            );
        }
        catch (TwilioCallException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ListedMessage> ListInboundAsync(
        string accountSid,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var end = time.GetUtcNow() + MaxSkew;
        for (var from = WholeSecond(since); from < end; from += LogSlice)
        {
            var options = new ReadMessageOptions
            {
                DateSentAfter = (from - MaxSkew).UtcDateTime,
                DateSentBefore = (from + LogSlice + MaxSkew).UtcDateTime,
                PageSize = PageSize,
            };
            var slice = new List<ListedMessage>();
            await foreach (var page in ReadMessagesAsync(accountSid, options, cancellation))
            {
                slice.AddRange(
                    page.Where(m => m.Direction == MessageResource.DirectionEnum.Inbound)
                        .Select(Listed)
                        .Where(m => m.CreatedAt >= from && m.CreatedAt < from + LogSlice)
                );
            }

            // Twilio lists the newest first; within one second its order is all there is to go by.
            slice.Reverse();
            foreach (var message in slice.OrderBy(m => m.CreatedAt))
            {
                yield return message;
            }
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ConversationParticipant>> ListParticipantsAsync(
        string accountSid,
        string conversationSid,
        CancellationToken cancellation
    )
    {
        var path = $"/v1/Conversations/{Uri.EscapeDataString(conversationSid)}/Participants";
        var found = new List<ConversationParticipant>();
        await foreach (
            var page in twilio.ReadPagesAsync<ParticipantResource>(accountSid, Domain.Conversations, path, [], "participants", cancellation)
        )
        {
            found.AddRange(
                from participant in page
                let binding = participant.MessagingBinding as JObject
                let recipient = (string?)binding?["address"]
                let sender = (string?)binding?["proxy_address"]
                where recipient is not null && sender is not null
                select new ConversationParticipant(participant.Sid, recipient, sender)
            );
        }

        return found;
    }

    private IAsyncEnumerable<IReadOnlyList<MessageResource>> ReadMessagesAsync(
        string accountSid,
        ReadMessageOptions options,
        CancellationToken cancellation
    ) =>
        twilio.ReadPagesAsync<MessageResource>(
            accountSid,
            Domain.Api,
            $"/2010-04-01/Accounts/{accountSid}/Messages.json",
            options.GetParams(),
            "messages",
            cancellation
        );

    private static CreateMessageOptions Options(OutboundMessage message)
    {
        var options = new CreateMessageOptions(message.To)
        {
            PathAccountSid = message.AccountSid,
            Body = message.Body,
            StatusCallback = message.StatusCallback,
        };
        if (message.From.StartsWith("MG", StringComparison.Ordinal))
        {
            options.MessagingServiceSid = message.From;
        }
        else
        {
            options.From = message.From;
        }

        return options;
    }

    private static ListedMessage Listed(MessageResource message) =>
        new(
            message.Sid,
            message.From?.ToString() ?? "",
            message.To ?? "",
            message.Body ?? "",
            Created(message),
            message.Status?.ToString() ?? "",
            message.ErrorCode,
            message.MessagingServiceSid
        );

    /// <summary>The SDK gives local time.</summary>
    private static DateTimeOffset Created(MessageResource message) =>
        message.DateCreated is { } created
            ? new DateTimeOffset(created.ToUniversalTime())
            : throw new InvalidDataException("A message of Twilio's list has no date_created.");

    /// <summary>Twilio's dates have no fractions: what was created within the same second counts.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
}
