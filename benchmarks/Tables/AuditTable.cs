using System.Diagnostics;
using OptOut.Audit;

namespace OptOut.Benchmarks;

/// <summary>
/// The server's memory during a whole audit and a whole export of recipients with ledgers, at three sizes; and the verifier's on the file.
/// </summary>
internal static class AuditTable
{
    /// <summary>The emulator reads its file as one string, which cannot hold more rows than these.</summary>
    private static readonly int[] Sizes = [Seed.Few, Seed.Some, 60_000];

    public static async Task RunAsync()
    {
        foreach (var (what, path) in new[] { ("audit", "/api/audit"), ("export", "/api/suppressions?brand=acme") })
        {
            var runs = new List<(int People, long Idle, long Peak, long Bytes, int Lines, double Seconds)>();
            foreach (var people in Sizes)
            {
                runs.Add(await PeakAsync(people, path, what));
            }

            Report.Print(
                $"Memory of an {what}",
                ["recipients", "before, MB", "peak MB", "lines", "file MB", "seconds"],
                [
                    .. runs.Select(r =>
                        (string[])
                            [
                                Report.Number(r.People, 0),
                                Report.Number(r.Idle / 1e6, 0),
                                Report.Number(r.Peak / 1e6, 0),
                                Report.Number(r.Lines, 0),
                                Report.Number(r.Bytes / 1e6, 1),
                                Report.Number(r.Seconds, 1),
                            ]
                    ),
                    [
                        $"peak, ratio {Report.Number(Sizes[^1], 0)} ÷ {Report.Number(Sizes[0], 0)}",
                        "",
                        Report.Number((double)runs[^1].Peak / runs[0].Peak, 2),
                        "",
                        "",
                        "",
                    ],
                    [
                        $"peak, ratio {Report.Number(Sizes[^1], 0)} ÷ {Report.Number(Sizes[1], 0)}",
                        "",
                        Report.Number((double)runs[^1].Peak / runs[1].Peak, 2),
                        "",
                        "",
                        "",
                    ],
                ]
            );
        }
    }

    /// <summary>A fresh server on seeded data, so that its memory is this one's. What it writes is verified.</summary>
    private static async Task<(int People, long Idle, long Peak, long Bytes, int Lines, double Seconds)> PeakAsync(
        int people,
        string path,
        string what
    )
    {
        var data = await Seed.LedgersAsync(people);
        var file = Path.Combine(data, what + ".ndjson");
        await using var server = await ServerProcess.LocalHostAsync(data);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(30) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-api-key", Webhooks.ApiKey);
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        var (idle, started) = (server.Memory, Stopwatch.GetTimestamp());
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var (peak, lines) = (idle, 0);
        await using (var kept = File.Create(file))
        await using (var body = await response.Content.ReadAsStreamAsync())
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await body.ReadAsync(buffer)) > 0; )
            {
                await kept.WriteAsync(buffer.AsMemory(0, read));
                lines += buffer.AsSpan(0, read).Count((byte)'\n');
                peak = Math.Max(peak, server.Memory);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (what == "audit")
        {
            await VerifyAsync(file, people);
        }

        return (people, idle, peak, new FileInfo(file).Length, lines, seconds);
    }

    private static async Task VerifyAsync(string file, int people)
    {
        await using var audit = File.OpenRead(file);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var verdict = await Verification.OfAsync(audit);
        Console.WriteLine(
            FormattableString.Invariant(
                $"{people} recipients: {(verdict.Holds ? "holds" : "does not hold: " + verdict.Faults[0])}, {verdict.Events} events, verified in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:F1} MB more than before"
            )
        );
    }
}
