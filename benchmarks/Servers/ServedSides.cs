namespace OptOut.Benchmarks;

/// <summary>Ours and what others would write, each a process of its own, on one storage; each was seen to do its work.</summary>
internal sealed class ServedSides : IAsyncDisposable
{
    public const string Ours = "OptOut",
        Express = "Express, one row, nothing else",
        Careful = "Express with receipt and ledger",
        Tutorial = "C# tutorial, one row, nothing else";

    private readonly List<(string Name, ServerProcess Server)> sides = [];

    private ServedSides() { }

    /// <summary>Ours first.</summary>
    public IReadOnlyList<(string Name, ServerProcess Server)> All => sides;

    /// <param name="ours">The local host, already on that storage.</param>
    /// <param name="storage">The storage's connection string.</param>
    public static async Task<ServedSides> StartAsync(ServerProcess ours, string storage)
    {
        var served = new ServedSides();
        try
        {
            served.sides.Add((Ours, ours));
            await served.AddAsync(Express, await Peers.ExpressAsync(storage), storage, "Peer", rows: 1);
            await served.AddAsync(Careful, await Peers.CarefulExpressAsync(storage), storage, "Careful", rows: 3);
            await served.AddAsync(Tutorial, await Peers.TutorialAsync(storage), storage, "Tutorial", rows: 1);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, server) in sides)
        {
            await server.DisposeAsync();
        }
    }

    private async Task AddAsync(string name, ServerProcess server, string storage, string table, int rows)
    {
        sides.Add((name, server));
        await PeerChecks.HoldsAsync(server, storage, table, rows);
    }
}
