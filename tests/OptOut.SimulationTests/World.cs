using System.Globalization;

namespace OptOut.SimulationTests;

/// <summary>
/// The simulated time, the random numbers and the pending events. Everything that takes time is an entry of one agenda, so the seed decides
/// every order.
/// </summary>
internal sealed class World(int seed, bool traced = false)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A run of a few texts takes hundreds of steps: this many go round in a circle.</summary>
    private const int MaxSteps = 100_000;

    private readonly PriorityQueue<Action, (long Ticks, long Order)> agenda = new();
    private readonly Random random = new(seed);
    private readonly List<string> trace = [];
    private long order;

    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>What must never be, and was.</summary>
    public List<string> Broken { get; } = [];

    public bool IsTraced => traced;
    public IReadOnlyList<string> History => trace;

    /// <summary>Something happens after a while.</summary>
    public void In(TimeSpan delay, Action action) => agenda.Enqueue(action, (Now.Ticks + delay.Ticks, order++));

    /// <summary>Lets everything happen, until nothing is left or the time is over.</summary>
    public void Run(TimeSpan longest)
    {
        var pump = new Pump();
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(pump);
        try
        {
            for (var steps = 0; agenda.TryDequeue(out var action, out var at); steps++)
            {
                Now = new DateTimeOffset(at.Ticks, TimeSpan.Zero);
                if (Now - Start > longest || steps > MaxSteps)
                {
                    Break("It never came to rest.");
                    return;
                }

                action();
                pump.Drain();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    public bool Chance(double probability) => random.NextDouble() < probability;

    public TimeSpan Between(double minSeconds, double maxSeconds) =>
        TimeSpan.FromSeconds(minSeconds + (random.NextDouble() * (maxSeconds - minSeconds)));

    public T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public int UpTo(int most) => random.Next(most + 1);

    public void Break(string what)
    {
        Broken.Add(what);
        Note($"BROKEN: {what}");
    }

    public void Note(FormattableString what)
    {
        if (traced)
        {
            trace.Add(
                string.Create(CultureInfo.InvariantCulture, $"{(Now - Start).TotalSeconds, 10:F3}  {FormattableString.Invariant(what)}")
            );
        }
    }
}
