using System.Collections.Frozen;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>Rule 34: which nights' files are written, made up for, and missed. With real blobs: AuditFilesTests.</summary>
public sealed class NightlyAuditTests
{
    private static readonly DateOnly Noon = new(2026, 3, 1);
    private readonly Desk desk = new();
    private readonly MemoryFiles files = new();
    private readonly NightlyAudit audit;

    public NightlyAuditTests() => audit = Audit(files);

    private NightlyAudit Audit(IAuditFiles? to) =>
        new(
            desk.Store,
            new VerifiedLedger(desk.Store),
            new Policy
            {
                PublicBaseUrl = "https://optout.example",
                Retention = IsoDuration.Parse("P5Y"),
                Accounts = new[] { Desk.Account }.ToFrozenDictionary(a => a.Sid, StringComparer.Ordinal),
            },
            desk.Time,
            NullLogger<NightlyAudit>.Instance,
            to
        );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<string?> HealthAsync() =>
        (await new AuditHealth(audit).CheckHealthAsync(new HealthCheckContext(), Stop)).Description;

    [Fact]
    public async Task Rule34_a_days_file_is_added_after_midnight_once_and_holds_the_days_events_sealed()
    {
        await desk.TextsAsync("STOP");
        Assert.Equal(NightlyAudit.MaxDaysBack, await audit.RunAsync(Stop));
        Assert.DoesNotContain(Noon, files.Days);
        desk.Time.Advance(TimeSpan.FromHours(12));
        Assert.Equal(0, await audit.RunAsync(Stop));
        desk.Time.Advance(RecipientChanges.SettlingTime);
        await desk.TextsAsync("START", "SM2");
        Assert.Equal(1, await audit.RunAsync(Stop));
        Assert.Equal(0, await audit.RunAsync(Stop));
        var lines = files.Of(Noon);
        Assert.Equal(
            (1, true),
            ((await AuditFiles.VerifyAsync(lines)).Events is var events ? (int)events : 0, (await AuditFiles.VerifyAsync(lines)).Holds)
        );
        Assert.Contains(
            "\"from\":\"2026-03-01T00:00:00.0000000Z\",\"to\":\"2026-03-02T00:00:00.0000000Z\"",
            lines[^1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Rule34_nights_that_failed_are_made_up_for_within_a_week()
    {
        await audit.RunAsync(Stop);
        files.IsDown = true;
        desk.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, await audit.RunAsync(Stop));
        files.IsDown = false;
        Assert.Equal(3, await audit.RunAsync(Stop));
        Assert.Equal([Noon, Noon.AddDays(1), Noon.AddDays(2)], files.Days.Order().TakeLast(3));
    }

    [Fact]
    public async Task Rule34_a_store_that_goes_away_leaves_no_file_behind()
    {
        desk.Store.IsDown = true;
        Assert.Equal(0, await audit.RunAsync(Stop));
        Assert.Empty(files.Days);
    }

    [Fact]
    public async Task Rule34_health_says_that_a_night_is_missing_once_it_is_late_and_all_is_well_again_with_its_file()
    {
        Assert.Null(await HealthAsync());
        await audit.RunAsync(Stop);
        desk.Time.Advance(TimeSpan.FromHours(17));
        Assert.Null(await HealthAsync());
        desk.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("missing", await HealthAsync());
        await audit.RunAsync(Stop);
        Assert.Null(await HealthAsync());
        desk.Time.Advance(TimeSpan.FromMinutes(11));
        files.IsDown = true;
        Assert.Equal("unreachable", await HealthAsync());
    }

    [Fact]
    public async Task Rule34_where_no_files_are_kept_nothing_is_written_and_nothing_is_missing()
    {
        var off = Audit(null);
        desk.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal((0, false), (await off.RunAsync(Stop), await off.IsMissingAsync(Stop)));
    }

    [Fact]
    public async Task Rule34_an_event_that_was_changed_stands_in_the_file_as_it_is_and_is_an_alarm()
    {
        await desk.TextsAsync("STOP");
        desk.Store.Change(Desk.Key, 1, e => e with { Keyword = "QUIT" });
        desk.Time.Advance(TimeSpan.FromHours(13));
        var ledger = new VerifiedLedger(desk.Store);
        var lines = new List<string>();
        await foreach (
            var line in AuditLines.OfAsync(
                desk.Store.WalkLedgerAsync(Desk.Key.AccountSid, null, null, Stop),
                null,
                new AuditSeal(null, null, null),
                ledger,
                Stop
            )
        )
        {
            lines.Add(System.Text.Encoding.UTF8.GetString(line));
        }

        Assert.True(ledger.HasMetBroken);
        Assert.Equal(1, Assert.Single((await AuditFiles.VerifyAsync(lines)).Faults).Line);
    }

    private sealed class MemoryFiles : IAuditFiles
    {
        private readonly Dictionary<DateOnly, List<string>> kept = [];

        public bool IsDown { get; set; }

        public IEnumerable<DateOnly> Days => kept.Keys;

        public List<string> Of(DateOnly day) => kept[day];

        public Task<bool> HasAsync(string accountSid, DateOnly day, CancellationToken cancellation) =>
            IsDown ? Task.FromException<bool>(new DependencyUnavailableException()) : Task.FromResult(kept.ContainsKey(day));

        public async Task<bool> AddAsync(string accountSid, DateOnly day, IAsyncEnumerable<byte[]> lines, CancellationToken cancellation)
        {
            var read = await lines.Select(System.Text.Encoding.UTF8.GetString).ToListAsync(cancellation);
            return kept.TryAdd(day, read);
        }
    }
}
