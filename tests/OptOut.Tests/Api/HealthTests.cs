using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>What health says of the queue and of published events.</summary>
public sealed class HealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null)]
    [InlineData(0, null)]
    [InlineData(14, null)]
    [InlineData(16, "late")]
    [InlineData(600, "late")]
    public async Task A_follow_up_that_nobody_takes_is_late_after_a_quarter_of_an_hour(int? minutes, string? expected)
    {
        var queue = new MemoryQueue { OldestDue = minutes is { } ago ? Now.AddMinutes(-ago) : null };
        var result = await new FollowUpHealth(queue, new FakeTimeProvider(Now)).CheckHealthAsync(
            new HealthCheckContext(),
            TestContext.Current.CancellationToken
        );
        Assert.Equal((expected is null ? HealthStatus.Healthy : HealthStatus.Degraded, expected), (result.Status, result.Description));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("taken", null)]
    [InlineData("failed", "failing")]
    [InlineData("taken failed", "failing")]
    [InlineData("failed taken", null)]
    public async Task Events_are_failing_from_the_last_outcome(string outcomes, string? expected)
    {
        var last = new LastPublication();
        foreach (var outcome in outcomes.Split(' '))
        {
            switch (outcome)
            {
                case "taken":
                    last.Taken();
                    break;
                case "failed":
                    last.Failed();
                    break;
                default:
                    break;
            }
        }

        var result = await new EventHealth(last).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal((expected is null ? HealthStatus.Healthy : HealthStatus.Degraded, expected), (result.Status, result.Description));
    }
}
