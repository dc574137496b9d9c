using CsCheck;

namespace OptOut.Tests;

public class IsoDurationTests
{
    [Theory]
    [InlineData("P30D", "2025-01-31T10:00:00Z", "2025-03-02T10:00:00Z")]
    [InlineData("PT24H", "2025-01-31T10:00:00Z", "2025-02-01T10:00:00Z")]
    [InlineData("P5Y", "2024-02-29T00:00:00Z", "2029-02-28T00:00:00Z")]
    [InlineData("P1M", "2025-01-31T10:00:00Z", "2025-02-28T10:00:00Z")]
    [InlineData("P1M1D", "2025-01-31T10:00:00Z", "2025-03-01T10:00:00Z")]
    [InlineData("P2W", "2025-01-01T00:00:00Z", "2025-01-15T00:00:00Z")]
    [InlineData("P1Y2M3DT4H5M6.5S", "2025-01-01T00:00:00Z", "2026-03-04T04:05:06.5Z")]
    [InlineData("P90D", "2025-01-01T00:00:00+02:00", "2025-03-31T22:00:00Z")]
    [InlineData("P1000Y", "9999-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z")]
    public void Section5_a_duration_follows_the_calendar(string duration, string start, string end) =>
        Assert.Equal(Time(end), IsoDuration.Parse(duration).AddTo(Time(start)));

    [Theory]
    [InlineData("P1M", "2025-03-31T10:00:00Z", "2025-02-28T10:00:00Z")]
    [InlineData("PT24H", "2025-03-01T10:00:00Z", "2025-02-28T10:00:00Z")]
    [InlineData("P1000Y", "0900-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public void A_duration_counts_back_too(string duration, string end, string start) =>
        Assert.Equal(Time(start), IsoDuration.Parse(duration).SubtractFrom(Time(end)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P0D")]
    [InlineData("PT0S")]
    [InlineData("PT0.0S")]
    [InlineData("-P1D")]
    [InlineData("P-1D")]
    [InlineData("+P1D")]
    [InlineData("p1d")]
    [InlineData("1D")]
    [InlineData("30")]
    [InlineData("1.00:00:00")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("P1M1Y")]
    [InlineData("P1W1D")]
    [InlineData("PT1.5H")]
    [InlineData("PT1.12345678S")]
    [InlineData(" P1D")]
    [InlineData("P1D\n")]
    [InlineData("P\u0661D")]
    [InlineData("P1001Y")]
    [InlineData("P999999999Y999999999M")]
    [InlineData("P9999999999D")]
    public void Section5_what_is_no_duration_is_refused_with_a_reason(string? text)
    {
        Assert.False(IsoDuration.TryParse(text, out var duration, out var error));
        Assert.Null(duration);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("P30D", "P30D")]
    [InlineData("PT24H", "PT24H")]
    [InlineData("P5Y", "P5Y")]
    [InlineData("P1M", "P1M")]
    [InlineData("P18M", "P1Y6M")]
    [InlineData("P2W", "P14D")]
    [InlineData("PT90M", "PT1H30M")]
    [InlineData("PT0.25S", "PT0.25S")]
    [InlineData("P3DT1S", "P3DT1S")]
    public void A_duration_prints_as_people_write_it(string text, string printed) =>
        Assert.Equal(printed, IsoDuration.Parse(text).ToString());

    [Fact]
    public void Equal_lengths_are_equal() => Assert.Equal(IsoDuration.Parse("P1D"), IsoDuration.FromHours(24));

    [Fact]
    public void Printing_reads_back_as_the_same_value_and_a_later_time() =>
        Gen.Select(Gen.Int[0, 12000], Gen.Int[0, 100_000], Gen.Int[0, 90], Gen.Int[0, 90], Gen.Int[0, 9_999_999])
            .Where((months, days, hours, minutes, ticks) => months + days + hours + minutes + ticks > 0)
            .Sample(
                (months, days, hours, minutes, ticks) =>
                {
                    var duration = IsoDuration.Parse($"P{months}M{days}DT{hours}H{minutes}M3.{ticks:D7}S");
                    Assert.Equal(duration, IsoDuration.Parse(duration.ToString()));
                    Assert.True(duration.AddTo(Time("2025-05-31T00:00:00Z")) > Time("2025-05-31T00:00:00Z"));
                }
            );

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
