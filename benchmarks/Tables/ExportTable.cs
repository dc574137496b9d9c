namespace OptOut.Benchmarks;

/// <summary>The server's memory during a whole export of 2,000, of 20,000 and of 200,000 suppressed recipients.</summary>
internal static class ExportTable
{
    public static async Task RunAsync()
    {
        var small = await PeakAsync(Seed.Few);
        var middle = await PeakAsync(Seed.Some);
        var large = await PeakAsync(Seed.Many);
        Report.Print(
            "Memory of an export",
            ["recipients", "peak MB", "lines", "seconds"],
            Row(Seed.Few, small),
            Row(Seed.Some, middle),
            Row(Seed.Many, large),
            ["ratio, 200,000 ÷ 2,000", $"{Report.Number((double)large.Peak / small.Peak, 2)}, goal ≤ 1.2", "", ""],
            ["ratio, 200,000 ÷ 20,000", $"{Report.Number((double)large.Peak / middle.Peak, 2)}", "", ""]
        );

        static string[] Row(int people, (long Peak, int Lines, double Seconds) run) =>
            [Report.Number(people, 0), Report.Number(run.Peak / 1e6, 1), Report.Number(run.Lines, 0), Report.Number(run.Seconds, 1)];
    }

    /// <summary>A fresh server on seeded data, so that its memory is the export's.</summary>
    private static async Task<(long Peak, int Lines, double Seconds)> PeakAsync(int people)
    {
        var data = await Seed.DataAsync(people);
        await using var server = await ServerProcess.LocalHostAsync(data);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(30) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/suppressions?brand=acme");
        request.Headers.Add("x-api-key", Webhooks.ApiKey);
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (peak, lines) = (server.Memory, 0);
        while (await reader.ReadLineAsync() is not null)
        {
            if (++lines % 500 == 0)
            {
                peak = Math.Max(peak, server.Memory);
            }
        }

        return (Math.Max(peak, server.Memory), lines, System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
