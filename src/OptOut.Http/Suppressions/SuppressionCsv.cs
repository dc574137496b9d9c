using CsvHelper;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// Suppressions as a spreadsheet reads them. A cell that a spreadsheet would run as a formula (it starts with = + - @ tab or CR) gets a
/// leading apostrophe, numbers in E.164 too: an import takes the apostrophe off again, so an export can be imported as it is
/// (docs/adr/0311).
/// </summary>
internal static class SuppressionCsv
{
    private static readonly CsvWriterOptions Form = new()
    {
        Injection = CsvInjection.Escape,
        BufferSize = StreamedLines<SuppressionResponse>.FlushAt,
    };

    public static readonly string[] Columns =
    [
        "recipient",
        "brand",
        "campaign",
        "suppressed",
        "scope",
        "since",
        "lastOptOutAt",
        "source",
        "messageSid",
        "keyword",
        "liftedAt",
    ];

    public static async Task WriteAsync(HttpResponse response, IAsyncEnumerable<SuppressionResponse> items, CancellationToken cancellation)
    {
        var csv = CsvWriter.Create(response.Body, Form, leaveOpen: true);
        await using (csv)
        {
            await csv.WriteRecordAsync(Columns, cancellation);
            await foreach (var item in items)
            {
                await csv.WriteRecordAsync(Cells(item), cancellation);
            }
        }
    }

    private static string?[] Cells(SuppressionResponse item) =>
        [
            item.Recipient,
            item.Brand,
            item.Campaign,
            item.Suppressed ? "true" : "false",
            item.Scope is { } scope ? KebabCase<Scope>.Name(scope) : null,
            Time(item.Since),
            Time(item.LastOptOutAt),
            item.Source,
            item.MessageSid,
            item.Keyword,
            Time(item.LiftedAt),
        ];

    private static string? Time(DateTimeOffset? time) => time is { } t ? UtcTime.Write(t) : null;
}
