using System.Diagnostics;

namespace OptOut.Tests;

/// <summary>Reading a text takes time in proportion to its length: whoever writes 64 KiB must not hold up everybody else.</summary>
public sealed class LongTextTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("stop ")]
    [InlineData("stop. ")]
    [InlineData("please ")]
    [InlineData("please stop ")]
    [InlineData("please stop texting me i ? ")]
    [InlineData("stop sending me these annoying ")]
    [InlineData("no more, ")]
    [InlineData("a")]
    [InlineData("unsubscribexy ")]
    [InlineData("thank you please ok now i would like you to ")]
    [InlineData("\uD83D")]
    [InlineData("ﷺ")]
    public void Rule7_even_64_KiB_cost_little_whatever_they_say(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 65_536 / unit.Length)) + "the end of it";
        KeywordTable.Standard.Match(text);
        AssertQuick(() => PlainLanguageRevocation.Find(text));
    }

    [Theory]
    [InlineData("S.")]
    [InlineData("reply ")]
    [InlineData("to opt out ")]
    [InlineData("a")]
    [InlineData("a\u0301\u0316")]
    [InlineData("\u0301")]
    [InlineData("S*T")]
    [InlineData("\"X ")]
    public void Rule26_a_long_text_to_be_sent_takes_time_in_proportion(string part)
    {
        var body = string.Concat(Enumerable.Repeat(part, 64_000 / part.Length));
        AssertQuick(() => MessageFindings.Find(body, "Acme Clinics", identifySender: true, optOutLanguage: true));
    }

    /// <summary>
    /// It takes some milliseconds alone. The best of three and the limit allow for a busy machine, and fail on quadratic time (a minute).
    /// </summary>
    private void AssertQuick(Action read)
    {
        var best = Enumerable
            .Range(0, 3)
            .Min(_ =>
            {
                var watch = Stopwatch.StartNew();
                read();
                return watch.Elapsed;
            });
        output.WriteLine($"{best.TotalMilliseconds:F1} ms");
        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
