namespace OptOut.Tests;

/// <summary>
/// A row without a source, with an unknown zone or in another row's place stops these tests: the files have none, and each planted one is
/// named.
/// </summary>
public class GateDataFaultTests
{
    private static QuietHoursFile Hours => DataFile.Read<QuietHoursFile>("quiet-hours.json");

    private static LegalFrequencyFile Frequencies => DataFile.Read<LegalFrequencyFile>("legal-frequency.json");

    private static RegionZones.ZoneFile Zones => DataFile.Read<RegionZones.ZoneFile>("region-zones.json");

    private static ContentFile Contents => DataFile.Read<ContentFile>("content.json");

    [Fact]
    public void Rule27_28_35_the_files_as_they_are_have_no_fault() =>
        Assert.Empty(
            GateDataFaults
                .Of(Hours)
                .Concat(GateDataFaults.Of(Frequencies))
                .Concat(GateDataFaults.Of(Zones))
                .Concat(GateDataFaults.Of(Contents))
        );

    [Theory]
    [InlineData("US-NV", "9-20", null, "", "US-NV: no source")]
    [InlineData("US-NV", "9-20", null, "  ", "US-NV: no source")]
    [InlineData("US-NV", "7-20", null, "law", "US-NV: 7-20 are no hours within the first row's")]
    [InlineData("US-NV", "9-20", "21-9", "law", "US-NV: 21-9 are no hours within the first row's")]
    [InlineData("US-ZZ", "9-20", null, "law", "US-ZZ: no region")]
    [InlineData("Utopia", "9-20", null, "law", "Utopia: no region")]
    [InlineData("US-NV US-FL", "9-20", null, "law", "US-FL stands twice")]
    public void Rule35_a_planted_row_of_hours_is_named(string regions, string hours, string? sundays, string source, string fault) =>
        Assert.Contains(fault, GateDataFaults.Of(Hours with { Rows = [.. Hours.Rows, new(regions, hours, sundays, null, null, source)] }));

    [Fact]
    public void Rule35_a_planted_row_of_holidays_needs_its_calendar_and_that_its_source()
    {
        Assert.Contains(
            "US-NV: holidays without their calendar",
            GateDataFaults.Of(Hours with { Rows = [.. Hours.Rows, new("US-NV", "9-20", null, "none", "US", "law")] })
        );
        Assert.Contains("US: no source", GateDataFaults.Of(Hours with { Calendars = [.. Hours.Calendars, new("US", "07-04", "", "")] }));
    }

    [Theory]
    [InlineData("US-NV", 3, "PT24H", "", "US-NV: no source")]
    [InlineData("US-ZZ", 3, "PT24H", "law", "US-ZZ: no region")]
    [InlineData("US-NV", 0, "PT24H", "law", "US-NV: no frequency")]
    [InlineData("US-NV", 3, "daily", "law", "US-NV: no frequency")]
    [InlineData("US-FL", 2, "PT24H", "law", "US-FL stands twice")]
    public void Rule28_a_planted_row_of_frequencies_is_named(string region, int max, string per, string source, string fault) =>
        Assert.Contains(fault, GateDataFaults.Of(Frequencies with { Rows = [.. Frequencies.Rows, new(region, max, per, source)] }));

    [Theory]
    [InlineData("212", "America/Gotham", "212: no zone America/Gotham")]
    [InlineData("212", "America/New_York America/New_York", "212: America/New_York stands twice")]
    [InlineData("212 850", "America/New_York", "850 stands twice")]
    public void Rule35_a_planted_zone_is_named(string areaCodes, string zones, string fault) =>
        Assert.Contains(
            fault,
            GateDataFaults.Of(
                Zones with
                {
                    AreaCodes = new Dictionary<string, string>(Zones.AreaCodes, StringComparer.Ordinal) { [areaCodes] = zones },
                }
            )
        );

    [Theory]
    [InlineData("whatsapp", "US", "", "gambling: no source")]
    [InlineData("whatsapp", "Utopia", "help page", "gambling: no country Utopia")]
    [InlineData("sms", "CA", "help page", "gambling: sms CA stands twice")]
    [InlineData("*", "US", "help page", "gambling: sms US CA stands twice")]
    public void Rule27_a_planted_ban_is_named(string channels, string countries, string source, string fault)
    {
        var gambling = Contents.Content["gambling"];
        var planted = new Dictionary<string, ContentEntry>(Contents.Content, StringComparer.Ordinal)
        {
            ["gambling"] = gambling with { Bans = [.. gambling.Bans!, new(channels, countries, null, source)] },
        };
        Assert.Contains(fault, GateDataFaults.Of(Contents with { Content = planted }));
    }
}
