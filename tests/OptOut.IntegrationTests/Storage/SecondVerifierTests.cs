using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using OptOut.Audit;

namespace OptOut.IntegrationTests;

/// <summary>
/// Rule 34: a verifier that was written from docs/proof.md alone, in another language, says the same as ours of sound and of spoilt files.
/// </summary>
public sealed class SecondVerifierTests
{
    private static readonly string[] People = ["+14155552671", "+14155552672", "messenger:" + new string('9', 240), "whatsapp:ärger|1"];
    private static readonly List<string> Sound = Made();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static List<string> Made()
    {
        var seal = new AuditSeal(null, null, null);
        var lines = new List<string>();
        foreach (var person in People.OrderBy(FileOrder.Of, StringComparer.Ordinal))
        {
            LedgerEvent[] drafts =
            [
                StoreFacts.OptedOut(StoreFacts.Start) with
                {
                    Text = "stop \"it\" — ärgerlich\n\t\u2028😀 <b>",
                    Score = 0.9375,
                    Recogniser = "4",
                },
                new()
                {
                    Type = EventType.SendRecorded,
                    At = StoreFacts.Start,
                    Brand = "acme",
                    Source = Sources.Api,
                    Fulfilled = [Obligation.IdentifySender],
                    Violation = "opted-out",
                    Evidence = ["ev-1"],
                },
                new()
                {
                    Type = EventType.PreferencesChanged,
                    At = StoreFacts.Start,
                    Brand = "acme",
                    Source = Sources.Api,
                    Frequency = new Frequency(3, IsoDuration.FromDays(7)),
                    Proof = new Proof("form"),
                },
            ];
            foreach (
                var written in OptOut
                    .Ledger.Append(OptOut.Ledger.Empty(person), StoreFacts.Sid, drafts, StoreFacts.Start.AddTicks(7))
                    .Events
            )
            {
                var e = person == People[1] ? HashChain.Erase(written) : written;
                var line = HashChain.Line(person, e);
                seal.Add(line, person, e);
                lines.Add(Encoding.UTF8.GetString(line));
            }
        }

        return [.. lines, Encoding.UTF8.GetString(seal.Line())];
    }

    private static List<string> With(int line, Action<JsonObject> change)
    {
        var lines = Sound.ToList();
        var json = JsonNode.Parse(lines[line])!.AsObject();
        change(json);
        lines[line] = json.ToJsonString();
        return lines;
    }

    private static List<string> Spoilt(string how) =>
        how switch
        {
            "a byte changed" => [.. Sound.Take(4), Sound[4].Replace("opted-out", "opted-oot", StringComparison.Ordinal), .. Sound.Skip(5)],
            "a text changed" => With(0, e => e["text"] = "Go on!"),
            "a line removed" => [.. Sound.Take(4), .. Sound.Skip(5)],
            "two swapped" => [.. Sound.Take(3), Sound[4], Sound[3], .. Sound.Skip(5)],
            "a line of another recipient inserted" => [.. Sound.Take(2), Sound[7], .. Sound.Skip(2)],
            "a forged seal" => With(Sound.Count - 1, s => s["seal"]!["root"] = new string('0', 64)),
            "a seal that counts other lines" => With(Sound.Count - 1, s => s["seal"]!["count"] = 11),
            "no seal" => [.. Sound.SkipLast(1)],
            "a line after the seal" => [.. Sound, Sound[0]],
            "a missing salt" => With(0, e => e.Remove("salt")),
            _ => Sound,
        };

    [Theory]
    [InlineData("nothing")]
    [InlineData("a byte changed")]
    [InlineData("a text changed")]
    [InlineData("a line removed")]
    [InlineData("two swapped")]
    [InlineData("a line of another recipient inserted")]
    [InlineData("a forged seal")]
    [InlineData("a seal that counts other lines")]
    [InlineData("no seal")]
    [InlineData("a line after the seal")]
    [InlineData("a missing salt")]
    public async Task Rule34_both_verifiers_name_the_same_first_line(string how)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Spoilt(how)) + "\n");
        var ours = await Verification.OfAsync(new MemoryStream(bytes), Stop);
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Path, "audit.ndjson");
        await File.WriteAllBytesAsync(file, bytes, Stop);
        using var node = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(BicepCli.Root, "tools", "audit", "verify.mjs"), file])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var said = await node.StandardOutput.ReadToEndAsync(Stop);
        await node.WaitForExitAsync(Stop);

        Assert.Equal((how == "nothing", how == "nothing" ? 0 : 1), (ours.Holds, node.ExitCode));
        if (ours.Holds)
        {
            Assert.Contains($"12 events of 4 recipients, root {ours.Seal!.Root}", said, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith($"line {ours.Faults.Min(f => f.Line)}: ", said, StringComparison.Ordinal);
        }
    }
}
