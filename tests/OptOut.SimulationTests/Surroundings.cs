namespace OptOut.SimulationTests;

/// <summary>What all processes share, and the ways to it.</summary>
internal sealed class Surroundings
{
    public Surroundings(World world, Func<Host> anyHost, Action<QueueModel.Letter> isDue, Flaw flaw)
    {
        Store = new StoreModel(flaw);
        Queue = new QueueModel(world, isDue, flaw);
        Twilio = new TwilioModel(world, anyHost);
        TableWire = new Wire(world, "table", () => new DependencyUnavailableException());
        QueueWire = new Wire(world, "queue", () => new DependencyUnavailableException());
        BrokerWire = new Wire(world, "broker", () => new DependencyUnavailableException());
        TwilioWire = new Wire(world, "twilio", () => new HttpRequestException());
    }

    public StoreModel Store { get; }
    public QueueModel Queue { get; }
    public TwilioModel Twilio { get; }
    public HashSet<string> Published { get; } = new(StringComparer.Ordinal);
    public Wire TableWire { get; }
    public Wire QueueWire { get; }
    public Wire BrokerWire { get; }
    public Wire TwilioWire { get; }
    public IEnumerable<Wire> Wires => [TableWire, QueueWire, BrokerWire, TwilioWire];
}
