namespace OptOut.SimulationTests;

/// <summary>One process of a host, from its start to its end: its clock, its timers, and whether it can do anything at all.</summary>
/// <remarks>Not FakeTimeProvider: a process that is killed or stopped takes its timers with it, and its clock may be off.</remarks>
internal sealed class Life(World world, string name, TimeSpan skew) : TimeProvider
{
    private DateTimeOffset stoppedUntil;

    public string Name => name;
    public bool IsOver { get; private set; }

    /// <summary>Neither ended nor stopped.</summary>
    public bool IsRunning => !IsOver && world.Now >= stoppedUntil;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.Now + skew;

    public override long GetTimestamp() => world.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>kill -9.</summary>
    public void End()
    {
        IsOver = true;
        world.Note($"{name} is killed");
    }

    /// <summary>Stopped as by SIGSTOP: whatever comes in waits.</summary>
    public void Stop(TimeSpan time)
    {
        stoppedUntil = world.Now + time;
        world.Note($"{name} stops for {time.TotalSeconds:F1} s");
    }

    /// <summary>Something comes to this process: it happens at once, when the process runs again, or never.</summary>
    public void Inside(Action action)
    {
        if (IsOver)
        {
            return;
        }

        if (world.Now < stoppedUntil)
        {
            world.In(stoppedUntil - world.Now + world.Between(0, 0.01), () => Inside(action));
        }
        else
        {
            action();
        }
    }

    private sealed class Timer(Life life, Action callback) : ITimer
    {
        private int setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var mine = ++setting;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                life.In(
                    dueTime,
                    () =>
                    {
                        if (mine == setting)
                        {
                            callback();
                        }
                    }
                );
            }

            return true;
        }

        public void Dispose() => setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private void In(TimeSpan delay, Action action) => world.In(delay, () => Inside(action));
}
