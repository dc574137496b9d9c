using System.Globalization;

namespace OptOut.SimulationTests;

/// <summary>
/// One run: what a seed makes of the texts, the crashes and other faults. They end after ten minutes; then everything has to come
/// right.
/// </summary>
internal sealed class Schedule
{
    public const double FaultsEnd = 600;

    /// <summary>Follow-ups give up after a week.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(8);

    private static readonly string[] Words = ["STOP", "STOP", "STOP", "STOP", "START", "START", "JOIN", "STOPALL", "HELP", "YES", "hello"];

    private readonly World world;
    private readonly Flaw flaw;
    private readonly Surroundings around;
    private readonly Host[] hosts;
    private readonly List<TwilioModel.Text> texts = [];
    private int lives;

    private Schedule(int seed, Flaw flaw, bool traced)
    {
        this.flaw = flaw;
        world = new World(seed, traced);
        around = new Surroundings(world, () => hosts![world.UpTo(1)], Due, flaw);
        hosts = [NewHost(), NewHost()];
    }

    /// <summary>What broke, empty when nothing did; with <paramref name="traced"/>, all that happened.</summary>
    public static (IReadOnlyList<string> Broken, IReadOnlyList<string> Trace) Run(int seed, Flaw flaw = Flaw.None, bool traced = false)
    {
        var schedule = new Schedule(seed, flaw, traced);
        schedule.Plan();
        schedule.world.Run(MaxDuration);
        Invariants.Check(schedule.world, schedule.around, schedule.texts);
        return (schedule.world.Broken, schedule.world.History);
    }

    private void Plan()
    {
        PlanFaults();
        if (world.Chance(0.7))
        {
            Somewhere(world.Between(0, 1), host => host.Consent(reconsent: false));
        }

        var at = TimeSpan.FromSeconds(2);
        var pace = world.One([0.1, 5, 60, 200]);
        for (var more = 1 + world.UpTo(3); more > 0; more--)
        {
            var text = new TwilioModel.Text(string.Create(CultureInfo.InvariantCulture, $"SM{texts.Count + 1}"), world.One(Words));
            texts.Add(text);
            world.In(at, () => around.Twilio.Receive(text));
            at += world.Between(0, pace);
        }

        if (world.Chance(0.2))
        {
            Somewhere(world.Between(0, 200), host => host.Consent(reconsent: true));
        }

        if (world.Chance(0.1))
        {
            Somewhere(world.Between(0, 200), host => host.OptOutByPhone());
        }

        for (var more = world.UpTo(3); more > 0; more--)
        {
            Somewhere(world.Between(0, 300), host => host.Check());
        }
    }

    private void PlanFaults()
    {
        var faultRate = world.One([0, 0.2, 0.5, 1]);
        around.Twilio.FaultRate = faultRate;
        around.Twilio.TakesFirstAnswer = world.Chance(0.5);
        around.Queue.Twice = faultRate * 0.3;
        foreach (var wire in around.Wires)
        {
            wire.Failing = world.Chance(0.5) ? 0 : faultRate * world.One([0.05, 0.2]);
            if (world.Chance(faultRate * 0.4))
            {
                wire.IsDown(world.Between(0, 150), world.Between(1, world.One([10, 300])));
            }
        }

        for (var more = world.Chance(faultRate) ? world.UpTo(4) : 0; more > 0; more--)
        {
            var slot = world.UpTo(1);
            world.In(
                world.One([world.Between(1.9, 4), world.Between(55, 75), world.Between(110, 140), world.Between(0, 400)]),
                () => Trouble(slot)
            );
        }

        world.In(
            TimeSpan.FromSeconds(FaultsEnd),
            () =>
            {
                around.Twilio.FaultRate = 0;
                around.Queue.Twice = 0;
                foreach (var wire in around.Wires)
                {
                    wire.Failing = 0;
                }
            }
        );
    }

    private void Trouble(int slot)
    {
        if (world.Chance(0.4))
        {
            hosts[slot].Life.Stop(world.Between(0.5, world.One([5, 200])));
            return;
        }

        hosts[slot].Life.End();
        world.In(world.Between(0.5, world.One([3, 60])), () => hosts[slot] = NewHost());
    }

    private void Somewhere(TimeSpan delay, Action<Host> what) =>
        world.In(
            delay,
            () =>
            {
                var host = world.One(hosts);
                host.Life.Inside(() => what(host));
            }
        );

    /// <summary>A worker looks every few seconds, as long as there is something.</summary>
    private void Due(QueueModel.Letter letter)
    {
        if (!around.Queue.IsStill(letter))
        {
            return;
        }

        var host = world.One(hosts);
        if (host.Life.IsRunning)
        {
            host.Handle(letter);
        }

        world.In(world.Between(0.5, 6), () => Due(letter));
    }

    private Host NewHost() =>
        new(world, new Life(world, string.Create(CultureInfo.InvariantCulture, $"host{++lives}"), world.Between(-0.5, 0.5)), around, flaw);
}
