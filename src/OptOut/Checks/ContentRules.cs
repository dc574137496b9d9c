using System.Collections.Frozen;

namespace OptOut;

/// <summary>
/// Rules 24 and 27: content by what Twilio and the carriers refuse, and by the law where the number is. All of it is data,
/// <c>content.json</c>.
/// </summary>
public static class ContentRules
{
    private static readonly Lazy<FrozenDictionary<Content, ContentTable>> Tables = new(Read);

    /// <summary>Whether this content may go to this recipient.</summary>
    /// <param name="content">What the message is about.</param>
    /// <param name="region">Where the number is.</param>
    /// <param name="channel">The channel that it goes out on: <see cref="Channels"/>.</param>
    /// <param name="purpose">What the message is for; null where it has no campaign: then nothing is left out of a ban.</param>
    /// <param name="verifiedMinimumAge">The highest age, in years, that a consent proves the recipient to have; null when none
    /// does.</param>
    public static ContentDecision Decide(Content content, NumberRegion region, string channel, Purpose? purpose, int? verifiedMinimumAge)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (content == Content.General)
        {
            return new(ContentOutcome.Allowed);
        }

        // A value that the table does not know is a doubt: it denies.
        if (!Tables.Value.TryGetValue(content, out var table) || table.IsBanned(region, channel, purpose))
        {
            return new(ContentOutcome.Prohibited);
        }

        return table.RequiredAge(region, purpose) is not { } required
            ? new(ContentOutcome.Allowed)
            : new(verifiedMinimumAge >= required ? ContentOutcome.Allowed : ContentOutcome.AgeNotVerified, required);
    }

    private static FrozenDictionary<Content, ContentTable> Read() =>
        DataFile
            .Read<ContentFile>("content.json")
            .Content.ToFrozenDictionary(
                e =>
                    KebabCase<Content>.TryParse(e.Key, out var content)
                        ? content
                        : throw new InvalidDataException($"content.json: {e.Key} is no content."),
                e => ContentTable.From(e.Value)
            );
}
