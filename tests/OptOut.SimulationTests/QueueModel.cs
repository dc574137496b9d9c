using System.Globalization;

namespace OptOut.SimulationTests;

/// <summary>The follow-up queue: messages that are invisible for a while, at least once, in no order, to anyone who looks.</summary>
internal sealed class QueueModel(World world, Action<QueueModel.Letter> isDue, Flaw flaw = Flaw.None)
{
    /// <summary>As long as a worker may take, and a quarter more.</summary>
    private readonly TimeSpan hidden = new FollowUpTimes().HandlingTimeout * (flaw == Flaw.HiddenTooLong ? 200 : 1.25);

    private readonly Dictionary<string, Letter> letters = new(StringComparer.Ordinal);
    private readonly HashSet<string> receipts = new(StringComparer.Ordinal);
    private readonly List<(long First, long Last)> ranges = [];
    private long count;

    /// <summary>A message as it lies there, or lay there when it was taken.</summary>
    public sealed record Letter(string Id, string Pop, FollowUp FollowUp, DateTimeOffset VisibleAt);

    public int Count => letters.Count;

    /// <summary>When the last one left: from then on nothing is owed.</summary>
    public DateTimeOffset EmptySince { get; private set; }

    /// <summary>How likely a message that was just taken is handed out again.</summary>
    public double Twice { get; set; }

    public IEnumerable<FollowUp> Waiting => letters.Values.Select(l => l.FollowUp);

    /// <summary>Was anything ever in the queue that has to see to this event?</summary>
    public bool WasPromised(LedgerEvent happened, Receipt? receipt) =>
        (receipt is not null && receipts.Contains(receipt.Id))
        || ranges.Any(r => r.First <= happened.Sequence && happened.Sequence <= r.Last);

    public bool WasPromised(string receiptId) => receipts.Contains(receiptId);

    public string Add(FollowUp followUp, TimeSpan due)
    {
        var letter = new Letter(Next("f"), Next("p"), followUp, world.Now + due);
        if (followUp is MessageFollowUp message)
        {
            receipts.Add(message.MessageSid);
        }
        else if (followUp is PublicationFollowUp publication)
        {
            ranges.Add((publication.FirstSequence, publication.LastSequence));
        }

        Keep(letter);
        return $"{letter.Id} {letter.Pop}";
    }

    /// <summary>Gone, if it is as it was when the ticket was made.</summary>
    public bool Remove(string ticket)
    {
        var parts = ticket.Split(' ');
        if (!letters.TryGetValue(parts[0], out var letter) || letter.Pop != parts[1])
        {
            return false;
        }

        EmptySince = world.Now;
        return letters.Remove(letter.Id);
    }

    /// <summary>It lies there as it did.</summary>
    public bool IsStill(Letter seen) => letters.TryGetValue(seen.Id, out var letter) && letter.Pop == seen.Pop;

    /// <summary>Hands it out, if it is still there and due.</summary>
    public Letter? Take(Letter seen)
    {
        if (!IsStill(seen))
        {
            return null;
        }

        var taken = letters[seen.Id] with { Pop = Next("p"), VisibleAt = world.Now + (world.Chance(Twice) ? world.Between(0, 5) : hidden) };
        Keep(taken);
        return taken;
    }

    private void Keep(Letter letter)
    {
        letters[letter.Id] = letter;
        world.In(
            letter.VisibleAt - world.Now,
            () =>
            {
                if (IsStill(letter))
                {
                    isDue(letter);
                }
            }
        );
    }

    private string Next(string of) => string.Create(CultureInfo.InvariantCulture, $"{of}{++count}");
}

/// <summary>A process's client of the queue.</summary>
internal sealed class QueuePort(World world, QueueModel model, Wire wire, Life life, Flaw flaw) : IFollowUpQueue
{
    public Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation)
    {
        if (flaw == Flaw.CommittedBeforeScheduled)
        {
            world.In(
                world.Between(0, 2),
                () => life.Inside(() => _ = wire.CallAsync(life, $"schedule {Trace.Of(followUp)}", () => model.Add(followUp, due)))
            );
            return Task.FromResult("none yet");
        }

        return wire.CallAsync(life, $"schedule {Trace.Of(followUp)} in {due.TotalSeconds} s", () => model.Add(followUp, due));
    }

    public async Task CancelAsync(string ticket, CancellationToken cancellation) =>
        await wire.CallAsync(life, $"cancel {ticket}", () => model.Remove(ticket));

    public Task<QueueModel.Letter?> TakeAsync(QueueModel.Letter due) => wire.CallAsync(life, $"take {due.Id}", () => model.Take(due));

    public Task DeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<DateTimeOffset?> OldestDueAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> HasDeadLettersAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<int> ReviveDeadLettersAsync(CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>A process's client of the broker of consent events.</summary>
internal sealed class PublisherPort(HashSet<string> published, Wire wire, Life life, Flaw flaw) : IEventPublisher
{
    public bool HasSubscribers => true;

    public async Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation)
    {
        var publishing = wire.CallAsync(
            life,
            $"publish {string.Join(' ', events.Select(e => e.Sequence))}",
            () =>
            {
                published.UnionWith(events.Select(e => e.Id));
                return true;
            }
        );
        if (flaw != Flaw.CancelledBeforePublished)
        {
            await publishing;
        }
    }
}
