using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;

namespace OptOut.Testing;

/// <summary>What a topic does with what it is sent.</summary>
public enum TopicMood
{
    /// <summary>Takes it.</summary>
    Takes,

    /// <summary>Refuses it, as a topic that is full.</summary>
    Refuses,

    /// <summary>Reads it and says nothing.</summary>
    IsSilent,
}

/// <summary>An event as it came over the wire.</summary>
internal sealed record TakenEvent(
    string Id,
    string Subject,
    string ContentType,
    IReadOnlyDictionary<string, object> Properties,
    byte[] Body
);

/// <summary>
/// Stands in for a Service Bus topic on loopback: plain AMQP 1.0, to which the real SDK connects by its switch for emulators. Takes the
/// token that the SDK puts, single messages and batches.
/// </summary>
internal sealed class TopicListener : IDisposable
{
    private const string Topic = "/consent-events";

    /// <summary>
    /// The format of a message whose sections of data are messages each
    /// (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide).
    /// </summary>
    private const uint BatchFormat = 0x80013700;

    private readonly ContainerHost host;
    private readonly ConcurrentQueue<IReadOnlyList<TakenEvent>> transfers = new();

    private TopicListener(int port)
    {
        host = new ContainerHost(new Address($"amqp://127.0.0.1:{port}"));
        var listener = host.Listeners[0];
        listener.SASL.EnableAnonymousMechanism = true;
        listener.SASL.EnableMechanism(new Symbol("MSSBCBS"), SaslProfile.Anonymous);
        listener.HandlerFactory = _ => new Sizes();
        host.RegisterRequestProcessor("$cbs", new Tokens());
        host.RegisterMessageProcessor(Topic, new Messages(this));
        host.Open();
        ConnectionString = $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==;UseDevelopmentEmulator=true";
    }

    public string ConnectionString { get; }

    public TopicMood Mood { get; set; }

    /// <summary>What was sent together, in the order of its coming.</summary>
    public IReadOnlyList<IReadOnlyList<TakenEvent>> Transfers => [.. transfers];

    /// <summary>All events that were taken.</summary>
    public IReadOnlyList<TakenEvent> Taken => [.. transfers.SelectMany(events => events)];

    /// <summary>
    /// Starts it on a free port. Another process may take the port that was just found free, for the library is given one and takes none by
    /// itself: then it is another port.
    /// </summary>
    public static TopicListener Start()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new TopicListener(FreePort());
            }
            catch (SocketException) when (tries < 20)
            {
                // Taken meanwhile.
            }
        }
    }

    public void Dispose() => host.Close();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void Take(MessageContext context)
    {
        switch (Mood)
        {
            case TopicMood.Takes:
                transfers.Enqueue(Read(context.Message));
                context.Complete();
                break;
            case TopicMood.Refuses:
                context.Complete(new Error(new Symbol("amqp:resource-limit-exceeded")) { Description = "The topic is full." });
                break;
            default:
                break;
        }
    }

    private static IReadOnlyList<TakenEvent> Read(Message message) =>
        message.Format == BatchFormat
            ?
            [
                .. Sections(message.BodySection)
                    .Select(section => Event(Message.Decode(new ByteBuffer(section, 0, section.Length, section.Length)))),
            ]
            : [Event(message)];

    private static IEnumerable<byte[]> Sections(RestrictedDescribed body) =>
        body switch
        {
            DataList list => Enumerable.Range(0, list.Count).Select(n => list[n].Binary),
            Data data => [data.Binary],
            _ => throw new NotSupportedException($"A batch of {body?.GetType().Name}."),
        };

    private static TakenEvent Event(Message message) =>
        new(
            message.Properties.MessageId,
            message.Properties.Subject,
            message.Properties.ContentType.ToString(),
            message.ApplicationProperties.Map.ToDictionary(pair => (string)pair.Key, pair => pair.Value, StringComparer.Ordinal),
            Sections(message.BodySection).Single()
        );

    /// <summary>Says how large a message may be: the SDK reads the library's default, no limit, as less than nothing.</summary>
    private sealed class Sizes : IHandler
    {
        public bool CanHandle(EventId id) => id == EventId.LinkLocalOpen;

        public void Handle(Event protocolEvent) => ((Attach)protocolEvent.Context).MaxMessageSize = 256 * 1024;
    }

    /// <summary>Takes every token.</summary>
    private sealed class Tokens : IRequestProcessor
    {
        public int Credit => 100;

        public void Process(RequestContext requestContext) =>
            requestContext.Complete(
                new Message
                {
                    ApplicationProperties = new ApplicationProperties { ["status-code"] = 202, ["status-description"] = "Accepted" },
                }
            );
    }

    private sealed class Messages(TopicListener topic) : IMessageProcessor
    {
        public int Credit => 100;

        public void Process(MessageContext messageContext) => topic.Take(messageContext);
    }
}
