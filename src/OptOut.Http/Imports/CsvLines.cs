using System.Runtime.CompilerServices;
using CsvHelper;

namespace OptOut.Http;

/// <summary>What an import's CSV may hold.</summary>
/// <param name="Known">Every column that is understood.</param>
/// <param name="Required">Those without which no line can be one.</param>
internal sealed record CsvColumns(IReadOnlyList<string> Known, IReadOnlyList<string> Required);

/// <summary>Reads CSV with a header as it arrives (RFC 4180, comma, UTF-8 with or without BOM, LF or CRLF).</summary>
internal sealed class CsvLines : IDisposable
{
    /// <summary>The longest record, in bytes. Where one does not end by then, a quote was never closed and nothing after it can be trusted.</summary>
    public const int MaxRecordBytes = 256 * 1024;

    private readonly List<CsvMalformedRecord> malformed = [];
    private readonly CsvReader csv;
    private string[] header = [];

    private CsvLines(Stream body) => csv = CsvReader.Create(
        body,
        new CsvReaderOptions
        {
            Separator = ',', MaxRecordSize = MaxRecordBytes, TrackLineNumbers = true, TrimWhitespace = true, IncludeValuesInExceptions = false,
            MalformedData = CsvMalformedDataHandling.Skip, OnMalformedRecord = malformed.Add,
        },
        leaveOpen: true);

    /// <summary>Reads the header; what is wrong with it stops the import before it begins.</summary>
    public static async Task<(CsvLines? Lines, FieldErrors Errors)> OpenAsync(Stream body, CsvColumns columns, CancellationToken cancellation)
    {
        var lines = new CsvLines(body);
        var errors = new FieldErrors();
        try
        {
            await lines.csv.ReadHeaderAsync(cancellation);
            lines.header = [.. lines.csv.Headers];
        }
        catch (CsvFormatException)
        {
            errors.Add("$", $"does not begin with a header line of at most {MaxRecordBytes} bytes.");
        }

        foreach (var column in lines.header.GroupBy(c => c, StringComparer.Ordinal))
        {
            errors.Check(columns.Known.Contains(column.Key, StringComparer.Ordinal), column.Key, $"is not a known column. Known: {string.Join(", ", columns.Known)}.");
            errors.Check(column.Count() == 1, column.Key, "is a column twice.");
        }

        foreach (var missing in columns.Required.Except(lines.header, StringComparer.Ordinal))
        {
            errors.Add(missing, "is a required column of the header.");
        }

        if (!errors.Any)
        {
            return (lines, errors);
        }

        lines.Dispose();
        return (null, errors);
    }

    /// <param name="make">Makes a record from the cells by column name; an empty cell is none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<ImportLine<T>> ReadAsync<T>(Func<Func<string, string?>, FieldErrors, T> make, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            var more = await NextAsync(cancellation);
            foreach (var bad in malformed)
            {
                if (bad.Reason == CsvMalformedReason.UnterminatedQuote)
                {
                    throw NeverClosed(bad.LineNumber);
                }

                // A quote that one line opens and another closes swallows those between: each is named, so that nobody takes it for imported.
                for (var line = 0; line <= bad.RawRecord.Count(c => c == '\n'); line++)
                {
                    yield return ImportLine<T>.Wrong(
                        bad.LineNumber + line, "$", "has a quote in the wrong place, or follows a line that has: a cell with quotes is quoted whole, its quotes doubled.");
                }
            }

            malformed.Clear();
            if (!more)
            {
                yield break;
            }

            yield return Line(make);
        }
    }

    public void Dispose() => csv.Dispose();

    private async Task<bool> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
        }
        catch (CsvFormatException e)
        {
            throw NeverClosed(e.LineNumber, e);
        }
    }

    private static UnreadableUploadException NeverClosed(long line, Exception? inner = null) =>
        new($"A quote is never closed, or not within {MaxRecordBytes} bytes, in the record that starts at line {line}.", inner!);

    private ImportLine<T> Line<T>(Func<Func<string, string?>, FieldErrors, T> make) where T : class
    {
        if (csv.FieldCount > header.Length)
        {
            return ImportLine<T>.Wrong(csv.LineNumber, "$", $"has {csv.FieldCount} cells, the header {header.Length}.");
        }

        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        var errors = new FieldErrors();
        for (var i = 0; i < csv.FieldCount; i++)
        {
            var cell = WithoutFormulaGuard(csv.GetString(i));
            errors.Check(!cell.Contains('\uFFFD', StringComparison.Ordinal), header[i], "is not UTF-8.");
            cells[header[i]] = cell;
        }

        var record = make(name => cells.GetValueOrDefault(name) is { Length: > 0 } cell ? cell : null, errors);
        return new(csv.LineNumber, errors.Any ? null : record, errors.Any ? errors.ToDictionary() : null);
    }

    /// <summary>Takes off the apostrophe that an export puts before what a spreadsheet would run (docs/adr/0311).</summary>
    private static string WithoutFormulaGuard(string cell) => cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;
}
