namespace OptOut.SimulationTests;

/// <summary>The way from a process to one service and back, and all that can go wrong on it.</summary>
internal sealed class Wire(World world, string name, Func<Exception> failure)
{
    /// <summary>How long our clients try before they call a service unavailable (their time-outs and retries together).</summary>
    private const double MaxTry = 4.5;

    private DateTimeOffset downFrom = DateTimeOffset.MaxValue,
        downUntil;

    /// <summary>How often a call goes wrong while faults are planned.</summary>
    public double Failing { get; set; }

    /// <summary>Nobody answers in that time.</summary>
    public void IsDown(TimeSpan from, TimeSpan time)
    {
        downFrom = World.Start + from;
        downUntil = downFrom + time;
    }

    /// <param name="life">Who calls. When it ends the call may still arrive; its answer does not.</param>
    /// <param name="what">For the trace.</param>
    /// <param name="effect">What the service does.</param>
    /// <param name="findsOut">The client looks again when an answer is lost, and mostly finds out what became of its call.</param>
    public Task<T> CallAsync<T>(Life life, FormattableString what, Func<T> effect, bool findsOut = false)
    {
        var answer = new TaskCompletionSource<T>();
        if (IsDownNow)
        {
            Fail(life, answer, what, "down", world.Between(0.5, MaxTry));
            if (world.Chance(0.2))
            {
                // A service that was stopped finds it in its inbox.
                world.In(downUntil - world.Now + world.Between(0, 1), () => Apply(life, what, effect, " (late)"));
            }
        }
        else if (!world.Chance(Failing))
        {
            world.In(Travel(), () => Arrive(life, answer, what, effect));
        }
        else if (world.Chance(0.4))
        {
            Fail(life, answer, what, "lost", world.Between(0, MaxTry));
        }
        else
        {
            var known = findsOut && world.Chance(0.5);
            var late = world.Chance(0.3) ? world.Between(0, 40) : Travel();
            T? result = default;
            var done = false;
            world.In(
                late,
                () =>
                {
                    result = Apply(life, what, effect, " (answer lost)");
                    done = true;
                }
            );
            world.In(
                world.Between(0.5, MaxTry),
                () =>
                    life.Inside(() =>
                    {
                        if (known && done)
                        {
                            answer.SetResult(result!);
                        }
                        else
                        {
                            answer.SetException(failure());
                        }
                    })
            );
        }

        return answer.Task;
    }

    /// <summary>A call of Twilio's that sends: it says by itself how it ended, and it arrives in time or never.</summary>
    public Task<SendResult> SendAsync(Life life, FormattableString what, Func<SendResult> effect)
    {
        var answer = new TaskCompletionSource<SendResult>();
        if (IsDownNow)
        {
            // Never left, or nobody knows.
            var unknown = new SendResult(world.Chance(0.5) ? SendOutcome.Unknown : SendOutcome.TryLater);
            world.In(world.Between(0.5, MaxTry), () => life.Inside(() => answer.SetResult(unknown)));
        }
        else
        {
            world.In(Travel(), () => Arrive(life, answer, what, effect));
        }

        return answer.Task;
    }

    private bool IsDownNow => world.Now >= downFrom && world.Now < downUntil;

    private void Arrive<T>(Life life, TaskCompletionSource<T> answer, FormattableString what, Func<T> effect)
    {
        if (life.IsOver && world.Chance(0.5))
        {
            return;
        }

        var result = Apply(life, what, effect, "");
        world.In(Travel(), () => life.Inside(() => answer.SetResult(result)));
    }

    private T Apply<T>(Life life, FormattableString what, Func<T> effect, string how)
    {
        var result = effect();
        if (world.IsTraced)
        {
            world.Note($"{life.Name} {name} {FormattableString.Invariant(what)}{how} -> {Trace.Of(result)}");
        }

        return result;
    }

    private void Fail<T>(Life life, TaskCompletionSource<T> answer, FormattableString what, string why, TimeSpan after)
    {
        world.Note($"{life.Name} {name} {FormattableString.Invariant(what)}: {why}");
        world.In(after, () => life.Inside(() => answer.SetException(failure())));
    }

    private TimeSpan Travel() => world.Chance(0.05) ? world.Between(0, 2) : world.Between(0.001, 0.05);
}
