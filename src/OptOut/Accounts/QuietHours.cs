namespace OptOut;

/// <summary>Whether a campaign's marketing messages wait for the recipient's waking hours (rule 35).</summary>
public enum QuietHours
{
    On,
    Off,
}
