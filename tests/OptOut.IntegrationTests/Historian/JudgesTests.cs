namespace OptOut.IntegrationTests;

/// <summary>
/// The judges are tried themselves: each bug that is planted in a recording has to be found, by the judge it is about, and nothing in a
/// sound one.
/// </summary>
public sealed class JudgesTests
{
    private const string Person = "+14155550001",
        Twiml = "<Response><Message>You are out.</Message></Response>",
        Empty = "<Response/>";

    private static readonly Entry[] Ledger =
    [
        new("e1", 1, "consented", null),
        new("e2", 2, "send-recorded", "SM0"),
        new("e3", 3, "opted-out", "SM1"),
    ];

    /// <summary>A consent, a yes, a send, a STOP, its redelivery, a no.</summary>
    private static readonly Recording Sound = new(
        [
            new(Person, "consent", Effect.Opens, 0, 10, true, "e1"),
            new(Person, "check", Effect.None, 11, 12, true, "yes"),
            new(Person, "send", Effect.None, 13, 14, true, "", "SM0"),
            new(Person, "STOP", Effect.Closes, 20, 30, true, Twiml, "SM1"),
            new(Person, "STOP", Effect.None, 31, 32, true, Twiml, "SM1"),
            new(Person, "check", Effect.None, 25, 26, true, "yes"),
            new(Person, "check", Effect.None, 40, 41, true, "no"),
        ],
        new Dictionary<string, Standing>(StringComparer.Ordinal) { [Person] = new(Ledger, Ledger, true, true, true, ["You are out."]) },
        new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
        {
            ["follower 0"] = new HashSet<string>(StringComparer.Ordinal) { Person },
        }
    );

    [Fact]
    public void A_sound_recording_has_no_anomaly() => Assert.Empty(Judges.Judge(Sound));

    [Fact]
    public void A_yes_after_an_acknowledged_STOP_is_found() =>
        Found("says yes", Sound with { Operations = [.. Sound.Operations, new(Person, "check", Effect.None, 31, 33, true, "yes")] });

    [Fact]
    public void A_yes_after_an_opening_that_overlaps_the_STOP_is_none() =>
        Assert.Empty(
            Judges.Judge(
                Sound with
                {
                    Operations =
                    [
                        .. Sound.Operations,
                        new(Person, "consent", Effect.Opens, 22, 45, false) { IsUnknown = true },
                        new(Person, "check", Effect.None, 31, 33, true, "yes"),
                    ],
                }
            )
        );

    [Fact]
    public void A_yes_after_an_opening_that_was_refused_is_found() =>
        Found(
            "says yes",
            Sound with
            {
                Operations =
                [
                    .. Sound.Operations,
                    new(Person, "consent", Effect.Opens, 22, 45, false),
                    new(Person, "check", Effect.None, 31, 33, true, "yes"),
                ],
            }
        );

    [Fact]
    public void A_gap_is_found() =>
        Found("a gap", WithStanding(s => s with { History = [Ledger[0], Ledger[1], Ledger[2] with { Sequence = 4 }] }));

    [Fact]
    public void A_lost_STOP_is_found() =>
        Found(
            "not in the ledger",
            WithStanding(s =>
                s with
                {
                    History = Ledger[..2],
                    Audit = Ledger[..2],
                    Suppressed = false,
                    Listed = false,
                    Exported = false,
                    Phone = [],
                }
            )
        );

    [Fact]
    public void A_lost_consent_is_found() => Found("the consent", WithLedger([Ledger[0] with { Id = "e9" }, Ledger[1], Ledger[2]]));

    [Fact]
    public void A_lost_send_is_found() => Found("is 0 times", WithLedger([Ledger[0], Ledger[1] with { MessageSid = "SM9" }, Ledger[2]]));

    [Fact]
    public void A_send_that_counts_twice_is_found() => Found("is 2 times", WithLedger([.. Ledger, new("e4", 4, "send-recorded", "SM0")]));

    [Fact]
    public void A_STOP_that_is_recorded_twice_is_found() =>
        Found("the STOP SM1 is 2 times", WithLedger([.. Ledger, new("e4", 4, "opted-out", "SM1")]));

    [Fact]
    public void An_audit_that_differs_is_found() => Found("audit differ", WithStanding(s => s with { Audit = Ledger[..2] }));

    [Fact]
    public void A_state_that_is_not_the_history_is_found() =>
        Found("the history ends with opted-out", WithStanding(s => s with { Suppressed = false, Listed = false, Exported = false }));

    [Fact]
    public void A_list_that_differs_is_found() => Found("listed False", WithStanding(s => s with { Listed = false }));

    [Fact]
    public void An_answer_that_changes_is_found() =>
        Found(
            "differ",
            Sound with
            {
                Operations =
                [
                    .. Sound.Operations,
                    new(Person, "STOP", Effect.None, 50, 51, true, Twiml.Replace("out", "gone", StringComparison.Ordinal), "SM1"),
                ],
            }
        );

    [Fact]
    public void An_empty_answer_to_a_redelivery_is_none() =>
        Assert.Empty(
            Judges.Judge(Sound with { Operations = [.. Sound.Operations, new(Person, "STOP", Effect.None, 50, 51, true, Empty, "SM1")] })
        );

    [Fact]
    public void A_second_confirmation_is_found() =>
        Found("the phone has 2", WithStanding(s => s with { Phone = ["You are out.", "Welcome.", "You are out."] }));

    [Fact]
    public void A_confirmation_that_never_came_is_found() => Found("the phone has 0", WithStanding(s => s with { Phone = [] }));

    [Fact]
    public void A_follower_that_misses_somebody_is_found() =>
        Found(
            "never shown",
            Sound with
            {
                Followed = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
                {
                    ["follower 0"] = new HashSet<string>(StringComparer.Ordinal),
                },
            }
        );

    private static void Found(string what, Recording planted) =>
        Assert.Contains(what, Assert.Single(Judges.Judge(planted)), StringComparison.Ordinal);

    private static Recording WithLedger(Entry[] ledger) => WithStanding(s => s with { History = ledger, Audit = ledger });

    private static Recording WithStanding(Func<Standing, Standing> change) =>
        Sound with
        {
            Standings = new Dictionary<string, Standing>(StringComparer.Ordinal) { [Person] = change(Sound.Standings[Person]) },
        };
}
