using System.ComponentModel.DataAnnotations;

namespace OptOut.Http;

/// <summary>One ledger event as an overview shows it.</summary>
/// <param name="Event">The ledger event's id.</param>
/// <param name="Person">Stands for the recipient in a path, without the number.</param>
/// <param name="Recipient">Whom it is about.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When it happened.</param>
/// <param name="RecordedAt">When it was written; the list is ordered by it.</param>
/// <param name="Source">By which way it reached us.</param>
/// <param name="Scope">How far an opt-out reaches.</param>
/// <param name="Campaign">The campaign, where there is one.</param>
/// <param name="Keyword">The canonical keyword that was texted.</param>
/// <param name="Sender">The brand's sender.</param>
/// <param name="Violation">Of a send: why it should not have gone out.</param>
/// <param name="TookSeconds">Of a confirmation: how long it took.</param>
/// <param name="About">The event that this one is about.</param>
/// <param name="Delivery">Of a confirmation: what Twilio last said of its way to the phone.</param>
public sealed record ActivityItem(
    string Event,
    string? Person,
    string Recipient,
    EventType Type,
    DateTimeOffset At,
    DateTimeOffset RecordedAt,
    string Source,
    Scope? Scope = null,
    string? Campaign = null,
    string? Keyword = null,
    string? Sender = null,
    string? Violation = null,
    double? TookSeconds = null,
    string? About = null,
    Delivery? Delivery = null
);

/// <summary>What happened to a brand's recipients, the newest first.</summary>
public sealed record ActivityPage(IReadOnlyList<ActivityItem> Items, string? Cursor, DateTimeOffset AsOf);

/// <summary>What happened on each day, hour by hour, in UTC.</summary>
/// <param name="Days">Every day of the period once, in order.</param>
/// <param name="AsOf">When it was counted.</param>
public sealed record StatisticsResponse(IReadOnlyList<DayFigures> Days, DateTimeOffset AsOf);

/// <summary>Whom to look for: by exactly one of these.</summary>
[RequestJson]
public sealed record PersonSearch
{
    public string? Brand { get; init; }

    /// <summary>A whole number as people write it; without <c>+</c> it needs the <see cref="Country"/>.</summary>
    public string? Recipient { get; init; }

    /// <summary>ISO 3166-1 alpha-2: where a number without <c>+</c> is dialled. None is guessed.</summary>
    public string? Country { get; init; }

    /// <summary>The last four digits of the number.</summary>
    public string? Last4 { get; init; }

    /// <summary>The customer's own reference, as a consent's proof or trigger names it.</summary>
    [MaxLength(1000)]
    public string? Reference { get; init; }

    /// <summary>What stands for the person in a path.</summary>
    public string? Person { get; init; }
}

/// <summary>Somebody who was found.</summary>
/// <param name="Person">Stands for the recipient in a path, without the number.</param>
/// <param name="Recipient">The canonical address.</param>
/// <param name="At">When the entry was written that they were found by; left out where the number itself was given.</param>
public sealed record FoundPerson(string? Person, string Recipient, DateTimeOffset? At = null);

/// <summary>Who was found, the newest first, 100 at most.</summary>
public sealed record PersonSearchResponse(IReadOnlyList<FoundPerson> Items);

/// <summary>What is to be downloaded by a link that works once.</summary>
[RequestJson]
public sealed record DownloadRequest
{
    [Required, DownloadKind]
    public string? What { get; init; }
    public string? Brand { get; init; }

    /// <summary>Of <c>evidence</c>: whose, as an address or as what stands for it in a path.</summary>
    public string? Person { get; init; }
}

/// <summary>A link that works once, for a few minutes.</summary>
public sealed record DownloadResponse(string Url, DateTimeOffset Expires);

/// <summary>What a rebuild read.</summary>
/// <param name="Events">How many ledger events.</param>
public sealed record RebuildResponse(long Events);
