using System.Runtime.CompilerServices;
using CsvHelper;

namespace OptOut.Http;

/// <summary>
/// Reads CSV with a header as it arrives (RFC 4180, LF or CRLF; separator and encoding are found out by <see cref="CsvText"/>).
/// </summary>
internal sealed class CsvLines : IDisposable
{
    /// <summary>
    /// The longest record, in bytes. Where one does not end by then, a quote was never closed and nothing after it can be trusted.
    /// </summary>
    public const int MaxRecordBytes = 256 * 1024;

    private readonly List<CsvMalformedRecord> malformed = [];
    private readonly CsvReader csv;
    private readonly CsvText text;
    private string?[] names = [];

    private CsvLines(CsvText text) =>
        (this.text, csv) = (
            text,
            CsvReader.Create(
                text.Content,
                new CsvReaderOptions
                {
                    Separator = text.Separator,
                    MaxRecordSize = MaxRecordBytes,
                    TrackLineNumbers = true,
                    TrimWhitespace = true,
                    IncludeValuesInExceptions = false,
                    MalformedData = CsvMalformedDataHandling.Skip,
                    OnMalformedRecord = malformed.Add,
                },
                leaveOpen: true
            )
        );

    /// <summary>How many columns are passed over, because they are none of ours.</summary>
    public int Ignored => names.Count(name => name is null);

    /// <summary>Whether a quote stood where it may have swallowed lines: then nobody shall take the upload for done.</summary>
    public bool Doubtful { get; private set; }

    /// <summary>Reads the header; what is wrong with it stops the import before it begins.</summary>
    public static async Task<(CsvLines? Lines, FieldErrors Errors)> OpenAsync(
        Stream body,
        CsvColumns columns,
        IReadOnlyDictionary<string, string> mapped,
        CancellationToken cancellation
    )
    {
        var lines = new CsvLines(await CsvText.OpenAsync(body, cancellation));
        var errors = new FieldErrors();
        try
        {
            await lines.csv.ReadHeaderAsync(cancellation);
            lines.names = columns.Read([.. lines.csv.Headers], mapped, errors);
        }
        catch (CsvFormatException)
        {
            errors.Add("$", $"does not begin with a header line of at most {MaxRecordBytes} bytes.");
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
    public async IAsyncEnumerable<ImportLine<T>> ReadAsync<T>(
        Func<Func<string, string?>, FieldErrors, T> make,
        [EnumeratorCancellation] CancellationToken cancellation
    )
        where T : class
    {
        while (true)
        {
            var more = await NextAsync(cancellation);
            foreach (var bad in malformed)
            {
                if (bad.Reason == CsvMalformedReason.UnterminatedQuote)
                {
                    throw NeverClosed(bad.LineNumber + text.LinesBefore);
                }

                Doubtful = true;

                // A quote that one line opens and another closes swallows those between: each is named, so that nobody takes it for
                // imported.
                for (var line = 0; line <= bad.RawRecord.Count(c => c == '\n'); line++)
                {
                    yield return ImportLine<T>.Wrong(
                        bad.LineNumber + text.LinesBefore + line,
                        "$",
                        "has a quote in the wrong place, or follows a line that has: a cell with quotes is quoted whole, its quotes doubled."
                    );
                }
            }

            malformed.Clear();
            if (!more)
            {
                yield break;
            }

            var swallowed = Swallowed();
            Doubtful |= swallowed > 0;
            for (var line = 0; swallowed > 0 && line <= swallowed; line++)
            {
                yield return ImportLine<T>.Wrong(
                    Number + line,
                    "$",
                    "lies within quotes that span lines and hold what looks like another line of the list: close the quote, or double it."
                );
            }

            if (swallowed == 0)
            {
                yield return Line(make);
            }
        }
    }

    private long Number => csv.LineNumber + text.LinesBefore;

    public void Dispose() => csv.Dispose();

    private async Task<bool> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
        }
        catch (CsvFormatException e)
        {
            throw NeverClosed(e.LineNumber + text.LinesBefore, e);
        }
    }

    private static UnreadableUploadException NeverClosed(long line, Exception? inner = null) =>
        new($"A quote is never closed, or not within {MaxRecordBytes} bytes, in the record that starts at line {line}.", inner!);

    /// <summary>
    /// How many lines a quote has swallowed: a cell may span lines, but one of these that holds an address was meant to be a line of its
    /// own. 0 for none.
    /// </summary>
    private int Swallowed()
    {
        var (lines, suspicious) = (0, false);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            var cell = csv.GetString(i);
            if (!cell.Contains('\n', StringComparison.Ordinal))
            {
                continue;
            }

            var parts = cell.Split('\n');
            lines += parts.Length - 1;
            suspicious |= parts
                .Skip(1)
                .SelectMany(part => part.Split(text.Separator))
                .Any(part => RecipientAddress.TryParse(WithoutFormulaGuard(part.Trim().Trim('"')), out _, out _));
        }

        return suspicious ? lines : 0;
    }

    /// <summary>How many lines of the upload the record takes.</summary>
    private int Lines()
    {
        var lines = 1;
        for (var i = 0; i < csv.FieldCount; i++)
        {
            lines += csv.GetString(i).Count(c => c == '\n');
        }

        return lines;
    }

    private ImportLine<T> Line<T>(Func<Func<string, string?>, FieldErrors, T> make)
        where T : class
    {
        // Other programs end each line with a separator too many.
        for (var i = names.Length; i < csv.FieldCount; i++)
        {
            if (csv.GetString(i).Length > 0)
            {
                return ImportLine<T>.Wrong(Number, "$", $"has {csv.FieldCount} cells, the header {names.Length}.");
            }
        }

        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        var errors = new FieldErrors();
        for (var i = 0; i < Math.Min(csv.FieldCount, names.Length); i++)
        {
            if (names[i] is { } name)
            {
                var cell = WithoutFormulaGuard(csv.GetString(i));
                errors.Check(!cell.Contains('\uFFFD', StringComparison.Ordinal), name, "is not UTF-8.");
                cells[name] = cell;
            }
        }

        var record = make(name => cells.GetValueOrDefault(name) is { Length: > 0 } cell ? cell : null, errors);
        var lines = Lines();
        return new(Number, errors.Any ? null : record, errors.Any ? errors.ToDictionary() : null)
        {
            LastNumber = lines == 1 ? null : Number + lines - 1,
        };
    }

    /// <summary>Takes off the apostrophe that an export puts before what a spreadsheet would run (docs/adr/0311).</summary>
    private static string WithoutFormulaGuard(string cell) =>
        cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;
}
