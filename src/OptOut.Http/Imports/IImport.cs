using System.Text.Json.Serialization.Metadata;

namespace OptOut.Http;

/// <summary>A kind of list that can be imported: how its lines are read, and what a line does.</summary>
/// <typeparam name="TLine">A line as NDJSON has it.</typeparam>
internal interface IImport<TLine>
    where TLine : class
{
    /// <summary>How a line of NDJSON is read.</summary>
    static abstract JsonTypeInfo<TLine> Json { get; }

    /// <summary>The columns of CSV.</summary>
    static abstract CsvColumns Columns { get; }

    /// <summary>A line of CSV from its cells by column; an empty cell is null.</summary>
    static abstract TLine FromCsv(Func<string, string?> cell, FieldErrors errors);

    /// <summary>What a line does; null, or with errors, where it is invalid.</summary>
    static abstract ImportRecord? Prepare(Account account, Brand brand, TLine line, FieldErrors errors, DateTimeOffset now);
}
