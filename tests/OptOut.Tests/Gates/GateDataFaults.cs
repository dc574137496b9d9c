using NodaTime;

namespace OptOut.Tests;

/// <summary>
/// What is wrong with a data file of the gates, row by row: no source, a zone or a region that does not exist, a place that another row has
/// too.
/// </summary>
internal static class GateDataFaults
{
    public static IEnumerable<string> Of(QuietHoursFile file)
    {
        var widest = file.Rows.Where(r => r.Regions == "*").Select(r => DayHours.Parse(r.Hours)).SingleOrDefault();
        foreach (var row in file.Rows)
        {
            foreach (
                var fault in Sourced(row.Regions, row.Source)
                    .Concat(
                        row.Regions == "*"
                            ? []
                            : row.Regions.Split(' ').Where(r => NumberRegion.Parse(r) is null).Select(r => $"{r}: no region")
                    )
            )
            {
                yield return fault;
            }

            foreach (var text in new[] { row.Hours, row.Sundays, row.Holidays }.Where(h => h is not (null or "none")))
            {
                if (DayHours.Parse(text!) is not { } hours || widest is null || hours != hours.And(widest))
                {
                    yield return $"{row.Regions}: {text} are no hours within the first row's";
                }
            }

            if ((row.Holidays is null) != (row.Calendar is null) || (row.Calendar is { } name && file.Calendars.All(c => c.Name != name)))
            {
                yield return $"{row.Regions}: holidays without their calendar";
            }
        }

        foreach (
            var fault in Overlaps(file.Rows.SelectMany(r => r.Regions.Split(' ')))
                .Concat(file.Calendars.SelectMany(c => Sourced(c.Name, c.Source)))
                .Concat(Overlaps(file.Calendars.Select(c => c.Name)))
        )
        {
            yield return fault;
        }
    }

    public static IEnumerable<string> Of(LegalFrequencyFile file) =>
        file
            .Rows.SelectMany(r =>
                Sourced(r.Region, r.Source)
                    .Concat(NumberRegion.Parse(r.Region) is null ? [$"{r.Region}: no region"] : [])
                    .Concat(r.Max < 1 || !IsoDuration.TryParse(r.Per, out _, out _) ? [$"{r.Region}: no frequency"] : [])
            )
            .Concat(Overlaps(file.Rows.Select(r => r.Region)));

    public static IEnumerable<string> Of(RegionZones.ZoneFile file) =>
        file
            .Zones.Concat(file.AreaCodes)
            .SelectMany(e =>
                e.Value.Split(' ')
                    .Where(zone => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
                    .Select(zone => $"{e.Key}: no zone {zone}")
                    .Concat(Overlaps(e.Value.Split(' ')).Select(twice => $"{e.Key}: {twice}"))
            )
            .Concat(Overlaps(file.AreaCodes.Keys.SelectMany(codes => codes.Split(' '))))
            .Concat(
                file.Zones.Keys.Where(code => code is not ['U', 'S', '-', >= 'A' and <= 'Z', >= 'A' and <= 'Z'])
                    .Select(code => $"{code}: no state")
            )
            .Concat(file.Sources.Count == 0 || file.Sources.Any(string.IsNullOrWhiteSpace) ? ["no source"] : []);

    public static IEnumerable<string> Of(ContentFile file) =>
        file.Content.SelectMany(entry =>
        {
            var (name, content) = entry;
            var bans = content.Bans ?? [];
            var countries = (content.Ages?.Values ?? [])
                .Append(content.Banned ?? "")
                .SelectMany(codes => codes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .ToList();
            return bans.SelectMany(ban => Sourced(name, ban.Source))
                .Concat(
                    bans.SelectMany(ban => ban.Countries.Split(' '))
                        .Where(c => c != "*" && NumberRegion.Parse(c) is null)
                        .Select(c => $"{name}: no country {c}")
                )
                .Concat(
                    countries
                        .Where(c => c.Length is not (2 or 5) || (c.Length == 5 && NumberRegion.Parse(c) is null))
                        .Select(c => $"{name}: no country {c}")
                )
                .Concat(
                    Overlaps(bans.SelectMany(Places)).Concat(Covered(bans)).Concat(Overlaps(countries)).Select(twice => $"{name}: {twice}")
                )
                .Concat(content.Ages is not null && !(content.Sources?.Count > 0) ? [$"{name}: no source"] : [])
                .Concat(KebabCase<Content>.TryParse(name, out _) ? [] : [$"{name}: no content"]);
        });

    private static IEnumerable<string> Places(ContentBan ban) =>
        ban.Channels.Split(' ').SelectMany(channel => ban.Countries.Split(' ').Select(country => $"{channel} {country}"));

    /// <summary>A row for all channels or countries says again what another row says for one of them.</summary>
    private static IEnumerable<string> Covered(IReadOnlyList<ContentBan> bans) =>
        from all in bans
        from one in bans
        where
            !ReferenceEquals(all, one)
            && Covers(all.Channels, one.Channels)
            && Covers(all.Countries, one.Countries)
            && (all.Channels == "*" || all.Countries == "*")
        select $"{one.Channels} {one.Countries} stands twice";

    private static bool Covers(string wide, string narrow) =>
        wide == "*" || wide.Split(' ').Intersect(narrow.Split(' '), StringComparer.Ordinal).Any();

    private static IEnumerable<string> Sourced(string row, string? source) =>
        string.IsNullOrWhiteSpace(source) ? [$"{row}: no source"] : [];

    private static IEnumerable<string> Overlaps(IEnumerable<string> places) =>
        places.GroupBy(place => place, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{g.Key} stands twice");
}
