using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut.LocalHost;

/// <summary>
/// The simulated Twilio's memory: <c>{data}/phone.ndjson</c>, only ever appended to. It outlives the host, as Twilio does, and
/// hosts on one data directory see one Twilio: a change reads what others appended first, under a lock on <c>phone.lock</c>.
/// </summary>
internal sealed class MessageLog(string dataDirectory, TimeProvider time) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    private readonly string path = Path.Combine(dataDirectory, "phone.ndjson");
    private readonly string gate = Path.Combine(dataDirectory, "phone.lock");
    private readonly SemaphoreSlim turn = new(1);
    private readonly List<string> order = [];
    private readonly Dictionary<string, SimulatedMessage> messages = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Recipient, string Sender), SimulatedConsent> consents = [];
    private readonly HashSet<string> twimlTaken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedConversation> conversations = new(StringComparer.Ordinal);
    private long read;

    /// <summary>Called after this host or, at the next reading, another has changed something.</summary>
    public event EventHandler? Changed;

    /// <summary>All messages, oldest first.</summary>
    public async Task<IReadOnlyList<SimulatedMessage>> AllAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            CatchUp();
            return [.. order.Select(sid => messages[sid])];
        }
        finally
        {
            turn.Release();
        }
    }

    public Task<SimulatedMessage?> FindAsync(string messageSid, CancellationToken cancellation) =>
        ChangeAsync(view => new Decision<SimulatedMessage?>(view.Find(messageSid)), cancellation);

    public Task<SimulatedConversation?> ConversationAsync(string sid, CancellationToken cancellation) =>
        ChangeAsync(_ => new Decision<SimulatedConversation?>(conversations.GetValueOrDefault(sid)), cancellation);

    /// <summary>The consent list, in the order in which its entries were made.</summary>
    public Task<IReadOnlyList<SimulatedConsent>> ConsentsAsync(CancellationToken cancellation) =>
        ChangeAsync(_ => new Decision<IReadOnlyList<SimulatedConsent>>([.. consents.Values]), cancellation);

    public Task AppendAsync(LogLine line, CancellationToken cancellation) => ChangeAsync(_ => new Decision<bool>(true, line), cancellation);

    /// <summary>Decides on the state as it stands and appends what was decided, with nobody in between.</summary>
    public async Task<T> ChangeAsync<T>(Func<View, Decision<T>> decide, CancellationToken cancellation)
    {
        bool changed;
        T result;
        await turn.WaitAsync(cancellation);
        try
        {
            using var held = await FileLock.AcquireAsync(gate, time, waiting: null, cancellation);
            changed = CatchUp();
            var decision = decide(new View(messages, twimlTaken));
            result = decision.Result;
            if (decision.Appended.Length > 0)
            {
                Append(decision.Appended);
                changed |= CatchUp();
            }
        }
        finally
        {
            turn.Release();
        }
        if (changed)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
        return result;
    }

    public void Dispose() => turn.Dispose();

    private void Append(LogLine[] lines)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var buffer = new MemoryStream();
        if (file.Length > read)
        {
            // A killed host left half a line: end it, so that it spoils no other.
            buffer.WriteByte((byte)'\n');
        }
        foreach (var line in lines)
        {
            JsonSerializer.Serialize(buffer, line, Json);
            buffer.WriteByte((byte)'\n');
        }
        file.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Reads the whole lines that were appended since; true when there were any.</summary>
    private bool CatchUp()
    {
        if (!File.Exists(path))
        {
            return false;
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var fresh = new byte[file.Length - read];
        file.Position = read;
        file.ReadExactly(fresh);
        var whole = Array.LastIndexOf(fresh, (byte)'\n') + 1;
        foreach (var range in fresh.AsSpan(0, whole).Split((byte)'\n'))
        {
            Apply(fresh.AsSpan(range));
        }
        read += whole;
        return whole > 0;
    }

    private void Apply(ReadOnlySpan<byte> text)
    {
        LogLine? line;
        try
        {
            line = text.IsEmpty ? null : JsonSerializer.Deserialize<LogLine>(text, Json);
        }
        catch (JsonException)
        {
            return;
        }
        if (line?.Message is { } message)
        {
            messages[message.MessageSid] = message;
            order.Add(message.MessageSid);
        }
        if (line?.Status is { } status && messages.TryGetValue(status.MessageSid, out var known))
        {
            messages[status.MessageSid] = known with { Status = status.Status, ErrorCode = status.ErrorCode };
        }
        if (line?.Consent is { } consent)
        {
            consents[(consent.AccountSid, consent.Recipient, consent.Sender)] = consent;
        }
        if (line?.TwimlTakenFor is { } sid)
        {
            twimlTaken.Add(sid);
        }
        if (line?.Conversation is { } conversation)
        {
            conversations[conversation.Sid] = conversation;
        }
    }

    /// <summary>What a change came to, and the lines it leaves in the log.</summary>
    internal readonly record struct Decision<T>(T Result, params LogLine[] Appended);

    /// <summary>The state that a change decides on.</summary>
    internal readonly struct View(Dictionary<string, SimulatedMessage> messages, HashSet<string> twimlTaken)
    {
        public SimulatedMessage? Find(string messageSid) => messages.GetValueOrDefault(messageSid);

        public bool IsTwimlTaken(string inboundSid) => twimlTaken.Contains(inboundSid);
    }
}
