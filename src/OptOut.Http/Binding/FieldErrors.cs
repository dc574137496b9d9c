using System.Globalization;

namespace OptOut.Http;

/// <summary>Collects what is wrong with a request, under the field's name as the sender wrote it.</summary>
internal sealed class FieldErrors
{
    /// <summary>What is wrong with a cursor that the caller made up.</summary>
    public const string UnknownCursor = "is not one that a page gave.";

    /// <summary>What is wrong with a time that is missing.</summary>
    public const string TimeRequired = "is required, as an ISO 8601 time such as 2026-01-31T12:00:00Z.";
    private const int MaxPageSize = 1000;
    private const int DefaultPageSize = 100;

    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    public bool Any => errors.Count > 0;

    public IDictionary<string, string[]> ToDictionary() => errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal);

    public void Add(string field, string what)
    {
        if (!errors.TryGetValue(field, out var known))
        {
            errors[field] = known = [];
        }

        known.Add(what);
    }

    /// <summary>Adds the error unless the condition holds.</summary>
    public bool Check(bool condition, string field, string what)
    {
        if (!condition)
        {
            Add(field, what);
        }

        return condition;
    }

    public bool Has(string field) => errors.ContainsKey(field);

    /// <summary>A member of an enumeration; null for none, and for what <see cref="WordAttribute{T}"/> names as an error.</summary>
    public static T? Known<T>(string? word)
        where T : struct, Enum => KebabCase<T>.TryParse(word, out var found) ? found : null;

    /// <summary>A word that no body's field declares: of a query, or of a list.</summary>
    public T? Word<T>(string field, string? value)
        where T : struct, Enum
    {
        Check(value is null || Known<T>(value) is not null, field, $"is one of {KebabCase<T>.All}.");
        return Known<T>(value);
    }

    public RecipientAddress? Recipient(string field, string? value)
    {
        if (RecipientAddress.TryParse(value, out var address, out var error))
        {
            return address;
        }

        if (!Has(field))
        {
            Add(field, error ?? "is no address.");
        }

        return null;
    }

    /// <summary>
    /// A time that does not lie in the future, but for clocks that differ (rule 18). A required one that is missing is
    /// reported by its field.
    /// </summary>
    public DateTimeOffset PastTime(string field, DateTimeOffset? value, DateTimeOffset now)
    {
        if (value is null)
        {
            return now;
        }

        if (value < DateTimeOffset.UnixEpoch)
        {
            // No message is that old, and Table Storage has no dates before 1601.
            Add(field, "lies before 1970.");
            return now;
        }

        if (value > now + Defaults.FutureTolerance)
        {
            Add(field, "lies in the future.");
        }

        return value.Value.ToUniversalTime();
    }

    /// <summary>
    /// A time from a query or a table; a time before 1970 is moved to 1970, since stores have no dates of the first centuries.
    /// </summary>
    public DateTimeOffset? Time(string field, string? value)
    {
        if (value is null)
        {
            return null;
        }

        var time = UtcTime.Parse(value);
        Check(time is not null, field, UtcTime.Form);
        return time < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : time;
    }

    public bool? Flag(string field, string? value)
    {
        Check(value is null or "true" or "false", field, "is true or false.");
        return value is null ? null : value == "true";
    }

    /// <summary>A line of an import may repeat the brand of the whole, and no other.</summary>
    public void SameBrand(string? id, Brand brand) => Check(id is null || id == brand.Id, "brand", "is not the brand of this import.");

    /// <summary>How many items a page holds: the query's <c>limit</c>, or 100.</summary>
    public int PageSize(string? limit) => Number("limit", limit, 1, MaxPageSize) ?? DefaultPageSize;

    public int? Number(string field, string? value, int least, int most)
    {
        if (value is null)
        {
            return null;
        }

        var known =
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
        Check(known, field, $"is a whole number from {least} to {most}.");
        return known ? number : null;
    }

    public Campaign? Campaign(string field, Brand brand, string? id)
    {
        if (id is null)
        {
            return null;
        }

        if (brand.Campaigns.TryGetValue(id, out var campaign))
        {
            return campaign;
        }

        Add(field, "is no campaign of this brand.");
        return null;
    }

    /// <summary>
    /// An opt-out's scope and campaign, which go together: a missing scope follows from the campaign.
    /// </summary>
    public (Scope Scope, Campaign? Campaign) Scope(Brand brand, string? scope, string? campaign)
    {
        var found = Campaign("campaign", brand, campaign);
        var meant = Known<Scope>(scope) ?? (campaign is null ? OptOut.Scope.Brand : OptOut.Scope.Campaign);
        Check(meant == OptOut.Scope.Campaign == (campaign is not null), "campaign", "goes with the scope campaign, and only with it.");
        return (meant, found);
    }

    public string? Sender(string field, Brand brand, string? address)
    {
        if (address is not null && !brand.Senders.Any(s => s.Address == address))
        {
            Add(field, "is no sender of this brand.");
        }

        return address;
    }

    public Frequency? Frequency(string field, FrequencyBody? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value.Per is null)
        {
            return null;
        }

        if (!IsoDuration.TryParse(value.Per, out var per, out var error))
        {
            Add($"{field}.per", error);
        }

        return Any || per is null || value.Max is not { } max ? null : new Frequency(max, per);
    }
}
