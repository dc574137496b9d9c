using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using OptOut.Azure;

namespace OptOut.Benchmarks;

/// <summary>What tamper evidence costs: the hashes of an opt-out against the commit that writes it.</summary>
internal static class ProofTable
{
    private const string Sid = "AC00000000000000000000000000000001";
    private const int Slices = 200,
        InSlice = 500,
        Commits = 300,
        Rounds = 5;
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero);

    private static readonly LedgerEvent Stop = new()
    {
        Type = EventType.OptedOut,
        At = Now,
        Brand = "acme",
        Scope = Scope.Brand,
        Source = Sources.Message,
        Keyword = "STOP",
        Text = "Stop.",
        Sender = "+14155550100",
        Proof = new Proof(MessageSid: "SM00000000000000000000000000000001"),
    };

    /// <summary>A commit of one event with its receipt and state, to the emulator.</summary>
    public static async Task RunAsync()
    {
        using var data = new TemporaryData();
        await using var host = await ServerProcess.LocalHostAsync(data.Path);
        var table = new TableClient(Emulator.Of(data.Path).ConnectionString(), "Proof");
        await table.CreateIfNotExistsAsync();
        var store = new TableRecipientStore(new AccountTables(table));
        List<double> hashes = [],
            commits = [];
        // Round 0 warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            var (hash, commit) = (Hash(), await CommitAsync(store, round));
            if (round > 0)
            {
                hashes.Add(hash);
                commits.Add(commit);
            }
        }

        Report.Print(
            "The hashes of an opt-out ÷ its commit to the emulator",
            ["", "median µs"],
            ["canonical content, salted digest, hash", Report.Number(hashes.Median(), 1)],
            ["the commit: receipt, state and event", Report.Number(commits.Median(), 0)],
            ["ratio, median (min to max)", $"{Report.Ratio([.. hashes.Zip(commits, (h, c) => h / c)], 4)}, goal ≤ 0.01"]
        );
    }

    private static double Hash()
    {
        var written = Stop with { Sequence = 1, Id = "ev-1", RecordedAt = Now };
        var times = new double[Slices];
        for (var slice = 0; slice < Slices; slice++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < InSlice; i++)
            {
                HashChain.Link(written, "+14155552671", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
            }

            times[slice] = Stopwatch.GetElapsedTime(started).TotalMicroseconds / InSlice;
        }

        return times.Median();
    }

    private static async Task<double> CommitAsync(TableRecipientStore store, int round)
    {
        var times = new double[Commits];
        for (var i = 0; i < Commits; i++)
        {
            var key = new RecipientKey(Sid, RecipientAddress.FromStored(Webhooks.Number((round * Commits) + i)));
            var before = new RecipientRecord(Ledger.Empty(key.Recipient.Value), [], null);
            var (after, events) = Ledger.Append(before.State, Sid, [Stop], Now);
            var receipt = new Receipt
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"SM{i:x32}"),
                At = Now,
                Brand = "acme",
            };
            var started = Stopwatch.GetTimestamp();
            await store.CommitAsync(new Change(key, before, after, [], events, receipt), CancellationToken.None);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return times.Median();
    }
}
