using System.Collections.Frozen;
using CsCheck;
using NodaTime;

namespace OptOut.Tests;

/// <summary>Whatever happened before: a gate only ever takes away, and the end that it tells is its end.</summary>
public class GateProperties
{
    private static readonly Campaign Gated = Clinic.Reminders with
    {
        QuietHours = QuietHours.On,
        Countries = ["US"],
        Senders = [Clinic.Number],
        Promised = new Frequency(2, IsoDuration.FromDays(2)),
        Content = Content.Loans,
    };

    /// <summary>The history is the same for both; only the question is stricter.</summary>
    [Fact]
    public void Rule23_no_gate_ever_turns_a_denial_into_a_yes() =>
        Gen.Select(Histories.Any, Gen.Int[0, 6 * 24], Gen.Bool, Gen.Bool)
            .Sample(
                (steps, hours, reassigned, suspended) =>
                {
                    var person = Histories.Run(steps);
                    if (reassigned)
                    {
                        var open = Ask(person, Clinic.Reminders, person.Now.AddHours(hours), null);
                        person.IsReassigned();
                        return open.Any(a => a) || !Ask(person, Clinic.Reminders, person.Now.AddHours(hours), null).Any(a => a);
                    }

                    var at = person.Now.AddHours(hours);
                    var plain = Ask(person, Clinic.Reminders, at, null);
                    var gated = Ask(person, Gated, at, suspended ? new Mark(person.Now, "ev-1") : null);
                    return plain.Zip(gated).All(pair => pair.First || !pair.Second);
                }
            );

    /// <summary>Random zones, pairs of them too, at random times and around both nights of daylight saving of ten years.</summary>
    [Fact]
    public void Rule24_until_is_the_moment_at_which_quiet_hours_end_in_every_zone_and_on_both_nights_of_daylight_saving()
    {
        var zones = DateTimeZoneProviders
            .Tzdb.Ids.Where(id => id.Contains('/', StringComparison.Ordinal))
            .Select(id => DateTimeZoneProviders.Tzdb[id])
            .ToArray();
        var (from, to) = (Instant.FromUtc(2025, 1, 1, 0, 0), Instant.FromUtc(2035, 1, 1, 0, 0));
        string[] regions = ["GB", "US-FL", "US-TX", "FR"];
        Gen.Select(
                Gen.Int[0, zones.Length - 1],
                Gen.Int[0, zones.Length - 1],
                Gen.Bool,
                Gen.Long[0, (long)(to - from).TotalSeconds],
                Gen.Int[-200_000, 200_000],
                Gen.Int[0, 3]
            )
            .Sample(
                (one, two, both, seconds, near, region) =>
                {
                    DateTimeZone[] known = both ? [zones[one], zones[two]] : [zones[one]];
                    var some = from + Duration.FromSeconds(seconds);
                    var change = zones[one].GetZoneInterval(some);
                    var at = change.HasEnd && near % 2 == 0 ? change.End + Duration.FromSeconds(near) : some;
                    var hours = QuietHoursTable.Of(NumberRegion.Parse(regions[region])!);
                    return QuietHoursCheck.Opening(known, hours, null, at) is not { } opens
                        ? both // two zones may never be awake at once
                        : opens == at
                            || (
                                QuietHoursCheck.Opening(known, hours, null, opens) == opens
                                && QuietHoursCheck.Opening(known, hours, null, opens - Duration.FromTicks(1)) == opens
                                && QuietHoursCheck.Opening(known, hours, null, at + ((opens - at) / 2)) == opens
                            );
                },
                iter: 20_000
            );
    }

    private static bool[] Ask(Recipient person, Campaign campaign, DateTimeOffset at, Mark? suspension)
    {
        var brand = Clinic.Acme.With(campaign);
        var account = person.Policy with { Brands = new[] { brand }.ToFrozenDictionary(b => b.Id, StringComparer.Ordinal) };
        return
        [
            .. Enum.GetValues<CheckKind>()
                .SelectMany(kind =>
                    new[] { Clinic.Number, Clinic.TollFree }.Select(sender =>
                        CheckRules
                            .Answer(
                                person.State,
                                person.Reserved,
                                new CheckQuestion
                                {
                                    Account = account,
                                    Brand = brand,
                                    Campaign = campaign,
                                    Kind = kind,
                                    Sender = sender,
                                    Suspension = suspension,
                                },
                                person.Address,
                                at
                            )
                            .Allowed
                    )
                ),
        ];
    }
}
