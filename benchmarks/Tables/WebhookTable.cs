namespace OptOut.Benchmarks;

/// <summary>
/// A signed webhook without storage. The message is from a short code: read, verified, parsed and answered, and nobody's consent to keep.
/// </summary>
internal static class WebhookTable
{
    private const int Requests = 20_000;
    private const int Connections = 16;
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        byte[][] requests = [.. Enumerable.Range(0, Requests).Select(_ => Webhooks.Signed("72345", "STOP"))];
        using var data = new TemporaryData();
        await using var ours = await ServerProcess.LocalHostAsync(data.Path);
        await using (var bare = await ServerProcess.BareAsync())
        {
            var (a, b) = await Load.PairAsync(
                Rounds,
                _ => Load.RunAsync(ours, requests, Connections),
                _ => Load.RunAsync(bare, requests, Connections)
            );
            Report.PrintPair("Signed webhook ÷ bare Kestrel that reads the form", "OptOut", a, "Kestrel", b, "rate ≥ 0.6");
        }

        await using var express = await Peers.ExpressAsync(storage: null);
        var (x, y) = await Load.PairAsync(
            Rounds,
            _ => Load.RunAsync(ours, requests, Connections),
            _ => Load.RunAsync(express, requests, Connections)
        );
        Report.PrintPair("Signed webhook ÷ Express with twilio.webhook()", "OptOut", x, "Express", y, "rate ≥ 5");
    }
}
