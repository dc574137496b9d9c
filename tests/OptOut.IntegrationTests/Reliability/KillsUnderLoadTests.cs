using System.Globalization;

namespace OptOut.IntegrationTests;

/// <summary>
/// Many people text at once while two hosts on one store are killed ten times. <c>OPTOUT_LOAD_SEED</c> repeats a run: who texts what, which
/// host dies, and after how many acknowledged messages.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KillsUnderLoadTests(ITestOutputHelper output)
{
    private const int Kills = 10,
        AtOnce = 12,
        EachTexts = 4;

    [Theory]
    [InlineData(200)]
    [InlineData(2000, Explicit = true)]
    public async Task Ten_kills_among_many_messages_lose_nothing_and_confirm_nothing_twice(int messages)
    {
        var seed = Seed();
        output.WriteLine($"{messages} messages, OPTOUT_LOAD_SEED={seed}");
        await using var site = await Site.OpenAsync(gap: 3, handlingTimeout: 4);
        var crowd = new Crowd(site, [await site.StartHostAsync(), await site.StartHostAsync()], output);
        var scripts = Scripts(messages / EachTexts, seed);

        await Task.WhenAll(crowd.TextAsync(scripts, AtOnce), crowd.KillAsync(Moments(messages, seed), seed));
        await site.AtRestAsync();
        output.WriteLine($"at rest after {crowd.Elapsed.TotalSeconds:F1} s, {crowd.Redeliveries} redeliveries");

        await Parallel.ForEachAsync(
            scripts,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (script, _) => Holds(script, await crowd.KeptAsync(script))
        );
        output.WriteLine($"looked at after {crowd.Elapsed.TotalSeconds:F1} s");
    }

    private static void Holds(Script script, Kept kept)
    {
        kept.StateIsTheFoldedLedger();
        kept.EachIsConfirmedOnce();
        var words = script.Texts.Select(t => t.Body).Where(body => body is "STOP" or "START").ToArray();
        if (words is [.., "STOP"])
        {
            kept.IsOptedOut();
        }

        // Between the first STOP and a later one nothing opened anything, so there is one thing to confirm.
        if (words.Length > 0 && script.Texts.All(t => t.Body == "STOP"))
        {
            Assert.True(kept.Phone.Count == 1, $"{script.Person} texted nothing but STOP and has {kept.Phone.Count} confirmations.");
        }
    }

    /// <summary>Half of the people text only STOP; the others mix it with START, HELP and ordinary words.</summary>
    private static Script[] Scripts(int people, int seed)
    {
        var random = new Random(seed);
        string[] words = ["STOP", "STOP", "START", "START", "HELP", "hello"];
        return
        [
            .. Enumerable
                .Range(0, people)
                .Select(n => new Script(
                    string.Create(CultureInfo.InvariantCulture, $"+1212{2_000_000 + n}"),
                    [
                        .. Enumerable
                            .Range(0, EachTexts)
                            .Select(_ => (TwilioSide.NewSid("SM"), n % 2 == 0 ? "STOP" : words[random.Next(words.Length)])),
                    ]
                )),
        ];
    }

    /// <summary>After how many acknowledged messages a host dies.</summary>
    private static int[] Moments(int messages, int seed)
    {
        var random = new Random(seed + 1);
        return [.. Enumerable.Range(0, Kills).Select(_ => random.Next(messages / 50, messages * 9 / 10)).Order()];
    }

    private static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("OPTOUT_LOAD_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : 1;
}
