using System.Globalization;
using System.Reflection;

namespace OptOut.SimulationTests;

/// <summary>
/// One run: hosts whose clocks differ record opt-outs of many people in one store, and a follower asks any of them for what is new.
/// </summary>
internal sealed class Followed
{
    /// <summary>
    /// From a commit's hand-over to the store's client until it can be read, at most: the client's tries and a slow store (ADR 0441).
    /// </summary>
    private const double SlowestCommit = 15;

    private const double WritingEnds = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly World world;
    private readonly StoreModel store = new(Flaw.None);
    private readonly HashSet<string> acknowledged = new(StringComparer.Ordinal),
        seen = new(StringComparer.Ordinal);
    private readonly Writer[] writers;
    private readonly bool asOfNow;
    private DateTimeOffset since;

    private Followed(int seed, double skew, bool asOfNow, bool traced)
    {
        this.asOfNow = asOfNow;
        world = new World(seed, traced);
        writers =
        [
            .. Enumerable
                .Range(1, 2 + world.UpTo(2))
                .Select(n => new Writer(
                    world,
                    store,
                    new Life(world, string.Create(CultureInfo.InvariantCulture, $"host{n}"), world.Between(-skew, skew))
                )),
        ];
    }

    /// <summary>Whose opt-out was acknowledged and never shown.</summary>
    /// <param name="skew">By how many seconds each clock is off, at most.</param>
    /// <param name="asOfNow">The planted bug: a list says that it is as of now.</param>
    public static (IReadOnlyList<string> Missed, IReadOnlyList<string> Trace) Run(
        int seed,
        double skew,
        bool asOfNow = false,
        bool traced = false
    )
    {
        var run = new Followed(seed, skew, asOfNow, traced);
        run.Plan();
        run.world.Run(Longest);
        return ([.. run.acknowledged.Except(run.seen, StringComparer.Ordinal).Order(StringComparer.Ordinal)], run.world.History);
    }

    private void Plan()
    {
        for (var n = 0; n < 30; n++)
        {
            var person = string.Create(CultureInfo.InvariantCulture, $"+1415555{n:D4}");
            var writer = world.One(writers);
            world.In(world.Between(0, WritingEnds), () => writer.Life.Inside(() => writer.OptOut(person, () => acknowledged.Add(person))));
        }

        for (var more = world.UpTo(6); more > 0; more--)
        {
            var life = world.One(writers).Life;
            world.In(world.Between(0, WritingEnds), () => life.Stop(world.Between(0.5, world.One([8, 90]))));
        }

        // The last look is long after all is written.
        for (var at = 0.0; at < WritingEnds + 400; at += world.Between(0.5, 20).TotalSeconds)
        {
            var asked = world.One(writers);
            world.In(TimeSpan.FromSeconds(at), () => asked.Life.Inside(() => Follow(asked)));
        }
    }

    /// <summary>As the list's endpoint does it: the time first, then the walk, which takes a while.</summary>
    private void Follow(Writer asked)
    {
        var (from, asOf) = (since, asOfNow ? asked.Life.GetUtcNow() : asked.SettledBefore);
        world.In(
            world.Between(0, 3),
            () =>
            {
                var shown = store.All.Where(p => p.Events.Exists(e => e.RecordedAt >= from)).Select(p => p.Record.State.Recipient).ToList();
                seen.UnionWith(shown);
                world.Note($"{asked.Life.Name} shows {shown.Count} as of {(asOf - World.Start).TotalSeconds:F1}");
                since = asOf;
            }
        );
    }

    /// <summary>A host that records opt-outs, with the real way of a change.</summary>
    private sealed class Writer
    {
        private readonly RecipientChanges changes;
        private readonly RecordOptOut optOuts;

        public Writer(World world, StoreModel store, Life life)
        {
            Life = life;
            var port = DispatchProxy.Create<IRecipientStore, SlowStore>();
            ((SlowStore)port).Open(world, store, life);
            var calm = new Wire(world, "queue", () => new DependencyUnavailableException());
            var queue = new QueuePort(world, new QueueModel(world, _ => { }), calm, life, Flaw.None);
            var publisher = new PublisherPort(new(StringComparer.Ordinal), calm, life, Flaw.None);
            changes = new RecipientChanges(
                port,
                new FollowUps(port, queue, publisher, new FollowUpTimes(), new Background(life), life),
                life
            );
            optOuts = new RecordOptOut(changes);
        }

        public Life Life { get; }

        public DateTimeOffset SettledBefore => changes.SettledBefore;

        public async void OptOut(string person, Action done)
        {
            await optOuts.RecordAsync(
                new RecipientKey(Cast.Account.Sid, RecipientAddress.FromStored(person)),
                new ReportedOptOut
                {
                    Brand = Clinic.Acme,
                    Scope = Scope.Brand,
                    Reason = "asked",
                    Source = "phone",
                },
                CancellationToken.None
            );
            done();
        }
    }

    /// <summary>A client of the table whose commits take as long as they may.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance",
        "CA1852:Seal internal types",
        Justification = "DispatchProxy makes a subtype of it."
    )]
    public class SlowStore : DispatchProxy
    {
        private World world = null!;
        private StoreModel store = null!;
        private Life life = null!;

        internal void Open(World inWorld, StoreModel on, Life of) => (world, store, life) = (inWorld, on, of);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name switch
            {
                nameof(IRecipientStore.ReadAsync) => CallAsync(world.Between(0, 2), () => store.Of((RecipientKey)args![0]!).Record),
                nameof(IRecipientStore.CommitAsync) => CallAsync(
                    world.Between(0, world.One([0.1, SlowestCommit])),
                    () => store.Commit((Change)args![0]!)
                ),
                _ => throw new NotSupportedException(targetMethod.Name),
            };

        /// <summary>It takes effect in time whatever becomes of the caller, who hears of it when it runs.</summary>
        private Task<T> CallAsync<T>(TimeSpan takes, Func<T> effect)
        {
            var answer = new TaskCompletionSource<T>();
            world.In(
                takes,
                () =>
                {
                    var result = effect();
                    world.In(world.Between(0, 0.5), () => life.Inside(() => answer.SetResult(result)));
                }
            );
            return answer.Task;
        }
    }
}
