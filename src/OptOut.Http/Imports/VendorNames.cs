using System.Collections.Frozen;

namespace OptOut.Http;

/// <summary>What other vendors' lists call the columns of an import.</summary>
internal static class VendorNames
{
    private static readonly string[] Times =
    [
        "date",
        "time",
        "datetime",
        "timestamp",
        "optoutdate",
        "optouttime",
        "optoutdatetime",
        "optedoutat",
        "optedoutdate",
        "optedouton",
        "optoutat",
        "unsubscribedat",
        "unsubscribedate",
        "unsubscribeddate",
        "unsubscribedon",
        "dateunsubscribed",
        "datecreated",
        "createdat",
        "created",
        "dateadded",
        "addedat",
        "updatedat",
        "dateupdated",
        "blockedat",
        "dateofoptout",
        "datum",
        "fecha",
    ];

    private static readonly string[] Statuses =
    [
        "status",
        "optoutstatus",
        "subscriptionstatus",
        "consentstatus",
        "optedout",
        "optout",
        "isoptedout",
        "unsubscribed",
        "dnd",
    ];

    public static readonly FrozenDictionary<string, string> OfSuppressions = Of(
        ("recipient", CsvColumns.PhoneNames),
        ("since", Times),
        ("suppressed", Statuses),
        ("source", ["channel", "origin", "optoutsource", "method", "via"]),
        ("reason", ["note", "notes", "comment", "comments", "optoutreason", "unsubscribereason"])
    );

    public static readonly FrozenDictionary<string, string> OfPhones = Of(("recipient", CsvColumns.PhoneNames));

    private static FrozenDictionary<string, string> Of(params (string Ours, string[] Theirs)[] names) =>
        names
            .SelectMany(n => n.Theirs.Select(theirs => (n.Ours, theirs)))
            .ToFrozenDictionary(n => n.theirs, n => n.Ours, StringComparer.Ordinal);
}
