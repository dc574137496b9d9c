using NodaTime;

namespace OptOut;

/// <summary>
/// The stage of a check that looks at the recipient's clock: a marketing message arrives in waking hours only, in every time zone that the
/// recipient may be in (rule 35).
/// </summary>
internal static class QuietHoursCheck
{
    /// <summary>How far ahead an opening is looked for: further than any run of closed days.</summary>
    private const int MaxDaysAhead = 14;

    /// <summary>The denial, with the next opening; or until when the hours stay open; neither where no hours are kept.</summary>
    public static (CheckAnswer? Denied, DateTimeOffset? Closes) Look(
        RecipientState state,
        CheckQuestion question,
        RecipientAddress recipient,
        DateTimeOffset now
    )
    {
        if (!question.IsMarketing || question.Campaign!.QuietHours == QuietHours.Off || IsAskedFor(state, question))
        {
            return (null, null);
        }

        var zones = Whereabouts.Zones(state, recipient);
        if (zones.Count == 0)
        {
            return (
                CheckAnswer.Deny(Reason.QuietHours) with
                {
                    Hint = "Nobody knows what time it is there: tell the recipient's timeZone with the preferences.",
                },
                null
            );
        }

        var hours = QuietHoursTable.Of(Whereabouts.Region(state, recipient));
        var at = Instant.FromDateTimeOffset(now);
        return Opening(zones, hours, question.Brand.QuietHours, at) is not { } opens ? (CheckAnswer.Deny(Reason.QuietHours), null)
            : opens > at ? (CheckAnswer.Deny(Reason.QuietHours) with { Until = opens.ToDateTimeOffset() }, null)
            : (null, zones.Min(zone => Closing(zone, hours, question.Brand.QuietHours, at)).ToDateTimeOffset());
    }

    /// <summary>A text asked for this one, at an hour of the recipient's own choice.</summary>
    private static bool IsAskedFor(RecipientState state, CheckQuestion question) =>
        question.Kind == CheckKind.OptInRequest
        && state.Brand(question.Brand.Id).Campaign(question.Campaign!.Id).Pending is { ByText: true };

    /// <summary>The first moment from <paramref name="from"/> on at which all are awake; null where there is none.</summary>
    internal static Instant? Opening(IReadOnlyList<DateTimeZone> zones, WakingHours hours, DayHours? tightened, Instant from)
    {
        var end = from + Duration.FromDays(MaxDaysAhead);
        var at = from;
        while (at < end)
        {
            var asleep = zones.FirstOrDefault(zone => !IsAwake(zone, hours, tightened, at));
            if (asleep is null)
            {
                return at;
            }

            if (NextMorning(asleep, hours, tightened, at) is not { } morning)
            {
                return null;
            }

            at = morning;
        }

        return null;
    }

    private static bool IsAwake(DateTimeZone zone, WakingHours hours, DayHours? tightened, Instant at)
    {
        var local = at.InZone(zone);
        var minute = (local.Hour * 60) + local.Minute;
        return hours.On(local.Date, tightened) is { } open && minute >= open.From && minute < open.To;
    }

    private static Instant? NextMorning(DateTimeZone zone, WakingHours hours, DayHours? tightened, Instant at)
    {
        var today = at.InZone(zone).Date;
        for (var day = 0; day <= MaxDaysAhead; day++)
        {
            if (
                hours.On(today.PlusDays(day), tightened) is { } open
                && InstantOf(zone, today.PlusDays(day), open.From) is var morning
                && morning > at
            )
            {
                return morning;
            }
        }

        return null;
    }

    /// <summary>Only asked while it is open.</summary>
    private static Instant Closing(DateTimeZone zone, WakingHours hours, DayHours? tightened, Instant at)
    {
        var today = at.InZone(zone).Date;
        return InstantOf(zone, today, hours.On(today, tightened)!.To);
    }

    /// <summary>
    /// A minute of a day as the zone's clock shows it first; one that a change of the clock skips is the moment of the change.
    /// </summary>
    private static Instant InstantOf(DateTimeZone zone, LocalDate date, int minute)
    {
        var local = date.AtMidnight().PlusMinutes(minute);
        var mapping = zone.MapLocal(local);
        return mapping.Count > 0 ? mapping.First().ToInstant() : mapping.LateInterval.Start;
    }
}
