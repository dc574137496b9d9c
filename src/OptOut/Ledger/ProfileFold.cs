namespace OptOut;

/// <summary>How the recipient's language, time zone and region change the state: the newest word holds.</summary>
internal static class ProfileFold
{
    public const string Language = "language",
        TimeZone = "timeZone",
        Region = "region",
        Frequency = "frequency";

    public static RecipientState Apply(RecipientState state, LedgerEvent e)
    {
        var known = state.Profile ?? new RecipientProfile(null, null, null, e.At);
        if (e is { Language: null, TimeZone: null, Region: null, Unset: null } || e.At < known.At)
        {
            return state;
        }

        return state with
        {
            Profile = new RecipientProfile(
                Takes(e, Language) ? null : e.Language ?? known.Language,
                Takes(e, TimeZone) ? null : e.TimeZone ?? known.TimeZone,
                Takes(e, Region) ? null : e.Region ?? known.Region,
                e.At
            ),
        };
    }

    /// <summary>Whether a change of preferences takes the field away.</summary>
    public static bool Takes(LedgerEvent e, string field) => e.Unset?.Contains(field, StringComparer.Ordinal) == true;
}
