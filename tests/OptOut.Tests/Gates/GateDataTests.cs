using System.Text.RegularExpressions;
using NodaTime;

namespace OptOut.Tests;

/// <summary>The gates' data: each row has its source, a zone that exists and a place of its own.</summary>
public partial class GateDataTests
{
    [Fact]
    public void Quiet_hours_have_sources_hours_that_only_narrow_and_one_row_a_region()
    {
        var file = DataFile.Read<QuietHoursFile>("quiet-hours.json");
        var widest = DayHours.Parse(file.Rows.Single(r => r.Regions == "*").Hours)!;
        var regions = file.Rows.SelectMany(r => r.Regions.Split(' ')).ToList();
        Assert.Equal(regions.Count, regions.Distinct(StringComparer.Ordinal).Count());
        Assert.All(regions.Where(r => r != "*"), r => Assert.NotNull(NumberRegion.Parse(r)));
        Assert.All(
            file.Rows,
            row =>
            {
                Assert.False(string.IsNullOrWhiteSpace(row.Source));
                Assert.Equal(row.Holidays is not null, row.Calendar is not null);
                foreach (
                    var hours in new[] { row.Hours, row.Sundays, row.Holidays }
                        .Where(h => h is not (null or "none"))
                        .Select(h => DayHours.Parse(h!)!)
                )
                {
                    Assert.Equal(hours, hours.And(widest));
                }
            }
        );
        Assert.Equal(
            file.Rows.Select(r => r.Calendar).OfType<string>().Order(StringComparer.Ordinal),
            file.Calendars.Select(c => c.Name).Order(StringComparer.Ordinal)
        );
        Assert.All(file.Calendars, calendar => Assert.False(string.IsNullOrWhiteSpace(calendar.Source)));
    }

    [Fact]
    public void Legal_frequencies_have_sources_and_one_row_a_region()
    {
        var file = DataFile.Read<LegalFrequencyFile>("legal-frequency.json");
        Assert.Equal(file.Rows.Count, file.Rows.Select(r => r.Region).Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            file.Rows,
            row =>
            {
                Assert.False(string.IsNullOrWhiteSpace(row.Source));
                var law = LegalFrequency.Of(NumberRegion.Parse(row.Region)!)!;
                Assert.Equal((row.Region, row.Max), (law.Region, law.Frequency.Max));
            }
        );
    }

    [Fact]
    public void Every_zone_that_a_number_or_a_state_can_have_exists()
    {
        var states = DataFile.Read<RegionZones.ZoneFile>("region-zones.json") is var file
            ? file.Zones.Values.Concat(file.AreaCodes.Values).SelectMany(z => z.Split(' '))
            : [];
        var numbers = Enumerable
            .Range(200, 800)
            .Select(a => $"+1{a}5550123")
            .Concat(Enumerable.Range(20, 980).Select(code => $"+{code}12345678"))
            .SelectMany(number => NumberZones.Of(RecipientAddress.FromStored(number)));
        Assert.All(
            states.Concat(numbers).Distinct(StringComparer.Ordinal),
            zone => Assert.NotNull(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone))
        );
        Assert.All(DataFile.Read<RegionZones.ZoneFile>("region-zones.json").Zones.Keys, code => Assert.Matches(State(), code));
    }

    [Fact]
    public void Every_area_code_that_is_known_has_its_zones() =>
        Assert.All(Enumerable.Range(201, 790), area => Assert.NotEmpty(NumberZones.Of(RecipientAddress.FromStored($"+1{area}5550123"))));

    [Theory]
    [InlineData("8-20", 480, 1200)]
    [InlineData("08:30 - 24", 510, 1440)]
    [InlineData("20-8", null, null)]
    [InlineData("8-25", null, null)]
    [InlineData("8:75-20", null, null)]
    [InlineData("8", null, null)]
    [InlineData("-8-20", null, null)]
    public void Hours_are_read_or_refused(string text, int? from, int? to) =>
        Assert.Equal(from is null ? null : new DayHours(from.Value, to!.Value), DayHours.Parse(text));

    [GeneratedRegex("^US-[A-Z]{2}$", RegexOptions.None, 1000)]
    private static partial Regex State();
}
