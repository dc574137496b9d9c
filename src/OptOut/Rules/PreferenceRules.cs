namespace OptOut;

/// <summary>Preferences that a sender reports of a recipient (rule 28).</summary>
public static class PreferenceRules
{
    /// <summary>The event, where anything is new.</summary>
    public static IReadOnlyList<LedgerEvent> Set(RecipientState state, string brand, Preferences told, DateTimeOffset now)
    {
        var (known, held) = (state.Profile, state.Brand(brand).Frequency);
        bool Takes(string field) => told.Unset?.Contains(field, StringComparer.Ordinal) == true;
        var isNew =
            Differs(told.Frequency, held, Takes(ProfileFold.Frequency))
            || Differs(told.Language, known?.Language, Takes(ProfileFold.Language))
            || Differs(told.TimeZone, known?.TimeZone, Takes(ProfileFold.TimeZone))
            || Differs(told.Region, known?.Region, Takes(ProfileFold.Region));
        return !isNew
            ? []
            :
            [
                new LedgerEvent
                {
                    Type = EventType.PreferencesChanged,
                    At = now,
                    Brand = brand,
                    Source = Sources.Api,
                    Origin = told.Origin,
                    Proof = told.Proof,
                    Frequency = told.Frequency,
                    Language = told.Language,
                    TimeZone = told.TimeZone,
                    Region = told.Region,
                    Unset = told.Unset,
                },
            ];
    }

    /// <summary>
    /// Whether more would be allowed than before. Only more rarely, or as rarely, in as long a period or a longer one is certainly no
    /// loosening.
    /// </summary>
    public static bool Loosens(Frequency? held, Preferences told) =>
        held is not null
        && (
            told.Unset?.Contains(ProfileFold.Frequency, StringComparer.Ordinal) == true
            || (told.Frequency is { } asked && (asked.Max > held.Max || asked.Per.AddTo(Anchor) < held.Per.AddTo(Anchor)))
        );

    private static readonly DateTimeOffset Anchor = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static bool Differs<T>(T? told, T? known, bool taken)
        where T : class => taken ? known is not null : told is not null && !told.Equals(known);
}
