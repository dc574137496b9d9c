using System.Text.Json.Nodes;
using OptOut.Audit;

namespace OptOut.Tests;

/// <summary>Rule 34: whatever is done to an auditor's file is found, and the line is named.</summary>
public sealed class AuditFileTests
{
    private const string AnnsNumber = "+14155552671",
        BobsNumber = "+14155552672";
    private static readonly Recipient Ann = new(),
        Bob = new();
    private static readonly List<string> File = Made();

    private static List<string> Made()
    {
        Bob.Becomes(Ledger.Empty(BobsNumber));
        foreach (var person in new[] { Ann, Bob })
        {
            person.Consents();
            person.IsSent();
            person.Texts("Stop \"it\" — ärgerlich\n\u2028😀");
            person.Texts("STOP");
            person.Texts("START");
        }

        return AuditFiles.Of(Ann, Bob);
    }

    private static int Bobs => File.FindIndex(l => l.Contains("+14155552672", StringComparison.Ordinal)) is 0 ? 0 : 5;

    private static async Task FoundAsync(IEnumerable<string> lines, long line, string why)
    {
        var verdict = await AuditFiles.VerifyAsync(lines);
        Assert.False(verdict.Holds);
        Assert.Contains(verdict.Faults, f => f.Line == line && f.Why.Contains(why, StringComparison.Ordinal));
    }

    private static List<string> With(int line, Action<JsonObject> change)
    {
        var lines = File.ToList();
        var json = JsonNode.Parse(lines[line])!.AsObject();
        change(json);
        lines[line] = json.ToJsonString();
        return lines;
    }

    [Fact]
    public async Task Rule34_a_file_as_it_was_written_holds()
    {
        var verdict = await AuditFiles.VerifyAsync(File);
        Assert.Empty(verdict.Faults);
        Assert.Equal((10, 2, 0), (verdict.Events, verdict.Recipients, verdict.Begun));
        Assert.Empty((await AuditFiles.VerifyAsync(AuditFiles.Of(Array.Empty<Recipient>()))).Faults);
    }

    [Theory]
    [InlineData("at", "2026-03-01T12:00:00.0000000Z")]
    [InlineData("type", "opted-in")]
    [InlineData("source", "web")]
    [InlineData("recordedAt", "2026-03-02T12:00:00.0000000Z")]
    [InlineData("recipient", "+14155550000")]
    [InlineData("actor", "nobody")]
    [InlineData("hash", "00")]
    [InlineData("previous", "00")]
    [InlineData("digest", "00")]
    public async Task Rule34_a_changed_member_is_found(string member, string value)
    {
        var lines = With(2, line => line[member] = value);
        await FoundAsync(lines, 3, "was changed");
        await FoundAsync(AuditFiles.Resealed(lines), 3, "was changed");
    }

    [Theory]
    [InlineData("text", "Go on!")]
    [InlineData("salt", "00112233445566778899aabbccddeeff")]
    [InlineData("salt", "no salt")]
    public async Task Rule34_changed_personal_content_is_found(string member, string value) =>
        await FoundAsync(AuditFiles.Resealed(With(2, line => line[member] = value)), 3, "does not match its digest");

    [Fact]
    public async Task Rule34_content_without_its_salt_and_a_salt_without_its_content_are_found()
    {
        await FoundAsync(AuditFiles.Resealed(With(2, line => line.Remove("salt"))), 3, "without the salt");
        await FoundAsync(AuditFiles.Resealed(With(2, line => line.Remove("proof"))), 3, "does not match its digest");
        await FoundAsync(AuditFiles.Resealed(With(2, line => line.Remove("hash"))), 3, "has no hash");
    }

    [Theory]
    [InlineData("\"word\":\"\\ud83d\"")]
    [InlineData("\"word\":\"\\ude00\\ud83d\"")]
    [InlineData("\"words\":[{\"word\":\"\\ud83d!\"}]")]
    [InlineData("\"\\ud83d\":1")]
    public async Task Rule34_half_a_character_is_found(string member)
    {
        var lines = File.ToList();
        lines[2] = $"{{{member},{lines[2][1..]}";
        await FoundAsync(lines, 3, "half a character");
    }

    [Fact]
    public async Task Rule34_one_byte_anywhere_is_found()
    {
        for (var i = 0; i < File[2].Length; i += 7)
        {
            var lines = File.ToList();
            lines[2] = string.Concat(lines[2].AsSpan(0, i), lines[2][i] == 'x' ? "y" : "x", lines[2].AsSpan(i + 1));
            Assert.False((await AuditFiles.VerifyAsync(lines)).Holds, lines[2]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Rule34_a_missing_line_is_found(int line)
    {
        var lines = File.Where((_, i) => i != line).ToList();
        await FoundAsync(lines, 10, "1 missing");
        if (line > 0)
        {
            await FoundAsync(AuditFiles.Resealed(lines), line + 1, "is missing");
        }
    }

    [Fact]
    public async Task Rule34_a_missing_end_of_a_history_and_a_missing_recipient_break_the_seal()
    {
        await FoundAsync(File.Where((_, i) => i != 4), 10, "1 missing");
        await FoundAsync(File.Skip(5), 6, "10 lines of 2 recipients, and 5 of 1");
    }

    [Fact]
    public async Task Rule34_swapped_lines_are_found()
    {
        var lines = File.ToList();
        (lines[1], lines[2]) = (lines[2], lines[1]);
        await FoundAsync(AuditFiles.Resealed(lines), 3, "swapped");
        await FoundAsync(lines, 11, "does not match the lines");
        await FoundAsync(AuditFiles.Resealed([.. File.Skip(5).Take(5), .. File.Take(5)]), 6, "out of order");
    }

    [Fact]
    public async Task Rule34_a_line_of_another_recipient_and_a_line_twice_are_found()
    {
        var lines = File.ToList();
        lines.Insert(3, File[7]);
        await FoundAsync(AuditFiles.Resealed(lines), 5, "out of order");
        lines = With(7, line => line["recipient"] = JsonNode.Parse(File[0])!["recipient"]!.GetValue<string>());
        await FoundAsync(AuditFiles.Resealed([.. File.Take(3), lines[7], .. File.Skip(3)]), 4, "was changed");
        await FoundAsync(AuditFiles.Resealed([.. File.Take(3), File[2], .. File.Skip(3)]), 4, "out of order");
    }

    [Fact]
    public async Task Rule34_a_history_rewritten_from_some_event_on_does_not_follow_the_one_above()
    {
        var other = new Recipient();
        other.Consents();
        other.IsSent();
        other.IsOptedOut();
        other.Texts("STOP");
        var first = Bobs == 5 ? 0 : 5;
        var lines = File.ToList();
        lines[first + 3] = AuditFiles.Of(other)[3];
        await FoundAsync(AuditFiles.Resealed(lines), first + 4, "does not follow");
    }

    [Fact]
    public async Task Rule34_a_forged_a_missing_and_an_overtaken_seal_are_found()
    {
        var (events, seal) = (File.Take(10), JsonNode.Parse(File[10])!.AsObject());
        await FoundAsync(events, 11, "seal is missing");
        seal["seal"]!["root"] = new string('0', 64);
        await FoundAsync([.. events, seal.ToJsonString()], 11, "forged");
        await FoundAsync([.. events, """{"seal":{"count":10}}"""], 11, "no seal");
        await FoundAsync([.. File, File[0]], 12, "after the seal");
        await FoundAsync([.. events.Take(4), "{}", .. File.Skip(5)], 5, "no event");
        await FoundAsync([.. events.Take(4), "[", .. File.Skip(5)], 5, "no JSON");
        await FoundAsync([.. events.Take(4), File[4].Insert(1, "\"type\":\"opted-in\","), .. File.Skip(5)], 5, "stands twice");
    }

    [Fact]
    public async Task Rule34_a_brands_file_may_leave_out_what_is_not_the_brands()
    {
        var seal = new AuditSeal(null, null, "acme");
        var lines = new List<string>();
        foreach (var e in Ann.Ledger.Where(e => e.Sequence != 2))
        {
            var line = HashChain.Line(AnnsNumber, e);
            seal.Add(line, AnnsNumber, e);
            lines.Add(System.Text.Encoding.UTF8.GetString(line));
        }

        Assert.Empty((await AuditFiles.VerifyAsync([.. lines, System.Text.Encoding.UTF8.GetString(seal.Line())])).Faults);
    }

    [Fact]
    public async Task Rule34_what_stood_in_last_nights_file_must_stand_in_tonights()
    {
        static Task<IReadOnlyList<Fault>> CompareAsync(IEnumerable<string> older, IEnumerable<string> newer, DateTimeOffset? kept = null) =>
            Comparison.OfAsync(AuditFiles.Stream(older), AuditFiles.Stream(newer), kept, TestContext.Current.CancellationToken);
        var last = AuditFiles.Of([(AnnsNumber, Ann.Ledger)]);
        Assert.Empty(await CompareAsync(last, File));
        Assert.Equal(5, (await CompareAsync(File, last)).Count);
        Assert.Empty(await CompareAsync(File, last, Bob.Now.AddDays(1)));
        var erased = AuditFiles.Of([(AnnsNumber, [.. Ann.Ledger.Select(HashChain.Erase)])]);
        Assert.Empty(await CompareAsync(last, erased));
        Assert.NotEqual(last, erased);
        var other = new Recipient();
        other.Texts("hello");
        Assert.Contains("another one", (await CompareAsync(last, AuditFiles.Of(other)))[0].Why, StringComparison.Ordinal);
    }
}
