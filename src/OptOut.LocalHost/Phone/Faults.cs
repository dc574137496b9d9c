namespace OptOut.LocalHost;

/// <summary>
/// What goes wrong at the simulated Twilio, for everyone or for one phone, whose own faults go first. Kept in memory: a host begins without
/// any.
/// </summary>
internal sealed class Faults
{
    private const string Everyone = "";
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Fault>> faults = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called when a fault was set, ended or used up.</summary>
    public event EventHandler? Changed;

    /// <summary>Replaces the faults of one phone, or those of everyone.</summary>
    /// <param name="phone">The phone's address; null for everyone's.</param>
    /// <param name="faults">Those that hold from now on.</param>
    public void Set(string? phone, IReadOnlyList<Fault> faults)
    {
        lock (gate)
        {
            this.faults[Scope(phone)] = [.. faults];
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public IReadOnlyList<Fault> Of(string? phone)
    {
        lock (gate)
        {
            return [.. faults.GetValueOrDefault(Scope(phone)) ?? []];
        }
    }

    /// <summary>Whether this goes wrong now: its value, and one time less; null when it does not.</summary>
    public int? Take(FaultKind kind, string? phone)
    {
        int? taken = null;
        var changed = false;
        lock (gate)
        {
            foreach (var scope in (string[])[Scope(phone), Everyone])
            {
                var known = faults.GetValueOrDefault(scope) ?? [];
                var index = known.FindIndex(fault => fault.Kind == kind);
                if (index < 0)
                {
                    continue;
                }
                taken = known[index].Value;
                if (known[index].Times is { } times)
                {
                    changed = true;
                    known[index] = known[index] with { Times = times - 1 };
                    known.RemoveAll(fault => fault.Times == 0);
                }
                break;
            }
        }
        if (changed)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
        return taken;
    }

    /// <summary>The same for a delay: zero when there is none.</summary>
    public TimeSpan TakeDelay(FaultKind kind, string? phone) => TimeSpan.FromMilliseconds(Take(kind, phone) ?? 0);

    private static string Scope(string? phone) => phone is null ? Everyone : PhoneAddress.Phone(phone);
}
