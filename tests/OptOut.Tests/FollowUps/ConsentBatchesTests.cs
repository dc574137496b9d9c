using Microsoft.Extensions.Time.Testing;

namespace OptOut.Tests;

/// <summary>Twilio's consent list takes 25 entries a request and 100 requests a minute (rule 40).</summary>
public class ConsentBatchesTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Rule40_what_comes_together_goes_in_one_request_and_each_hears_of_its_own()
    {
        var list = new List(reports =>
            reports.Where(r => r.Recipient == "+2").ToDictionary(r => r.CorrelationId, _ => new ConsentRefusal(30646, MayPass: false))
        );
        var batches = new ConsentBatches(list, time);

        var all = new[] { "+1", "+2", "+3" }
            .Select(r => batches.ReportAsync("AC1", [Report(r, "a"), Report(r, "b")], TestContext.Current.CancellationToken))
            .ToArray();
        var other = batches.ReportAsync("AC2", [Report("+1", "a")], TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Empty((await all[0])!);
        Assert.Equal(["+2a", "+2b"], (await all[1])!.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Empty((await all[2])!);
        Assert.Empty((await other)!);
        Assert.Equal([1, 6], list.Requests.Select(r => r.Count).Order());
    }

    [Fact]
    public async Task Rule40_a_request_is_never_larger_than_twilio_takes_and_a_full_one_does_not_wait()
    {
        var list = new List(_ => []);
        var batches = new ConsentBatches(list, time);
        var report = batches.ReportAsync(
            "AC1",
            [.. Enumerable.Range(0, 60).Select(n => Report("+1", $"{n}"))],
            TestContext.Current.CancellationToken
        );
        await Until(() => list.Requests.Count == 2);
        time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Empty((await report)!);
        Assert.Equal([25, 25, 10], list.Requests.Select(r => r.Count));
    }

    [Fact]
    public async Task Rule40_a_minute_has_no_more_requests_than_twilio_takes()
    {
        var list = new List(_ => []);
        var batches = new ConsentBatches(list, time);
        for (var n = 0; n < ITwilioConsents.MaxRequestsPerMinute; n++)
        {
            Assert.NotNull(await OneAsync(batches));
        }

        Assert.Null(await OneAsync(batches));
        Assert.Equal(ITwilioConsents.MaxRequestsPerMinute, list.Requests.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await OneAsync(batches));
    }

    [Fact]
    public async Task Rule40_a_request_that_fails_fails_for_everybody_in_it_and_the_next_is_tried()
    {
        var down = true;
        var list = new List(_ => down ? throw new HttpRequestException("429") : []);
        var batches = new ConsentBatches(list, time);
        await Assert.ThrowsAsync<HttpRequestException>(() => OneAsync(batches));
        down = false;
        Assert.Empty((await OneAsync(batches))!);
    }

    private Task<IReadOnlyDictionary<string, ConsentRefusal>?> OneAsync(ConsentBatches batches)
    {
        var report = batches.ReportAsync("AC1", [Report("+1", "a")], TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMilliseconds(200));
        return report;
    }

    private static ConsentReport Report(string recipient, string sender) =>
        new(recipient, sender, "opt-out", "website", recipient + sender, default);

    private static async Task Until(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 6_000, "It does not come.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private sealed class List(Func<IReadOnlyList<ConsentReport>, Dictionary<string, ConsentRefusal>> answer) : ITwilioConsents
    {
        public System.Collections.Concurrent.ConcurrentQueue<IReadOnlyList<ConsentReport>> Requests { get; } = new();

        public Task<IReadOnlyDictionary<string, ConsentRefusal>> ReportAsync(
            string accountSid,
            IReadOnlyList<ConsentReport> reports,
            CancellationToken cancellation
        )
        {
            Requests.Enqueue(reports);
            return Task.FromResult<IReadOnlyDictionary<string, ConsentRefusal>>(answer(reports));
        }

        public Task<bool> CancelAsync(string accountSid, string messageSid, CancellationToken cancellation) => Task.FromResult(false);
    }
}
