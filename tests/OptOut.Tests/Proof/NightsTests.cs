using System.Text;
using System.Text.Json.Nodes;
using OptOut.Audit;

namespace OptOut.Tests;

/// <summary>Rule 34: two nights' files, each of its own day, as the nightly audit writes them (ADR 0452).</summary>
public sealed class NightsTests
{
    private const string Ann = "+14155552671";
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly Recipient Person = Lives();

    /// <summary>Three events before midnight, two after it.</summary>
    private static Recipient Lives()
    {
        var person = new Recipient();
        person.Consents();
        person.IsSent();
        person.Texts("STOP");
        person.Waits(Midnight.AddHours(1) - person.Now);
        person.Texts("START");
        person.Texts("STOP");
        return person;
    }

    private static List<string> File(DateTimeOffset? from, DateTimeOffset? to, IEnumerable<LedgerEvent>? ledger = null)
    {
        var seal = new AuditSeal(from, to, null);
        var lines = new List<string>();
        foreach (var e in (ledger ?? Person.Ledger).Where(e => !(e.RecordedAt < from) && !(e.RecordedAt >= to)))
        {
            var line = HashChain.Line(Ann, e);
            seal.Add(line, Ann, e);
            lines.Add(Encoding.UTF8.GetString(line));
        }

        return [.. lines, Encoding.UTF8.GetString(seal.Line())];
    }

    private static List<string> FirstNight => File(Midnight.AddDays(-1), Midnight);

    private static List<string> SecondNight => File(Midnight, Midnight.AddDays(1));

    private static Task<IReadOnlyList<Fault>> CompareAsync(List<string> older, List<string> newer) =>
        Comparison.OfAsync(AuditFiles.Stream(older), AuditFiles.Stream(newer), null, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Rule34_the_next_nights_file_goes_on_where_the_last_one_ended()
    {
        Assert.Equal((4, 3), (FirstNight.Count, SecondNight.Count));
        Assert.Empty(await CompareAsync(FirstNight, SecondNight));
        Assert.Empty(await CompareAsync(FirstNight, File(null, null)));
        Assert.Empty(await CompareAsync(SecondNight, File(null, null)));
        Assert.Empty((await AuditFiles.VerifyAsync(SecondNight)).Faults);
    }

    [Fact]
    public async Task Rule34_a_history_written_anew_overnight_does_not_follow_the_last_nights()
    {
        var forged = new Recipient();
        forged.Consents();
        forged.IsSent();
        forged.Texts("hello");
        forged.Waits(Midnight.AddHours(1) - forged.Now);
        forged.Texts("START");
        var newer = File(Midnight, Midnight.AddDays(1), forged.Ledger);
        Assert.True((await AuditFiles.VerifyAsync(newer)).Holds);
        var fault = Assert.Single(await CompareAsync(FirstNight, newer));
        Assert.Equal((3, "event 4 of this recipient, in line 1 of the newer file, does not follow it"), (fault.Line, fault.Why));
    }

    [Fact]
    public async Task Rule34_an_event_that_vanished_between_two_nights_is_named()
    {
        var newer = File(Midnight, Midnight.AddDays(1), Person.Ledger.Where(e => e.Sequence != 4));
        Assert.True((await AuditFiles.VerifyAsync(newer)).Holds);
        Assert.Contains("events 4 to 4", Assert.Single(await CompareAsync(FirstNight, newer)).Why, StringComparison.Ordinal);
        // The file of a day later says nothing about the day between.
        Assert.Empty(
            await CompareAsync(FirstNight, File(Midnight.AddHours(1), Midnight.AddDays(1), Person.Ledger.Where(e => e.Sequence != 4)))
        );
    }

    [Fact]
    public async Task Rule34_an_event_of_the_night_that_was_taken_from_the_ledger_since_is_missing_in_the_whole_file()
    {
        var whole = File(null, null, Person.Ledger.Where(e => e.Sequence != 2));
        Assert.Contains("event 2 of this recipient is missing", (await CompareAsync(FirstNight, whole))[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule34_a_file_whose_seal_cannot_be_read_is_held_against_everything()
    {
        var broken = SecondNight;
        broken[^1] = JsonNode.Parse(broken[^1])!.ToJsonString()[1..];
        Assert.Equal(3, (await CompareAsync(FirstNight, broken)).Count);
    }
}
