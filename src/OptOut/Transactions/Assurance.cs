namespace OptOut;

/// <summary>
/// Which follow-up publishes a commit's events and watches its confirmation if this process dies right after the commit.
/// </summary>
public abstract record Assurance
{
    private Assurance() { }

    /// <summary>One of the change's own, scheduled before the commit where its events are for somebody.</summary>
    public static Assurance Own { get; } = new OwnFollowUp();

    /// <summary>The one that is being handled now: its handler publishes before it ends.</summary>
    public static Assurance Handler { get; } = new HandledFollowUp();

    /// <summary>See <see cref="Own"/>.</summary>
    internal sealed record OwnFollowUp : Assurance;

    /// <summary>See <see cref="Handler"/>.</summary>
    internal sealed record HandledFollowUp : Assurance;

    /// <summary>
    /// That of an inbound message: it is scheduled while the state is read, and stays until the message's confirmation is known to be
    /// taken.
    /// </summary>
    /// <param name="FollowUp">The follow-up.</param>
    /// <param name="Scheduling">Gives its ticket; null when the queue could not take it.</param>
    public sealed record OfMessage(MessageFollowUp FollowUp, Task<string?> Scheduling) : Assurance;
}
