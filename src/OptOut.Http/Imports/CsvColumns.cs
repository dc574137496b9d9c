using System.Globalization;

namespace OptOut.Http;

/// <summary>What an import's CSV may hold.</summary>
/// <param name="Known">Every column that is understood.</param>
/// <param name="Required">Those without which no line can be one.</param>
/// <param name="Synonyms">What other programs call them, in small letters and digits only: their name to ours. Null: the usual names of a
/// phone.</param>
internal sealed record CsvColumns(
    IReadOnlyList<string> Known,
    IReadOnlyList<string> Required,
    IReadOnlyDictionary<string, string>? Synonyms = null
)
{
    /// <summary>Before a column's name in the query: <c>?column.recipient=Phone</c> says what another program calls ours.</summary>
    public const string QueryPrefix = "column.";

    /// <summary>Names that contact lists give a phone's column.</summary>
    public static readonly string[] PhoneNames =
    [
        "phone",
        "phonenumber",
        "phoneno",
        "mobile",
        "mobilenumber",
        "mobilephone",
        "mobilephonenumber",
        "cell",
        "cellphone",
        "cellnumber",
        "cellphonenumber",
        "number",
        "msisdn",
        "telephone",
        "telephonenumber",
        "tel",
        "e164",
        "phonee164",
        "contactnumber",
        "contactphone",
        "customerphone",
        "smsnumber",
        "smsphone",
        "destination",
        "destinationnumber",
        "to",
        "tonumber",
        "recipientnumber",
        "recipientphone",
        "recipientaddress",
        "subscriber",
        "subscribernumber",
        "address",
        "telefon",
        "telefonnummer",
        "handy",
        "handynummer",
        "mobiltelefon",
        "rufnummer",
        "telefono",
        "telefonomovil",
        "movil",
        "celular",
        "telephoneportable",
        "numerodetelephone",
        "numero",
        "portable",
        "telefone",
        // The same without the letters that are not ASCII.
        "tlphone",
        "numrodetlphone",
        "numro",
        "nmero",
        "telfono",
        "mvil",
        "telfonomvil",
    ];

    /// <summary>What may be said in the query about an upload's columns.</summary>
    public IEnumerable<QueryParameter> Parameters =>
        Known.Select(name => new QueryParameter(
            QueryPrefix + name,
            $"What the upload's header calls {name}; columns that are not named then are passed over.",
            ""
        ));

    /// <summary>
    /// For each of the header's columns, which of ours it is; null for one that is passed over. What is wrong is reported by position,
    /// never by name.
    /// </summary>
    /// <param name="header">The upload's first line.</param>
    /// <param name="mapped">Our names to the upload's, as the query says.</param>
    /// <param name="errors">What is wrong.</param>
    public string?[] Read(IReadOnlyList<string> header, IReadOnlyDictionary<string, string> mapped, FieldErrors errors)
    {
        // A list of our own form is taken strictly: a misspelt name of ours must not be passed over. One of another program's is taken as
        // it is.
        var own = mapped.Count == 0 && header.Contains("recipient", StringComparer.Ordinal);
        var names = new string?[header.Count];
        var unknown = new List<int>();
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Mapped(header[i], mapped) ?? (own ? Known.FirstOrDefault(name => name == header[i]) : Guess(header[i], mapped));
            if (names[i] is null && own)
            {
                unknown.Add(i + 1);
            }
        }

        foreach (var name in mapped.Keys.Where(name => !names.Contains(name, StringComparer.Ordinal)))
        {
            errors.Add(QueryPrefix + name, "names no column of the header.");
        }

        foreach (
            var twice in names
                .Select((name, i) => (Name: name, Position: i + 1))
                .Where(n => n.Name is not null)
                .GroupBy(n => n.Name!, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
        )
        {
            errors.Add(
                twice.Key,
                $"stands twice, or several columns may be it ({Positions(twice.Select(t => t.Position))}): say which one with ?{QueryPrefix}{twice.Key}="
            );
        }

        foreach (var told in unknown.Where(position => SentNames.IsWord(header[position - 1])).Take(SentNames.MaxListed).ToList())
        {
            unknown.Remove(told);
            errors.Add(header[told - 1], $"is not a known column. Known: {string.Join(", ", Known)}.");
        }

        errors.Check(
            unknown.Count == 0,
            "header",
            $"has columns that are not known ({Positions(unknown)}). Known: {string.Join(", ", Known)}."
        );
        foreach (var missing in Required.Except(names.OfType<string>(), StringComparer.Ordinal).Where(name => !mapped.ContainsKey(name)))
        {
            errors.Add(missing, $"is a required column of the header: say what the upload calls it with ?{QueryPrefix}{missing}=");
        }

        return names;
    }

    private static string? Mapped(string column, IReadOnlyDictionary<string, string> mapped) =>
        mapped.FirstOrDefault(m => string.Equals(m.Value.Trim(), column.Trim(), StringComparison.OrdinalIgnoreCase)).Key;

    /// <summary>
    /// One of ours in another case or with other signs in it, or a synonym; none that the query has given to another column.
    /// </summary>
    private string? Guess(string column, IReadOnlyDictionary<string, string> mapped)
    {
        var plain = Plain(column);
        var name = Known.FirstOrDefault(known => Plain(known) == plain) ?? (Synonyms ?? VendorNames.OfPhones).GetValueOrDefault(plain);
        return name is null || mapped.ContainsKey(name) ? null : name;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));

    private static string Positions(IEnumerable<int> positions)
    {
        const int Told = 5;
        var all = positions.ToList();
        var told = string.Join(", ", all.Take(Told).Select(p => p.ToString(CultureInfo.InvariantCulture)));
        return all.Count == 1 ? $"column {told}" : $"columns {told}{(all.Count > Told ? $" and {all.Count - Told} more" : "")}";
    }
}
